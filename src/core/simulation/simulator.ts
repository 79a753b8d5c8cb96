import { isActive, nextBegin } from '../laira/active.js';
import type { Decision, Policy, PolicyDefinition, TaskProgress } from '../policies/policy.js';
import {
  horizonOf,
  lossOfReport,
  tasksByResource,
  type SimulatedTask,
  type SimulationBundle,
} from './bundle.js';

export interface SimulationSettings {
  /** Units of the machine lost whenever another task takes it. */
  readonly switchCost: number;
  /** Whether every slice is kept in the result. */
  readonly trace: boolean;
}

/** One stretch of constant shares. */
export interface Allocation {
  readonly start: number;
  readonly length: number;
  readonly phase: Decision['phase'];
  /** Tasks with a share above 0, and their shares. */
  readonly shares: readonly { readonly task: number; readonly share: number }[];
}

export interface SimulationResult {
  readonly successes: number;
  /** When each task reached its target; NaN where it did not. */
  readonly reachedAt: readonly number[];
  /** Data each task processed, in samples. */
  readonly data: readonly number[];
  /** Context changes of one device: from slice to slice, and in every unit one per task that shares it. */
  readonly switches: number;
  /** Times that the set of running tasks changed from one stretch to the next. */
  readonly setChanges: number;
  readonly decisions: number;
  /** Empty unless traced. */
  readonly allocations: readonly Allocation[];
}

/** The simulator's own account of a task; policies read it as their progress. */
interface RunningTask extends TaskProgress {
  data: number;
  reports: number;
  loss: number;
  reached: boolean;
  reachedAt: number;
  /** Report that first meets the target; Infinity where none does. */
  readonly targetReport: number;
}

/**
 * Runs a policy over a bundle. The policy is told a loss only once the data behind it has been processed. Every
 * resource is a machine of its own with its own policy, and counts add up.
 */
export function simulate(
  bundle: SimulationBundle,
  definition: PolicyDefinition,
  settings: SimulationSettings,
): SimulationResult {
  const runs = tasksByResource(bundle.tasks).map((members) => ({
    members,
    result: new Simulation(
      members.map((k) => bundle.tasks[k]!),
      definition,
      settings,
    ).run(),
  }));
  const [only] = runs;
  return only !== undefined && runs.length === 1 ? only.result : together(runs, bundle.tasks.length);
}

/** The results of all machines as one; `members` says which tasks of the bundle each of them has. */
function together(
  runs: readonly { readonly members: readonly number[]; readonly result: SimulationResult }[],
  tasks: number,
): SimulationResult {
  const sum = (of: (result: SimulationResult) => number): number =>
    runs.reduce((total, { result }) => total + of(result), 0);
  const reachedAt = new Array<number>(tasks).fill(NaN);
  const data = new Array<number>(tasks).fill(0);
  for (const { members, result } of runs) {
    members.forEach((k, i) => {
      reachedAt[k] = result.reachedAt[i]!;
      data[k] = result.data[i]!;
    });
  }
  const allocations = runs.flatMap(({ members, result }) =>
    result.allocations.map((allocation): Allocation => ({
      ...allocation,
      shares: allocation.shares.map(({ task, share }) => ({ task: members[task]!, share })),
    })),
  );
  return {
    successes: sum((result) => result.successes),
    reachedAt,
    data,
    switches: sum((result) => result.switches),
    setChanges: sum((result) => result.setChanges),
    decisions: sum((result) => result.decisions),
    allocations: allocations.sort((a, b) => a.start - b.start),
  };
}

/** One machine. */

class Simulation {
  private readonly horizon: number;
  private readonly policy: Policy;
  private readonly progress: RunningTask[];
  private readonly allocations: Allocation[] = [];
  private running: readonly number[] = [];
  private switches = 0;
  private setChanges = 0;
  private decisions = 0;

  constructor(
    private readonly tasks: readonly SimulatedTask[],
    definition: PolicyDefinition,
    private readonly settings: SimulationSettings,
  ) {
    this.horizon = horizonOf(tasks);
    // A policy gets the specs alone, not the curves that ride on the same objects.
    const specs = tasks.map(({ begin, deadline, target, dataRate, reportSize }) => ({
      begin,
      deadline,
      target,
      dataRate,
      reportSize,
    }));
    this.policy = definition.create(specs, this.horizon, { switchCost: settings.switchCost });
    this.progress = tasks.map((task) => {
      const first = task.losses.findIndex((loss) => loss <= task.target);
      return {
        data: 0,
        reports: 0,
        loss: NaN,
        reached: false,
        reachedAt: NaN,
        targetReport: first < 0 ? Infinity : first + 1,
      };
    });
  }

  run(): SimulationResult {
    let now = 0;
    while (now < this.horizon) {
      now = this.anyActive(now) ? this.step(now) : nextBegin(this.tasks, now);
    }
    return {
      successes: this.progress.filter((task) => task.reached).length,
      reachedAt: this.progress.map((task) => task.reachedAt),
      data: this.progress.map((task) => task.data),
      switches: this.switches,
      setChanges: this.setChanges,
      decisions: this.decisions,
      allocations: this.allocations,
    };
  }

  private anyActive(now: number): boolean {
    return this.tasks.some((task, k) => isActive(task, this.progress[k]!, now));
  }

  /** One decision and what follows from it. @returns the time after it */
  private step(now: number): number {
    const { policy, progress, tasks } = this;
    const decision = policy.decide(now, progress);
    policy.commit(decision, now, progress);
    this.decisions += 1;
    const sharing: number[] = [];
    decision.shares.forEach((share, k) => {
      if (share > 0 && isActive(tasks[k]!, progress[k]!, now)) sharing.push(k);
    });
    // Whole units, at least as long as decided; at least one, so that time moves.
    let end = Math.min(now + Math.max(1, Math.ceil(decision.length - 1e-9)), this.horizon);
    for (const k of sharing) end = Math.min(end, tasks[k]!.deadline);
    const { lost, efficiency } = this.countSwitches(sharing);
    for (const k of sharing) {
      const reached = now + this.timeToTarget(k, decision.shares[k]! * efficiency, lost);
      if (reached < end) end = reached;
    }
    if (sharing.length > 1) this.switches += sharing.length * (end - now - 1);
    const processed = sharing.map(
      (k) => Math.max(0, end - now - lost) * decision.shares[k]! * efficiency * tasks[k]!.dataRate,
    );
    this.process(sharing, processed, end);
    if (this.settings.trace) {
      this.allocations.push({
        start: now,
        length: end - now,
        phase: decision.phase,
        shares: sharing.map((task) => ({ task, share: decision.shares[task]! })),
      });
    }
    return end;
  }

  /** Counts the switches into a stretch, and says what they and the rotation within it cost. */
  private countSwitches(sharing: readonly number[]): { lost: number; efficiency: number } {
    const { switchCost } = this.settings;
    if (sharing.length === 0) return { lost: 0, efficiency: 1 };
    const same =
      sharing.length === this.running.length && sharing.every((task, i) => task === this.running[i]);
    const changed = !same && this.running.length > 0;
    this.running = sharing;
    if (changed) this.setChanges += 1;
    if (sharing.length > 1) {
      this.switches += sharing.length;
      return { lost: 0, efficiency: Math.max(0, 1 - switchCost * sharing.length) };
    }
    if (changed) this.switches += 1;
    return { lost: changed ? switchCost : 0, efficiency: 1 };
  }

  /** Whole units until the report that meets the target is seen; Infinity where there is none. */
  private timeToTarget(k: number, share: number, lost: number): number {
    const { targetReport, data } = this.progress[k]!;
    const { reportSize, dataRate } = this.tasks[k]!;
    const units = lost + (targetReport * reportSize - data) / (share * dataRate);
    // Data adds up to report sizes only within rounding.
    return Math.max(1, Math.ceil(units - 1e-9 * (1 + units)));
  }

  /** Adds the data and tells the policy all reports that are due, in the order in which they were made. */
  private process(sharing: readonly number[], processed: readonly number[], now: number): void {
    const due: { readonly task: number; readonly report: number; readonly moment: number }[] = [];
    for (const [i, k] of sharing.entries()) {
      const { reportSize } = this.tasks[k]!;
      const progress = this.progress[k]!;
      const before = progress.data;
      progress.data += processed[i]!;
      // Data adds up to report sizes only within rounding.
      const made = Math.floor((progress.data / reportSize) * (1 + 1e-12) + 1e-9);
      const last = Math.min(made, progress.targetReport);
      for (let report = progress.reports + 1; report <= last; report++) {
        due.push({ task: k, report, moment: (report * reportSize - before) / processed[i]! });
      }
    }
    if (sharing.length > 1) due.sort((a, b) => a.moment - b.moment || a.task - b.task);
    for (const { task: k, report } of due) {
      const task = this.tasks[k]!;
      const progress = this.progress[k]!;
      progress.reports = report;
      progress.loss = lossOfReport(task, report);
      this.policy.observe(k, report * task.reportSize, progress.loss);
      if (report === progress.targetReport) {
        progress.reached = true;
        progress.reachedAt = now;
      }
    }
  }
}

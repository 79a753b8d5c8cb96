import { isFittable } from '../estimators/fittable.js';
import { WeightedLeastSquares } from '../estimators/weighted-least-squares.js';
import { activeTasks, timeToReports } from '../laira/active.js';
import { bareCandidate } from '../laira/ranking.js';
import { runningTask } from '../laira/shares.js';
import { largestOnTimeSet } from './on-time-set.js';
import type { Candidate, Decision, Policy, PolicyDefinition, TaskProgress, TaskSpec } from './policy.js';

export interface LaraSettings {
  /** Length of the exploration as a part of T. */
  readonly exploration: number;
  /** Reports that end the exploration of a task which begins after the others. */
  readonly lateReports: number;
  readonly discount: number;
  readonly ridge: number;
  /** Units between allocations. */
  readonly period: number;
}

const LARA_DEFAULTS: LaraSettings = {
  exploration: 0.15,
  lateReports: 5,
  discount: 0.95,
  ridge: 0.001,
  period: 1,
};

interface LaraTask {
  readonly line: WeightedLeastSquares;
  /** w_k: data that the line needs to reach the target, in samples; NaN when it has to be computed again. */
  need: number;
}

/**
 * Learning with adaptive resource allocation (Wang et al. 2024), reconstructed from its abstract and from what the
 * LaiRA paper says of it: a fixed uniform exploration, weighted least squares of a power law, the least data that each
 * task needs by it, the allocation that finishes most tasks in time by these needs, and all of it again every unit.
 */
class Lara implements Policy {
  private readonly states: readonly LaraTask[];
  private readonly start: number;
  private readonly explorationEnd: number;
  /** The task that had the last unit of uniform sharing. */
  private last = -1;

  constructor(
    private readonly tasks: readonly TaskSpec[],
    horizon: number,
    private readonly settings: LaraSettings,
  ) {
    this.start = tasks.reduce((first, task) => Math.min(first, task.begin), Infinity);
    this.explorationEnd = this.start + settings.exploration * (horizon - this.start);
    this.states = tasks.map(() => ({
      line: new WeightedLeastSquares({ discount: settings.discount, ridge: settings.ridge }),
      need: NaN,
    }));
  }

  observe(task: number, data: number, loss: number): void {
    if (!isFittable(data, loss)) return;
    const state = this.states[task]!;
    state.line.update(Math.log(data), Math.log(loss));
    state.need = NaN;
  }

  decide(now: number, progress: readonly TaskProgress[]): Decision {
    const active = activeTasks(this.tasks, progress, now);
    const explored = active.filter((k) => this.explores(k, now, progress[k]!));
    if (explored.length > 0) return this.takeTurns(explored, active, 'warm-up');
    const jobs = active.map((k) => ({
      release: now,
      deadline: this.tasks[k]!.deadline,
      length: this.remainingTime(k, progress[k]!),
    }));
    const kept = largestOnTimeSet(jobs, now);
    if (kept.length === 0) return this.takeTurns(active, active, 'best-effort');
    const shares = new Float64Array(this.tasks.length);
    // Earliest deadline first; what a task does not need of the unit goes to the next.
    let left = 1;
    for (const i of kept) {
      const share = Math.min(left, jobs[i]!.length / this.settings.period);
      shares[active[i]!] = share;
      left -= share;
    }
    const inSet = new Set(kept);
    const candidate = (i: number): Candidate => ({
      ...bareCandidate(active[i]!, inSet.has(i) ? -jobs[i]!.deadline : NaN),
      remainingTime: jobs[i]!.length,
      feasible: inSet.has(i),
    });
    const rest = active.flatMap((_, i) => (inSet.has(i) ? [] : [candidate(i)]));
    return {
      shares,
      length: this.settings.period,
      phase: 'slice',
      candidates: [...kept.map(candidate), ...rest],
    };
  }

  commit(decision: Decision): void {
    if (decision.phase !== 'slice') this.last = runningTask(decision.shares) ?? this.last;
  }

  private explores(k: number, now: number, progress: TaskProgress): boolean {
    return this.tasks[k]!.begin > this.start
      ? progress.reports < this.settings.lateReports
      : now < this.explorationEnd;
  }

  /** Uniform sharing in whole units, in cyclic order. */
  private takeTurns(
    sharing: readonly number[],
    active: readonly number[],
    phase: 'warm-up' | 'best-effort',
  ): Decision {
    const shares = new Float64Array(this.tasks.length);
    const next = sharing.find((k) => k > this.last) ?? sharing[0];
    if (next === undefined) return { shares, length: this.settings.period, phase: 'idle', candidates: [] };
    shares[next] = 1;
    const others = active.filter((k) => k !== next);
    return {
      shares,
      length: this.settings.period,
      phase,
      candidates: [next, ...others].map((k) => bareCandidate(k, NaN)),
    };
  }

  /** p_k: machine time to the target by the fitted line, at least until the next report; Infinity where it rises. */
  private remainingTime(k: number, progress: TaskProgress): number {
    const task = this.tasks[k]!;
    const state = this.states[k]!;
    if (Number.isNaN(state.need)) {
      const { slope, intercept } = state.line;
      state.need = slope < 0 ? Math.exp((Math.log(task.target) - intercept) / slope) : Infinity;
    }
    return Math.max(
      (state.need - progress.data) / task.dataRate,
      timeToReports(task, progress, progress.reports + 1),
    );
  }
}

/** @param settings replaces single defaults */
export function makeLara(settings: Partial<LaraSettings> = {}): PolicyDefinition {
  return {
    name: 'lara',
    title: 'LARA',
    description:
      'Learning with adaptive resource allocation, reconstructed: uniform exploration, then the most tasks that the fitted curves allow, decided anew every unit.',
    create: (tasks, horizon) => new Lara(tasks, horizon, { ...LARA_DEFAULTS, ...settings }),
  };
}

export const lara = makeLara();

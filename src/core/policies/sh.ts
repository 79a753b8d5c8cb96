import { activeTasks, isActive } from '../laira/active.js';
import { bareCandidate, rank } from '../laira/ranking.js';
import { runningTask, wholeMachine } from '../laira/shares.js';
import type { Decision, Policy, PolicyDefinition, TaskProgress, TaskSpec } from './policy.js';

/** One round: the arms still in the race, and those of them that have not had their turn. */
interface Round {
  readonly arms: readonly number[];
  readonly waiting: readonly number[];
}

/** What the arms are compared by: the lowest goes on. Not a number for a task without a loss. */
type Measure = (task: TaskSpec, loss: number) => number;

/**
 * Successive halving (Karnin, Koren, Somekh 2013) with tasks as arms and time units as pulls: ceil(log2 K) rounds, in
 * each of which every arm has an equal share of T / rounds, and the half with the lower measure goes on. Tasks that
 * succeed or expire leave. Once no arm is left, the tasks that were cut return, lowest measure first.
 */
class SuccessiveHalving implements Policy {
  private round: Round;
  private readonly budget: number;

  constructor(
    private readonly tasks: readonly TaskSpec[],
    horizon: number,
    private readonly measure: Measure,
  ) {
    const all = tasks.map((_, k) => k);
    this.round = { arms: all, waiting: all };
    this.budget = horizon / Math.max(1, Math.ceil(Math.log2(tasks.length)));
  }

  observe(): void {
    // The newest loss is read from the progress.
  }

  decide(now: number, progress: readonly TaskProgress[]): Decision {
    const { arms, waiting } = this.currentRound(now, progress);
    const next = waiting[0];
    const ranked = rank(
      activeTasks(this.tasks, progress, now).map((k) => ({
        ...bareCandidate(k, -this.measure(this.tasks[k]!, progress[k]!.loss)),
        feasible: arms.includes(k),
      })),
      this.tasks,
    );
    // Within a round all arms get their turn, whatever their losses.
    const candidates = [
      ...ranked.filter(({ task }) => task === next),
      ...ranked.filter(({ task }) => task !== next),
    ];
    const best = candidates[0];
    if (best === undefined) {
      return { shares: new Float64Array(this.tasks.length), length: this.budget, phase: 'idle', candidates };
    }
    const pulls = next === undefined ? Infinity : Math.max(1, Math.floor(this.budget / arms.length));
    const length = Math.min(pulls, this.tasks[best.task]!.deadline - now);
    return { shares: wholeMachine(this.tasks.length, best.task), length, phase: 'slice', candidates };
  }

  commit(decision: Decision, now: number, progress: readonly TaskProgress[]): void {
    const { arms, waiting } = this.currentRound(now, progress);
    const task = runningTask(decision.shares);
    this.round = { arms, waiting: waiting.filter((k) => k !== task) };
  }

  /** The round of the next turn; without waiting arms when the race is over. */
  private currentRound(now: number, progress: readonly TaskProgress[]): Round {
    const runs = (k: number): boolean => isActive(this.tasks[k]!, progress[k]!, now);
    let { arms, waiting } = this.round;
    waiting = waiting.filter(runs);
    arms = arms.filter(runs);
    if (waiting.length === 0 && arms.length > 0) {
      const order = (k: number): number => {
        const measure = this.measure(this.tasks[k]!, progress[k]!.loss);
        return Number.isNaN(measure) ? Infinity : measure;
      };
      const byMeasure = [...arms].sort((a, b) => order(a) - order(b) || a - b);
      arms = byMeasure.slice(0, Math.ceil(arms.length / 2)).sort((a, b) => a - b);
      waiting = arms;
    }
    return { arms, waiting };
  }
}

export const sh: PolicyDefinition = {
  name: 'sh',
  title: 'SH',
  description:
    'Successive halving: rounds of equal slices, after each of which the half with the lower loss goes on.',
  create: (tasks, horizon) => new SuccessiveHalving(tasks, horizon, (_, loss) => loss),
};

export const shTarget: PolicyDefinition = {
  name: 'sh-target',
  title: 'SH by target',
  description:
    'Successive halving by the distance to the target, ln(loss / target): tasks with losses of any scale compete.',
  create: (tasks, horizon) =>
    new SuccessiveHalving(tasks, horizon, (task, loss) => Math.log(loss / task.target)),
};

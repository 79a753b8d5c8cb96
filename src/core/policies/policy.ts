import type { ScoreMeaning } from '../../base/score-scale.js';
import type { EstimatorDefinition } from '../estimators/estimator.js';

/** A task as the scheduler knows it. Times are in the scheduler's unit, data in samples. */
export interface TaskSpec {
  /** Beginning b_k. */
  readonly begin: number;
  /** Deadline d_k; the task is active while b_k <= t < d_k and its target is not reached. */
  readonly deadline: number;
  /** Target loss epsilon_k. */
  readonly target: number;
  /** Data rate N_k: samples per unit time with the whole machine. */
  readonly dataRate: number;
  /** Report size B_k: samples per loss report. */
  readonly reportSize: number;
}

/** How far a task has come; kept by the simulator or the monitor, read by policies. */
export interface TaskProgress {
  /** Cumulative data s_k in samples, all of it, reported or not. */
  readonly data: number;
  /** Loss reports made so far, n_k. */
  readonly reports: number;
  /** The newest reported loss; NaN before the first. */
  readonly loss: number;
  /** Whether a report at or below the target was made. */
  readonly reached: boolean;
}

/** Why a task stands where it stands in a decision; every number is NaN where the policy does not compute it. */
export interface Candidate {
  readonly task: number;
  /** What the policy ranks by: higher goes first. NaN for a task that is warming up. */
  readonly score: number;
  /** Whether the task still has to make its first reports, before which it is not ranked: it goes first. */
  readonly warmingUp: boolean;
  /** P(loss <= target at the deadline, with the whole machine from now on). */
  readonly probability: number;
  /** Units of the whole machine needed to reach the target, by the policy's own forecast. */
  readonly remainingTime: number;
  /** Required rate, equation (11). */
  readonly requiredRate: number;
  /** Predicted rate with its confidence bonus, equation (12). */
  readonly predictedRate: number;
  /** Whether the task is in the feasible set F. */
  readonly feasible: boolean;
}

/** The shares of the machine from `now` on, for `length` units unless a task succeeds or expires first. */
export interface Decision {
  /** eta per task, summing to at most 1; length K. */
  readonly shares: Float64Array;
  readonly length: number;
  /**
   * `warm-up`: a task gets its first reports; `slice`: an ordinary slice; `probe`: a short look at a task that is not
   * the best candidate, so that a wrong forecast of it is corrected; `best-effort`: nothing is feasible; `idle`.
   */
  readonly phase: 'warm-up' | 'slice' | 'probe' | 'best-effort' | 'idle';
  /** The active tasks, best first. */
  readonly candidates: readonly Candidate[];
  /** What a `probe` comes before: the decision had there been no look. Absent in every other phase. */
  readonly ordinary?: Decision;
}

/**
 * Decides who gets the next slice. The same object serves the simulator and the live monitor:
 * it is told every report in order, and sees a loss only for data that was really processed.
 */
export interface Policy {
  /** One report of one task. @param data cumulative data at the report, in samples */
  observe(task: number, data: number, loss: number): void;
  /**
   * What this policy would do now. Asking changes nothing, so that a live monitor may ask as often as it likes.
   * @param now time in units; @param progress one entry per task, in the order of the specs
   */
  decide(now: number, progress: readonly TaskProgress[]): Decision;
  /**
   * Tells that `decision` takes effect at `now`: what the policy remembers of slices (the last task, the errors of
   * the slice before, its length) moves here and nowhere else. The simulator calls it after every `decide`; the live
   * monitor when a person accepts.
   */
  commit(decision: Decision, now: number, progress: readonly TaskProgress[]): void;
}

/** What a policy may know beside its tasks. */
export interface Surroundings {
  /** What a method is to be used as, where the policy ranks by intervals; absent: as it is. */
  readonly prepare?: (definition: EstimatorDefinition) => EstimatorDefinition;
  /** Units of the machine that are lost whenever another task takes it; absent: none. */
  readonly switchCost?: number;
}

export interface PolicyDefinition {
  /** Stable name, as the command line spells it. */
  readonly name: string;
  readonly title: string;
  /** One sentence: what it does, with its source. */
  readonly description: string;
  /** What the score of its candidates is; absent where it only puts them in order. */
  readonly scoreMeaning?: ScoreMeaning;
  /** @param horizon T, the last deadline, in units; @param surroundings what the policy may take into account */
  create(tasks: readonly TaskSpec[], horizon: number, surroundings?: Surroundings): Policy;
}

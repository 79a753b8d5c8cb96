import type { ScoreMeaning } from '../base/score-scale.js';

/** How far a task is, told from its reports and the clock alone. */
export type TaskStatus = 'waiting' | 'running' | 'reached' | 'missed' | 'diverged' | 'stalled';

/** What the forecast says of a task's target. */
export type Verdict = 'feasible' | 'at-risk' | 'infeasible' | 'unknown';

/** One problem at a place, in a log or in the bundle. */
export interface ProblemView {
  readonly file: string;
  readonly line?: number;
  readonly offset?: number;
  readonly kind: string;
  readonly message: string;
}

/** What a person asked of a run. Times are milliseconds since 1970 UTC. */
export interface TaskView {
  readonly target: number;
  readonly begin: number;
  readonly deadline: number;
  readonly resource: string;
  /** Samples per second with the whole machine. */
  readonly dataRate: number;
  readonly dataRateSource: 'given' | 'measured';
}

/** One method's forecast of the run's loss at its deadline (or its horizon, without a deadline). */
export interface MethodView {
  readonly method: string;
  readonly title: string;
  readonly loss: number;
  /** Absent where the method has no intervals. */
  readonly interval80: readonly [number, number] | null;
  /** P(loss <= target at the deadline); NaN without a target or an interval. */
  readonly probability: number;
  /** Median relative error of this method's own earlier forecasts of now, on this run; NaN before there are any. */
  readonly relativeError: number;
  /** Whether the forecast uses the learning rate that the log tells, beside the loss. */
  readonly usesLearningRate: boolean;
}

/**
 * A change of regime: the run was restarted (its step went back), the learning rate fell by a step, or the loss jumped;
 * from there on the forecast trusts the reports before less. Or the place where the loss was recognised as a running
 * mean of its epochs.
 */
export interface ChangeView {
  readonly kind: 'restart' | 'learning-rate' | 'jump' | 'running-mean';
  /** For people, as short as a label. */
  readonly label: string;
  readonly step: number;
  /** Cumulative data in samples. */
  readonly data: number;
  /** Milliseconds since 1970 UTC; NaN where unknown. */
  readonly time: number;
  /** Where it stands in the run's log; absent where the run has several logs. */
  readonly file?: string;
  readonly line?: number;
  readonly offset?: number;
}

/** One run, as every view shows it. Times are milliseconds since 1970 UTC; NaN where unknown. */
export interface RunView {
  readonly id: string;
  readonly name: string;
  /** Stable number for the run's colour. */
  readonly colour: number;
  readonly format: string;
  readonly files: readonly string[];
  readonly metric: string;
  /** Why this metric is taken for the training loss, in one sentence. */
  readonly metricReason: string;
  readonly status: TaskStatus;
  readonly verdict: Verdict;
  /** One sentence for people. */
  readonly reason: string;
  readonly task: TaskView | null;
  readonly probability: number;
  readonly methods: readonly MethodView[];
  /** Seconds of the whole machine until the target is reached, with its 80 % range; Infinity where never. */
  readonly timeToTarget: number;
  readonly timeToTarget80: readonly [number, number] | null;
  /** When the target was reached; NaN before. */
  readonly reachedAt: number;
  readonly requiredRate: number;
  readonly predictedRate: number;
  readonly score: number;
  readonly reports: number;
  readonly step: number;
  /** Cumulative data in samples. */
  readonly data: number;
  readonly loss: number;
  readonly lastReportAt: number;
  /** Median seconds between arrivals of new reports: how long a silence is normal. NaN before there are three. */
  readonly usualSilence: number;
  /** Last losses for a sparkline, oldest first, at most 48. */
  readonly recent: readonly number[];
  readonly segments: number;
  readonly nonFinite: number;
  /** Whether the control file in force lets this run train; null without one. */
  readonly allowed: boolean | null;
  readonly problems: readonly ProblemView[];
  /** Changes of regime, in the order of the log, the newest ones. */
  readonly changes: readonly ChangeView[];
}

/** A candidate for the next slice. */
export interface CandidateView {
  readonly run: string;
  readonly name: string;
  /** What the policy ranks by; NaN for a run that is to make its first reports, and where the policy has no numbers. */
  readonly score: number;
  readonly probability: number;
  /** Seconds of the whole machine to the target. */
  readonly remainingTime: number;
  readonly feasible: boolean;
}

/** A slice that is advised. */
export interface SliceAdvice {
  readonly run: string;
  readonly name: string;
  /** Seconds. */
  readonly length: number;
  /** Sentences a colleague would say. */
  readonly reason: string;
}

export interface RecommendationView extends SliceAdvice {
  /** Changes whenever the advice changes; an acceptance names it. */
  readonly id: string;
  readonly resource: string;
  /** Number of the slice it is for. */
  readonly slice: number;
  readonly score: number;
  /** What the scores are, of this run and of the alternatives; null where they only put them in order. */
  readonly scoreMeaning: ScoreMeaning | null;
  /** All candidates: the recommended one, then the others, best first. */
  readonly alternatives: readonly CandidateView[];
  /**
   * Of a short look at a run that the forecasts put last: the slice that comes after it, and that may be accepted in
   * its place. Null for every other advice.
   */
  readonly afterLook: SliceAdvice | null;
}

/** An accepted slice; times in milliseconds since 1970 UTC. */
export interface SliceView {
  readonly slice: number;
  readonly resource: string;
  readonly run: string;
  readonly name: string;
  readonly from: number;
  /** When it ends or ended: by plan, or earlier by success, deadline or undo. */
  readonly until: number;
  readonly state: 'starting' | 'running' | 'ended' | 'undone';
  readonly by: string;
}

export interface BundleView {
  readonly file: string;
  readonly name: string;
  readonly problems: readonly ProblemView[];
}

/** How the intervals of one method have held on the runs that are watched, and how wide they are made therefore. */
export interface IntervalView {
  readonly method: string;
  readonly title: string;
  /** Runs whose forecasts have come due, and these forecasts. */
  readonly runs: number;
  readonly scored: number;
  /** Forecasts whose outcome was inside the interval as it is without the runs. */
  readonly held80: number;
  readonly held95: number;
  /** Times as wide as without the runs, from near forecasts to far ones. */
  readonly factors80: readonly number[];
  readonly factors95: readonly number[];
}

/** All that the views show, except the curves' points. */
export interface MonitorState {
  /** Clock of the monitor, milliseconds since 1970 UTC. */
  readonly time: number;
  readonly bundle: BundleView | null;
  readonly folders: readonly string[];
  /** Whether the first look through the folders is over. */
  readonly scanned: boolean;
  /** The method whose forecast makes the verdicts. */
  readonly method: string;
  /** The policy that recommends slices. */
  readonly policy: string;
  /** Whether intervals are made as wide as the runs that are watched ask for. */
  readonly calibrate: boolean;
  readonly runs: readonly RunView[];
  /** Methods whose forecasts have come due. */
  readonly intervals: readonly IntervalView[];
  readonly recommendations: readonly RecommendationView[];
  readonly slices: readonly SliceView[];
  /** Problems that belong to no run (an unreadable folder). */
  readonly problems: readonly ProblemView[];
}

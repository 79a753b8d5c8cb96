import { decodeNumbers } from './message-numbers.js';
import { messageOf } from './message.js';
import type { IntervalView } from './runs.js';

/** One run as recorded up to now, for looking back: plain numbers that can go to another thread. */
export interface RunRecording {
  readonly run: string;
  readonly name: string;
  readonly metric: string;
  /** Loss of each report, and cumulative data at it in samples; one length. */
  readonly losses: Float64Array;
  readonly data: Float64Array;
  /** Learning rate at each report; NaN where the log does not tell it. */
  readonly learningRates: Float64Array;
  /** Samples per report. */
  readonly reportSize: number;
  /** The run's task, in seconds after the bundle's start and samples; null without one. */
  readonly task: RecordedTask | null;
}

export interface RecordedTask {
  /** What it runs on; tasks compete only with those on the same resource. */
  readonly resource: string;
  readonly begin: number;
  readonly deadline: number;
  readonly target: number;
  /** Samples per second with the whole machine. */
  readonly dataRate: number;
  readonly reached: boolean;
}

/** How far each method would have been off at each earlier moment about now, and how far it was live. */
export interface BacktestJob {
  readonly kind: 'backtest';
  readonly recordings: readonly RunRecording[];
  readonly methods: readonly string[];
  /** Shares of each run's reports, in (0, 1). */
  readonly fractions: readonly number[];
  /** Whether the intervals of a run are made as wide as the other runs ask for. */
  readonly calibrate: boolean;
}

/** What would other policies have made of these runs? */
export interface WhatIfJob {
  readonly kind: 'what-if';
  readonly recordings: readonly RunRecording[];
  /** The method whose forecast continues the runs. */
  readonly method: string;
  readonly policies: readonly string[];
  /** Continuations drawn per policy. */
  readonly seeds: number;
  /** Seconds of the machine lost at a switch. */
  readonly switchCost: number;
}

export type AnalysisJob = BacktestJob | WhatIfJob;

/** Errors of one method at one share of the data, over the runs. Relative errors as fractions. */
export interface AccuracyRow {
  readonly method: string;
  readonly title: string;
  readonly fraction: number;
  readonly runs: number;
  readonly median: number;
  readonly mean: number;
  readonly p90: number;
  /** Shares of outcomes inside the intervals; null where the method has none. */
  readonly coverage80: number | null;
  readonly coverage95: number | null;
  readonly microsecondsPerPrediction: number;
}

export interface AccuracyPrediction {
  readonly run: string;
  readonly name: string;
  readonly method: string;
  readonly fraction: number;
  readonly predicted: number;
  readonly actual: number;
  readonly relativeError: number;
}

export interface BacktestAnswer {
  readonly kind: 'backtest';
  readonly rows: readonly AccuracyRow[];
  readonly predictions: readonly AccuracyPrediction[];
  /** Runs that are too short to look back on. */
  readonly tooShort: readonly string[];
}

/** One policy's outcome, over the continuations. */
export interface PolicyOutcome {
  readonly policy: string;
  readonly title: string;
  readonly description: string;
  readonly meanSuccesses: number;
  readonly successes: readonly number[];
  readonly meanSwitches: number;
  /** Share of the continuations in which each task reached its target, in the order of `tasks`. */
  readonly reached: readonly number[];
  /** When each task reached its target in the first continuation, in seconds after the start; NaN where it did not. */
  readonly reachedAt: readonly number[];
  /** Allocation of the first continuation: seconds after the start. */
  readonly slices: readonly {
    readonly task: number;
    readonly start: number;
    readonly length: number;
    readonly share: number;
  }[];
}

export interface WhatIfAnswer {
  readonly kind: 'what-if';
  readonly tasks: readonly { readonly run: string; readonly name: string; readonly deadline: number }[];
  readonly horizon: number;
  readonly policies: readonly PolicyOutcome[];
  readonly meanOracle: number;
  /** Tasks that have reached their target in truth, up to now. */
  readonly reachedSoFar: number;
}

export type AnalysisAnswer = BacktestAnswer | WhatIfAnswer;

/** From the analysis worker. */
export type FromAnalysis =
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  | { readonly type: 'answer'; readonly answer: AnalysisAnswer }
  | { readonly type: 'failed'; readonly message: string };

/** From the pages "Accuracy" and "What if". */
export type FromAnalysisPage =
  | { readonly type: 'ready' }
  | { readonly type: 'run'; readonly job: AnalysisRequest }
  | { readonly type: 'cancel' }
  | { readonly type: 'use-method'; readonly method: string };

/** A job without the recordings, which the extension adds. */
export type AnalysisRequest = Omit<BacktestJob, 'recordings'> | Omit<WhatIfJob, 'recordings'>;

/** Something that is chosen by its name. */
export interface Named {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

/** What can be chosen and what is known before any work: the first message to a page. */
export interface Offer {
  readonly type: 'choices';
  /** Every method and policy that can be chosen. */
  readonly methods: readonly Named[];
  readonly policies: readonly Named[];
  /** The method that makes the verdicts in this workspace. */
  readonly method: string;
  /** The policy that recommends slices in this workspace. */
  readonly policy: string;
  /** Whether intervals are made as wide as the runs ask for, and how those of each method have held. */
  readonly calibrate: boolean;
  readonly intervals: readonly IntervalView[];
  /** Live scores: median relative error of each method's own earlier forecasts, per run; NaN before any. */
  readonly live: readonly {
    readonly name: string;
    readonly errors: readonly {
      readonly method: string;
      readonly title: string;
      readonly error: number;
    }[];
  }[];
  /** Runs with reports, and how many of them have a task. */
  readonly runs: number;
  readonly tasks: number;
}

/** To the pages "Accuracy" and "What if". */
export type ToAnalysisPage = Offer | FromAnalysis;

/** Reads what a page sent; undefined when it is none of its messages. */
export function decodeFromAnalysisPage(message: unknown): FromAnalysisPage | undefined {
  return messageOf<FromAnalysisPage>(['ready', 'run', 'cancel', 'use-method'], message);
}

/** Reads what arrived at a page, its numbers restored; undefined when it is none of the messages to it. */
export function decodeToAnalysisPage(message: unknown): ToAnalysisPage | undefined {
  return messageOf<ToAnalysisPage>(['choices', 'progress', 'answer', 'failed'], decodeNumbers(message));
}

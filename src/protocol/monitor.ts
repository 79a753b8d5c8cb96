import type { RunRecording } from './analysis.js';
import type { CurveUpdate, ForecastCurve } from './curves.js';
import type { MonitorState } from './runs.js';

/** How a monitor is set up; plain data, so that it can go to a worker. */
export interface MonitorSettings {
  /** Absolute paths with forward slashes: folders to look through, or single logs. */
  readonly roots: readonly string[];
  /** Absolute path of the bundle; it need not exist. */
  readonly bundle: string | null;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Regular expressions with named groups that read logs, by the glob of the files. */
  readonly patterns: Readonly<Record<string, string>>;
  /** Metric to take for the training loss, by the run's name; for runs that no bundle names. */
  readonly metrics: Readonly<Record<string, string>>;
  /** Name of the estimator whose forecast makes the verdicts. */
  readonly method: string;
  /** Name of the policy that recommends slices. */
  readonly policy: string;
  /** Whether intervals are as wide as the runs that are watched ask for; else as on public curves. */
  readonly calibrate: boolean;
  readonly pollSeconds: number;
  /** Seconds between acceptance and the slice's start, in which it can be undone. */
  readonly undoSeconds: number;
  /** Who decides, for the ledger. */
  readonly by: string;
}

/** What the monitor tells: everything (`whole`), or what changed since the revision before. */
export interface MonitorUpdate {
  readonly revision: number;
  readonly whole: boolean;
  readonly state: MonitorState;
  readonly curves: readonly CurveUpdate[];
  readonly forecasts: readonly ForecastCurve[];
}

/** A person's intent. The answer comes as a new state, or as the reason why not. */
export type Intent =
  | {
      readonly type: 'accept';
      readonly recommendation: string;
      readonly run: string;
      readonly reason: string;
    }
  | { readonly type: 'skip'; readonly recommendation: string }
  | { readonly type: 'undo'; readonly resource: string; readonly slice: number };

/** What can be asked of the monitor of one run. */
export interface RunExplanation {
  readonly name: string;
  /** Markdown for people: format, files, metrics, chosen loss, segments, problems. */
  readonly text: string;
}

/** Questions to the monitor, each with the type of its answer. */
export interface MonitorQuestions {
  /** Sends a whole update; true once it was sent. */
  whole: { readonly ask: null; readonly answer: true };
  /** Looks through the folders and reads everything now. */
  refresh: { readonly ask: null; readonly answer: true };
  intend: { readonly ask: Intent; readonly answer: true };
  explain: { readonly ask: string; readonly answer: RunExplanation | null };
  /** Names of the metrics that a run's logs hold. */
  metrics: { readonly ask: string; readonly answer: readonly string[] };
  /** Every run with reports as recorded up to now, for looking back. */
  recordings: { readonly ask: null; readonly answer: readonly RunRecording[] };
  /** Whether curves are wanted with every update: somebody draws them. */
  curves: { readonly ask: boolean; readonly answer: true };
}

export type MonitorQuestion = {
  [Name in keyof MonitorQuestions]: { readonly name: Name; readonly ask: MonitorQuestions[Name]['ask'] };
}[keyof MonitorQuestions];

/** To the worker. */
export type ToWorker =
  | { readonly type: 'start'; readonly settings: MonitorSettings }
  | { readonly type: 'question'; readonly id: number; readonly question: MonitorQuestion };

/** From the worker. */
export type FromWorker =
  | { readonly type: 'update'; readonly update: MonitorUpdate }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly message: string };

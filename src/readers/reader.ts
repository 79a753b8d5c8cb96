/** One recorded value of one metric, non-finite ones included. */
export interface ScalarEvent {
  readonly kind: 'scalar';
  /** The run inside the file, for formats that hold several (a table of runs, a database); '' for the file's own run. */
  readonly run: string;
  /** Metric name as the log spells it, surrounding white space removed. */
  readonly metric: string;
  readonly value: number;
  /** Step as logged; undefined where the log has none (the monitor then counts). */
  readonly step: number | undefined;
  /** Seconds since 1970 UTC; undefined where the log has none. */
  readonly wallTime: number | undefined;
  /** Line (from 1) in text formats, byte offset in binary ones. */
  readonly place: number;
}

/** The run says where it will end. */
export interface HorizonEvent {
  readonly kind: 'horizon';
  readonly run: string;
  /** Last step of the run, in the unit of its scalars' steps. */
  readonly step: number;
  readonly place: number;
}

/** The run says how long it will still take. */
export interface RemainingEvent {
  readonly kind: 'remaining';
  readonly run: string;
  /** Seconds until the end of the run, or of the epoch: tools differ. */
  readonly seconds: number;
  readonly step: number;
  /** Seconds of a clock that may begin anew every day (most such lines have no year); undefined without one. */
  readonly clock: number | undefined;
  /** Step at which the epoch under way ends, where the line tells it. */
  readonly epochEnd: number | undefined;
  readonly place: number;
}

/** The run says that it starts again at a step (a resumed writer's session start). */
export interface RestartEvent {
  readonly kind: 'restart';
  readonly run: string;
  readonly step: number | undefined;
  readonly place: number;
}

/** The run has ended, and its log says how. */
export interface EndEvent {
  readonly kind: 'end';
  readonly run: string;
  /** Exit status of the process: 0 where all went well. */
  readonly exitCode: number;
  readonly place: number;
}

/** The log says which way a metric is meant to go, as the studies of a parameter search do. */
export interface ObjectiveEvent {
  readonly kind: 'objective';
  readonly run: string;
  readonly metric: string;
  readonly direction: 'minimise' | 'maximise';
  readonly place: number;
}

/** A value that the framework is known to have left out or replaced, with the reason for people. */
export interface HiddenEvent {
  readonly kind: 'hidden';
  readonly run: string;
  readonly metric: string;
  readonly step: number | undefined;
  readonly reason: string;
  readonly place: number;
}

/**
 * The log shows only now that the steps told so far are none: what was told of these metrics is void, and what follows
 * tells it again.
 */
export interface RetellEvent {
  readonly kind: 'retell';
  readonly run: string;
  readonly metrics: readonly string[];
  readonly place: number;
}

export type LogEvent =
  | ScalarEvent
  | HorizonEvent
  | RemainingEvent
  | RestartEvent
  | ObjectiveEvent
  | HiddenEvent
  | RetellEvent
  | EndEvent;

export type ProblemKind =
  | 'malformed-line'
  | 'malformed-record'
  | 'checksum'
  | 'truncated'
  | 'binary'
  | 'too-long'
  | 'unreadable'
  | 'unsupported';

/** Something in a log that could not be read; reading goes on after it. */
export interface Problem {
  readonly kind: ProblemKind;
  /** Line (from 1) in text formats, byte offset in binary ones. */
  readonly place: number;
  /** One sentence for people: what is wrong, and the mend where there is one. */
  readonly message: string;
}

export interface ReadResult {
  readonly events: readonly LogEvent[];
  readonly problems: readonly Problem[];
}

/**
 * Reads one log incrementally: bytes in, events and problems out. Any chunking of the same bytes gives the same
 * events and problems. Never throws on input; keeps at most one unfinished line or record.
 */
export interface Reader {
  push(chunk: Uint8Array): ReadResult;
  /** The bytes have ended for good (a finished file, the command line): flushes an unfinished last line. */
  end(): ReadResult;
}

export type LogFormat =
  | 'tensorboard'
  | 'wandb'
  | 'mlflow'
  | 'mlflow-sqlite'
  | 'trackio'
  | 'hf-trainer-state'
  | 'lightning-csv'
  | 'keras-csv'
  | 'yolo-csv'
  | 'timm-csv'
  | 'csv'
  | 'dvclive'
  | 'jsonl'
  | 'text'
  | 'optuna'
  | 'ray';

export interface ReaderDefinition {
  readonly format: LogFormat;
  /** Whether places are lines (from 1) or byte offsets. */
  readonly placeUnit: 'line' | 'offset';
  /**
   * `append`: the file only grows, new bytes are pushed to the same reader.
   * `document`: the file is one document that its writer replaces; a changed file is read anew by a fresh reader.
   */
  readonly growth: 'append' | 'document';
  /**
   * How sure the name and the first bytes make us, from 0 (not this format) to 1 (certainly).
   * @param path with forward slashes, as found; @param head the first bytes of the file, up to 4096
   */
  detect(path: string, head: Uint8Array): number;
  create(path: string): Reader;
}

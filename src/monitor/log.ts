import type { LogEvent, LogFormat, Problem } from '../readers/reader.js';

/** A log on disk that is followed: a file, or a database. */
export interface Log {
  readonly path: string;
  /** Undefined while it is not told yet (a database that has no tables). */
  readonly format: LogFormat | undefined;
  /** Whether places in it are lines (from 1) or offsets (of bytes, or numbers of rows). */
  readonly placeUnit: 'line' | 'offset';
  /** Whether another file of the same run tells again what earlier ones told (a later checkpoint's document). */
  readonly repeats: boolean;
  /** Whether nothing but its name says that it is of a training. */
  readonly mayBeOfAnything: boolean;
  /** Last write, milliseconds since 1970 UTC; NaN before the first look. */
  readonly modified: number;
  /**
   * Reads what is new, at most about `budget` bytes. Never rejects: what cannot be read is a problem, told once.
   * @returns whether more is waiting
   */
  poll(budget: number): Promise<boolean>;
  /** The log will not grow: what stands unfinished at its end is read as it is. */
  finish(): void;
  dispose(): void;
}

/** Who hears of a log's contents; `restart` says that the log is read from its beginning again. */
export interface LogSink {
  events(events: readonly LogEvent[], log: Log): void;
  problems(problems: readonly Problem[], log: Log): void;
  restart(log: Log): void;
  /** The file is gone (`true`) or there again. */
  gone(gone: boolean, log: Log): void;
}

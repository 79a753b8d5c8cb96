import type { LogEvent, Problem, Reader, ReaderDefinition } from '../readers/reader.js';
import type { FileSource } from './ports.js';
import { Tail } from './tail.js';

/** Who hears of a log's contents; `restart` says that the log is read from its beginning again. */
export interface LogSink {
  events(events: readonly LogEvent[], log: LogFile): void;
  problems(problems: readonly Problem[], log: LogFile): void;
  restart(log: LogFile): void;
  /** The file is gone (`true`) or there again. */
  gone(gone: boolean, log: LogFile): void;
}

/** One log on disk: its tail and its reader. */
export class LogFile {
  /** Milliseconds since 1970 UTC; NaN before the first look. */
  modified = NaN;
  private reader: Reader;
  private readonly tail: Tail;
  private failure = '';

  constructor(
    readonly path: string,
    readonly definition: ReaderDefinition,
    source: FileSource,
    private readonly sink: LogSink,
  ) {
    this.reader = definition.create(path);
    this.tail = new Tail(path, source, definition.growth === 'document');
  }

  /**
   * Reads what is new, at most `budget` bytes. Never rejects: what cannot be read is a problem, told once.
   * @returns whether more is waiting
   */
  async poll(budget: number): Promise<boolean> {
    const seen = { bytes: false };
    try {
      const more = await this.tail.poll((event) => {
        switch (event.kind) {
          case 'bytes':
            seen.bytes = true;
            this.deliver(this.reader.push(event.bytes));
            break;
          case 'restart':
            this.reader = this.definition.create(this.path);
            this.sink.restart(this);
            break;
          case 'gone':
            this.sink.gone(true, this);
            break;
        }
      }, budget);
      if (seen.bytes) this.sink.gone(false, this);
      // A document says nothing before its end; it is whole once it is read to its end.
      if (seen.bytes && !more && this.definition.growth === 'document') this.deliver(this.reader.end());
      this.modified = this.tail.modified;
      this.failure = '';
      return more;
    } catch (error) {
      this.fail(error);
      return false;
    }
  }

  /** The log will not grow: what stands unfinished at its end is read as it is. */
  finish(): void {
    if (this.definition.growth === 'append') this.deliver(this.reader.end());
  }

  private deliver(result: {
    readonly events: readonly LogEvent[];
    readonly problems: readonly Problem[];
  }): void {
    if (result.events.length > 0) this.sink.events(result.events, this);
    if (result.problems.length > 0) this.sink.problems(result.problems, this);
  }

  private fail(error: unknown): void {
    const message = `The file cannot be read: ${error instanceof Error ? error.message : String(error)}.`;
    if (message === this.failure) return;
    this.failure = message;
    this.sink.problems([{ kind: 'unreadable', place: 0, message }], this);
  }
}

import type { LogEvent, LogFormat, Problem, Reader, ReaderDefinition } from '../readers/reader.js';
import type { Log, LogSink } from './log.js';
import type { FileSource } from './ports.js';
import { Tail } from './tail.js';

/** A log that is a file: its tail and its reader. */
export class LogFile implements Log {
  readonly format: LogFormat;
  readonly placeUnit: 'line' | 'offset';
  readonly repeats: boolean;
  readonly mayBeOfAnything: boolean;
  modified = NaN;
  private reader: Reader;
  private readonly tail: Tail;
  private failure = '';

  /** @param isNamed whether a person named it: the file, a task of it, or an expression that reads it */
  constructor(
    readonly path: string,
    private readonly definition: ReaderDefinition,
    source: FileSource,
    private readonly sink: LogSink,
    isNamed = false,
  ) {
    this.format = definition.format;
    this.placeUnit = definition.placeUnit;
    this.repeats = definition.growth === 'document';
    this.mayBeOfAnything = definition.format === 'text' && !isNamed;
    this.reader = definition.create(path);
    this.tail = new Tail(path, source, definition.growth === 'document');
  }

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

  finish(): void {
    if (this.definition.growth === 'append') this.deliver(this.reader.end());
  }

  dispose(): void {
    // Nothing is held open between two polls.
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

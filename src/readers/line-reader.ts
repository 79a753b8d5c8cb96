import { LineSplitter, type LineSink } from './lines.js';
import { ReadOutput } from './read-output.js';
import type { Reader, ReadResult } from './reader.js';

/** A reader of lines, whatever is in them. */
export abstract class LineReader implements Reader, LineSink {
  protected readonly output = new ReadOutput();
  private readonly lines: LineSplitter;

  /** @param ends what separates lines: line ends, or carriage returns as well, as progress bars write them */
  protected constructor(ends: 'lines' | 'updates') {
    this.lines = new LineSplitter(this, { updates: ends === 'updates' });
  }

  push(chunk: Uint8Array): ReadResult {
    this.lines.push(chunk);
    return this.output.take();
  }

  end(): ReadResult {
    this.lines.end();
    this.finish();
    return this.output.take();
  }

  tooLong(line: number): void {
    this.output.tooLong(line);
  }

  abstract line(text: string, line: number, whole: boolean): void;

  /** Tells, after the last line, what was held back. */
  protected finish(): void {
    // Most readers hold nothing back.
  }
}

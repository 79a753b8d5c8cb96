import { Utf16ToUtf8 } from './utf-16.js';

/** Longest line that is kept; anything longer is no log line but a dumped file or a lost line end. */
export const LONGEST_LINE = 8 * 1024 * 1024;

const PIECE = 1024 * 1024;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

export interface LineSink {
  /**
   * One line without its line end, or one update of a progress bar.
   * @param line number of the line, from 1; @param whole false for a last line that has no line end
   */
  line(text: string, line: number, whole: boolean): void;
  /** A line was longer than the limit and is left out. */
  tooLong(line: number): void;
}

export interface LineSplitterOptions {
  /** `true`: a bare carriage return separates updates of one line, as progress bars write them. */
  readonly updates: boolean;
  /** Longest line in bytes, for tests. */
  readonly longest?: number;
}

/**
 * Cuts bytes into lines, at any chunk boundary the same way.
 *
 * Bytes are decoded only up to a line end, which in UTF-8 is never part of a character: so the result does not
 * depend on where chunks end, and one decoder call serves many lines.
 */
export class LineSplitter {
  private readonly utf16 = new Utf16ToUtf8();
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  private readonly longest: number;
  private readonly piece: number;
  private pending = new Uint8Array(0);
  private pendingLength = 0;
  private lineNumber = 1;
  private skipping = false;

  constructor(
    private readonly sink: LineSink,
    private readonly options: LineSplitterOptions,
  ) {
    this.longest = options.longest ?? LONGEST_LINE;
    // A piece is no longer than the longest line, so a line that lies within one piece needs no check.
    this.piece = Math.min(PIECE, this.longest);
  }

  push(chunk: Uint8Array): void {
    this.pushUtf8(this.utf16.push(chunk));
  }

  /** Hands out an unfinished last line. */
  end(): void {
    this.pushUtf8(this.utf16.end());
    if (this.skipping || this.pendingLength === 0) return;
    const text = this.decoder.decode(this.pending.subarray(0, this.pendingLength));
    this.pendingLength = 0;
    this.emit(text, false);
  }

  private pushUtf8(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.length; start += this.piece) {
      this.pushPiece(bytes.subarray(start, start + this.piece));
    }
  }

  private pushPiece(piece: Uint8Array): void {
    let start = 0;
    if (this.skipping || this.pendingLength > 0) {
      const end = this.firstLineEnd(piece);
      if (end < 0) {
        this.keep(piece);
        return;
      }
      this.keep(piece.subarray(0, end));
      start = end;
      if (this.skipping) {
        this.skipping = false;
      } else {
        const text = this.decoder.decode(this.pending.subarray(0, this.pendingLength));
        this.emit(text, true);
      }
      this.releasePending();
      if (piece[start] === LINE_FEED) this.lineNumber += 1;
      start += 1;
    }
    const last = this.lastLineEnd(piece);
    if (last >= start) {
      this.splitBlock(this.decoder.decode(piece.subarray(start, last)), piece[last] === LINE_FEED);
      start = last + 1;
    }
    if (start < piece.length) this.keep(piece.subarray(start));
  }

  /** Emits the lines of a block whose last line end has been cut off. */
  private splitBlock(block: string, endsLine: boolean): void {
    let start = 0;
    for (let end = block.indexOf('\n'); end >= 0; end = block.indexOf('\n', start)) {
      this.emit(block.slice(start, end), true);
      this.lineNumber += 1;
      start = end + 1;
    }
    this.emit(block.slice(start), true);
    if (endsLine) this.lineNumber += 1;
  }

  private emit(text: string, whole: boolean): void {
    const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    if (this.options.updates) {
      this.emitUpdates(text, start, whole);
      return;
    }
    const end = text.charCodeAt(text.length - 1) === CARRIAGE_RETURN ? text.length - 1 : text.length;
    this.sink.line(end - start === text.length ? text : text.slice(start, end), this.lineNumber, whole);
  }

  private emitUpdates(text: string, from: number, whole: boolean): void {
    let start = from;
    for (let end = text.indexOf('\r', start); end >= 0; end = text.indexOf('\r', start)) {
      if (end > start) this.sink.line(text.slice(start, end), this.lineNumber, true);
      start = end + 1;
    }
    if (start < text.length) this.sink.line(start === 0 ? text : text.slice(start), this.lineNumber, whole);
  }

  private firstLineEnd(piece: Uint8Array): number {
    const lineFeed = piece.indexOf(LINE_FEED);
    if (!this.options.updates) return lineFeed;
    const carriageReturn = piece.indexOf(CARRIAGE_RETURN);
    if (lineFeed < 0 || carriageReturn < 0) return Math.max(lineFeed, carriageReturn);
    return Math.min(lineFeed, carriageReturn);
  }

  private lastLineEnd(piece: Uint8Array): number {
    const lineFeed = piece.lastIndexOf(LINE_FEED);
    return this.options.updates ? Math.max(lineFeed, piece.lastIndexOf(CARRIAGE_RETURN)) : lineFeed;
  }

  private keep(bytes: Uint8Array): void {
    if (this.skipping || bytes.length === 0) return;
    const length = this.pendingLength + bytes.length;
    if (length > this.longest) {
      this.skipping = true;
      this.releasePending();
      this.sink.tooLong(this.lineNumber);
      return;
    }
    if (length > this.pending.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.pending.length, 256));
      larger.set(this.pending.subarray(0, this.pendingLength));
      this.pending = larger;
    }
    this.pending.set(bytes, this.pendingLength);
    this.pendingLength = length;
  }

  private releasePending(): void {
    this.pendingLength = 0;
    if (this.pending.length > PIECE) this.pending = new Uint8Array(0);
  }
}

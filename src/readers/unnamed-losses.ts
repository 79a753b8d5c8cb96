import { skipPrefixes } from './line-prefix.js';
import type { Counter, LineToken, ScannedLine } from './line-scanner.js';

/** A loss that a line tells behind a counter, without a name for it. */
export interface UnnamedLoss {
  readonly counter: Counter;
  readonly value: number;
  readonly isPrecise: boolean;
  readonly wallTime: number | undefined;
  readonly line: number;
}

/** So many rows that fall one after the other show a loss. */
const FALLING_ROWS = 3;
/** Of rows that do not, so many must fall on the whole. */
const NOISY_ROWS = 9;
/** How far the last third of them must lie below the first. */
const FALL = 0.95;
/** Rows that wait at most. */
const MOST_WAITING = 64;

/** Nothing but a counter's word stands before its number, or an opening bracket. */
const BEFORE = /^(?:\W*(?:INFO|DEBUG)\b)?\W*?(?:(?:epoch|iter|iteration|step|batch|update)\W{0,3}|\[)$/i;
const BETWEEN = /^[\])]?\s*(?:[:,|=\-–]|->|=>)?\s*$/;
const DECIMAL = /^\d+(?:\.\d+|\.?\d*e[-+]?\d+)$/i;
/** Numbers with fewer decimals are versions, sizes, seconds. */
const PRECISE = /\.\d{3}|e/i;
/** What numbers under such a title are instead of losses. */
const TITLE_OF_OTHERS =
  /\b(?:acc|accuracy|score|f1|auc|iou|map|psnr|ssim|bleu|rewards?|returns?|times?|timings?|sec|seconds|ms|latency|speed|lr|learning rate|wer|cer|size|usage|memory)\b/i;

/**
 * Finds the losses of logs that print a number behind every epoch or step and never say what it is: `epoch 3: 0.4312`,
 * `[12/100] 0.4312`, `iter 100 0.543`. Any program may print such lines, so nothing is believed before the rows make up
 * most of the log, count evenly, and fall.
 */
export class UnnamedLosses {
  private waiting: UnnamedLoss[] = [];
  private level = '';
  private stride = NaN;
  private title = '';
  private isTrusted = false;
  private isClosed = false;

  /** Whether rows have shown to be losses. */
  get areFound(): boolean {
    return this.isTrusted;
  }

  /** Gives up: the log has losses with names, or something in it speaks against them. */
  close(): void {
    this.isClosed = true;
    this.waiting = [];
  }

  /** Takes note of a line that is no row. */
  pass(plain: string): void {
    if (this.waiting.length === 0 && plain.trim() !== '') this.title = plain;
  }

  /**
   * @param tokens what the scanner met on the line; @param said what it made of it
   * @returns the losses that are sure by this line, none where they have to wait or the line is no row
   */
  read(plain: string, tokens: readonly LineToken[], said: ScannedLine, line: number): readonly UnnamedLoss[] {
    if (this.isClosed) return [];
    const row = rowOf(plain, tokens, said, line);
    if (row === undefined) {
      this.pass(plain);
      return [];
    }
    if (this.isTrusted) return said.level === this.level ? [row] : [];
    this.wait(row, said.level);
    if (!this.isCurve()) return [];
    this.isTrusted = true;
    const { waiting } = this;
    this.waiting = [];
    return waiting;
  }

  private wait(row: UnnamedLoss, level: string): void {
    const { waiting } = this;
    const before = waiting.at(-1);
    if (before === undefined) {
      this.level = level;
      if (TITLE_OF_OTHERS.test(this.title) && !/loss/i.test(this.title)) this.close();
    } else {
      const stride = row.counter.value - before.counter.value;
      if (waiting.length === 1) this.stride = stride;
      const isEven = stride === this.stride && stride > 0 && row.counter.total === before.counter.total;
      const isDense = 2 * (waiting.length + 1) > row.line - waiting[0]!.line;
      if (level !== this.level || !isEven || !isDense || waiting.length >= MOST_WAITING) this.close();
    }
    if (!row.isPrecise) this.close();
    if (!this.isClosed) waiting.push(row);
  }

  private isCurve(): boolean {
    const values = this.waiting.map(({ value }) => value);
    if (values.length < FALLING_ROWS || !values.every((value) => value > 0)) return false;
    if (values.length === FALLING_ROWS) return values.every((value, i) => i === 0 || value < values[i - 1]!);
    const third = Math.floor(values.length / 3);
    return values.length >= NOISY_ROWS && mean(values.slice(-third)) < FALL * mean(values.slice(0, third));
  }
}

/** What a line says if it is a counter and a number, and nothing else but its time. */
function rowOf(
  plain: string,
  tokens: readonly LineToken[],
  said: ScannedLine,
  line: number,
): UnnamedLoss | undefined {
  const [place, number] = tokens.slice(-2);
  const counter = said.step ?? said.batch ?? said.epoch;
  if (place?.counter === undefined || counter === undefined || number?.kind !== 'number') return undefined;
  if (said.level.includes('+') || number.counter !== undefined) return undefined;
  const text = plain.slice(number.start, number.end);
  if (!DECIMAL.test(text) || plain.slice(number.end).trim() !== '') return undefined;
  const start = tokens.length > 2 ? tokens.at(-3)!.end : skipPrefixes(plain);
  const between = plain.slice(place.end, number.start).replace(/^\s*\/\s*\d+/, '');
  if (!BEFORE.test(plain.slice(start, place.start)) || !BETWEEN.test(between)) return undefined;
  return { counter, value: number.value, isPrecise: PRECISE.test(text), wallTime: said.wallTime, line };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

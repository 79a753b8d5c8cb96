import type { Counter, LineToken, NamedNumber, ScannedLine } from './line-scanner.js';
import { DecimalReader } from './decimal-reader.js';
import { parseDateAndTime } from './wall-time.js';

/** Kinds of lines that are remembered: a program prints few, and what is new costs little to scan. */
const MOST_SHAPES = 8;
const SPACE = 0x20;
/** What makes the meaning of a number depend on how many digits it has: `1,200`, `2024/01/02`. */
const DEPENDS_ON_DIGITS = /^(?:,\d|\/\d\d\/\d\d)/;

const TOTAL = /^\]?\s*\/\s*\[?\s*(?:\d|Unknown|\?)/;
const LONGEST_TOTAL = 32;
/** Of words that are numbers (`nan`), each is a shape of its own, which is not worth its place. */
const NUMBER = /^[-+]?[\d.,]+(?:[eE][-+]?\d+)?$/;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A part of a line that differs from line to line, and the text before it. */
interface Slot {
  /** Of a number's text, spaces at the end count as one: numbers are often padded to a width. */
  readonly before: string;
  readonly isPadded: boolean;
  readonly kind: LineToken['kind'];
  /** Whether it has a sign, which others must have too: `1:-2` are numbers, `1:2` is a time. */
  readonly isSigned: boolean;
  /** Whether commas set its thousands apart. */
  readonly isGrouped: boolean;
  /** The text when the shape was learned: other texts in its place differ in their digits alone. */
  readonly example: string;
  /** What the number is compared with, and how that came out. */
  readonly total: number | undefined;
  readonly isBeyondTotal: boolean;
  readonly counter: Mutable<Counter> | undefined;
  readonly number: Mutable<NamedNumber> | undefined;
}

/** Lines that differ in their numbers alone. */
interface Shape<T> {
  readonly slots: readonly Slot[];
  readonly after: string;
  readonly said: Mutable<ScannedLine>;
  readonly kept: T;
}

/** What is known of a line without a scan; `said` is valid until the next line is recalled. */
export interface RecalledLine<T> {
  readonly said: ScannedLine;
  readonly kept: T;
}

/**
 * Programs print the same line again and again with other numbers. Once a line was scanned, the next one of its shape
 * needs no more than a comparison of what stands between the numbers. The result is what the scanner would find.
 */
export class LineShapes<T> {
  private readonly shapes: Shape<T>[] = [];
  private readonly decimal = new DecimalReader();

  /** What a line says, if one of its shape was learned. */
  recall(line: string): RecalledLine<T> | undefined {
    for (let i = 0; i < this.shapes.length; i++) {
      const shape = this.shapes[i]!;
      if (!this.fits(shape, line)) continue;
      if (i > 0) {
        this.shapes.splice(i, 1);
        this.shapes.unshift(shape);
      }
      return shape;
    }
    return undefined;
  }

  /**
   * @param from where the message begins; @param tokens what the scanner met in it, in order
   * @param said what the scanner made of them; @param kept what else holds of all lines of the shape
   */
  learn(line: string, from: number, tokens: readonly LineToken[], said: ScannedLine, kept: T): void {
    const slots: Slot[] = [];
    const copy = copyOf(said);
    let at = 0;
    const add = (token: LineToken): void => {
      const isNumber = token.kind === 'number';
      const text = line.slice(at, token.start);
      const isPadded = isNumber && text.endsWith(' ');
      slots.push({
        before: isPadded ? `${text.trimEnd()} ` : text,
        isPadded,
        kind: token.kind,
        isSigned: isNumber && isSign(line.charCodeAt(token.start)),
        isGrouped: isNumber && line.slice(token.start, token.end).includes(','),
        example: line.slice(token.start, token.end),
        total: token.total,
        isBeyondTotal: token.total !== undefined && token.value > token.total,
        counter: token.counter === undefined ? undefined : copy[token.counter],
        number: copy.numbers.find(({ start }) => start === token.start),
      });
      at = token.end;
    };
    if (from > 0)
      add({ kind: 'digits', start: 0, end: from, value: NaN, total: undefined, counter: undefined });
    for (const token of tokens) {
      if (token.kind === 'number' && !isLearnable(line, token)) return;
      add(token);
    }
    if (this.shapes.length >= MOST_SHAPES) this.shapes.pop();
    this.shapes.unshift({ slots, after: line.slice(at), said: copy, kept });
  }

  private fits({ slots, after, said }: Shape<T>, line: string): boolean {
    let at = 0;
    let isDated = false;
    for (const slot of slots) {
      if (!line.startsWith(slot.before, at)) return false;
      at += slot.before.length;
      if (slot.kind === 'number') {
        if (slot.isPadded) while (line.charCodeAt(at) === SPACE) at += 1;
        const end = slot.isGrouped ? this.decimal.readGrouped(line, at) : this.decimal.read(line, at);
        if (end < 0 || isSign(line.charCodeAt(at)) !== slot.isSigned) return false;
        const { value } = this.decimal;
        if (!Number.isFinite(value)) return false;
        if (
          slot.total !== undefined &&
          (value > slot.total !== slot.isBeyondTotal || !this.decimal.isInteger)
        )
          return false;
        if (slot.counter !== undefined) slot.counter.value = value;
        if (slot.number !== undefined) {
          slot.number.value = value;
          slot.number.start = at;
          slot.number.end = end;
        }
        at = end;
      } else {
        const end = at + slot.example.length;
        if (!differsInDigits(line, at, slot.example)) return false;
        if (slot.kind === 'date' && !isDated) {
          isDated = true;
          said.wallTime = parseDateAndTime(line, at)?.seconds;
        }
        at = end;
      }
    }
    return line.length === at + after.length && line.endsWith(after);
  }
}

/** Whether other numbers can stand in the place of this one without a change of what the line means. */
function isLearnable(line: string, { start, end, value, total }: LineToken): boolean {
  const digits = line.slice(start, end);
  if (!Number.isFinite(value) || !NUMBER.test(digits) || DEPENDS_ON_DIGITS.test(line.slice(end, end + 6)))
    return false;
  if (/\d,$/.test(line.slice(Math.max(0, start - 2), start))) return false;
  // `3: ` at the start of a line is a task's label as long as it is short.
  if (start === 0 && line.startsWith(': ', end)) return false;
  // Only an integer has a total behind it: `1.5 / 10` are two numbers.
  return total === undefined ? !TOTAL.test(line.slice(end, end + LONGEST_TOTAL)) : /^\d+$/.test(digits);
}

function differsInDigits(line: string, at: number, example: string): boolean {
  for (let i = 0; i < example.length; i++) {
    const code = line.charCodeAt(at + i);
    if (code !== example.charCodeAt(i) && !(isDigit(code) && isDigit(example.charCodeAt(i)))) return false;
  }
  return true;
}

function isSign(code: number): boolean {
  return code === 0x2b || code === 0x2d;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function copyOf(said: ScannedLine): Mutable<ScannedLine> & {
  numbers: Mutable<NamedNumber>[];
  epoch: Mutable<Counter> | undefined;
  batch: Mutable<Counter> | undefined;
  step: Mutable<Counter> | undefined;
} {
  const counter = (one: Counter | undefined): Mutable<Counter> | undefined =>
    one === undefined ? undefined : { ...one };
  return {
    ...said,
    numbers: said.numbers.map((number) => ({ ...number })),
    epoch: counter(said.epoch),
    batch: counter(said.batch),
    step: counter(said.step),
  };
}

import {
  continuesPlace,
  countsWholeTraining,
  isTraining,
  phaseIn,
  readGap,
  type CounterKind,
  type GapName,
} from './gap-name.js';
import {
  COLON,
  COMMA,
  endOf,
  FULL_STOP,
  HYPHEN,
  isDigit,
  isWordCode,
  LETTERS,
  mayBegin,
  PERCENT,
  SLASH,
  UNDERSCORE,
  VERTICAL_BAR,
} from './line-characters.js';
import { parseNumber } from './numbers.js';
import { parseDateAndTime } from './wall-time.js';

/** What counts the training's progress on a line. */
export interface Counter {
  readonly value: number;
  readonly total: number | undefined;
}

/** A named number of a log line. */
export interface NamedNumber {
  /** As the line spells it, with the phase before it where the line sets one (`validation/loss`). */
  readonly name: string;
  readonly value: number;
  /** Where the number stands in the line. */
  readonly start: number;
  readonly end: number;
}

/** What a log line says. */
export interface ScannedLine {
  readonly numbers: readonly NamedNumber[];
  readonly epoch: Counter | undefined;
  readonly batch: Counter | undefined;
  readonly step: Counter | undefined;
  /** The counters of the line as it names them; lines of one kind have the same. */
  readonly level: string;
  /** The phase the line speaks of at its end; undefined where it sets none. */
  readonly phase: string | undefined;
  /** Seconds since 1970 where the line gives a date with a year. */
  readonly wallTime: number | undefined;
}

/** What the scanner met on a line: every number, and what has digits but is none. */
export interface LineToken {
  /** `digits`: a time, a version, a name; its digits mean nothing here. */
  readonly kind: 'number' | 'digits' | 'date';
  readonly start: number;
  readonly end: number;
  readonly value: number;
  /** Behind the number as `/ 100`. */
  readonly total: number | undefined;
  /** What the number counts. */
  counter: CounterKind | undefined;
}

const NUMBER = /[-+]?(?:\d{1,3}(?:,\d{3})+(?!,?\d)|\d*)(?:\.\d*)?(?:[eE][-+]?\d+)?/y;
/** Some tools complete every number to a decimal, `nan.0` included. */
const NON_FINITE = /[-+]?(?:nan|inf(?:inity)?)(?=(?:\.0+)?(?![\w.]))/iy;
const TIME_OF_DAY = /[\d:.,]*\d/y;
const DATE = /[\d\-/T:.]*\d/y;
/** `05/21/26` */
const SLASHED_DATE = /\d\d?\/\d\d?\/(?:\d{4}|\d\d)(?![\d/.])/y;
const WORD = /[\w.\-/@]*/y;
const UNIT = /[A-Za-z%µ]+(?:\/[A-Za-z]+)*/y;
/** Julia shows numbers of single precision with an exponent of their own: `0.25f0`. */
const SINGLE = /(?<=\.\d*)f-?\d\d?(?![\w.])/y;
const TOTAL = /\]?\s*\/\s*\[?\s*(?:(\d+)(?![\d.]*[\w.])|Unknown\b|\?)/y;
/** The percentage and the bar of a progress bar, up to what it counts. */
const BAR = /%\|[^|]*\|/y;
const NO_NAME = /^\s*(?:[:=]?|is)\s*$/;
const CLOCK = /\s+\d\d:\d\d:\d\d/y;
const SOURCE_FILE = /\.(?:py|cpp|cc|cu|h|hpp|rs|go|java)$/;

/** What stands behind the place in the source: `olmo.train:908  INFO`. */
const LOG_LEVEL = /^\s+(?:DEBUG|INFO|WARN(?:ING)?|ERROR|CRITICAL)\b/;
/** timm writes `Train: 0 [  50/1251 (  4%)]`. */
const EPOCH_OF_PHASE = /^ \[ *\d+\//;
const LONGEST_LEVEL = 16;
/** What stands behind a step without a name: `12 | loss 0.5`, `12 [D loss: 0.5, acc: 50%] [G loss: 0.75]`. */
const REPORT = / (?:\| |\[[^\][\d]*[:=] *[-+.\dni])/y;

/** Longest gap whose reading is kept: longer ones are prose, which does not repeat. */
const LONGEST_KEPT_GAP = 80;
const MOST_KEPT_GAPS = 2000;

/**
 * Finds the named numbers and the counters of log lines.
 *
 * The scanner goes from number to number and takes as its name what stands between it and the number before; so one
 * rule serves `loss=2.1`, `loss: 2.1`, `'loss': '2.1'`, `train loss 2.1`, `| loss 2.1 |` and `Loss 2.1 (2.3)`. Logs
 * repeat the same texts between their numbers, so what a text means is worked out once and kept.
 */
export class LineScanner {
  /** What the line scanned last is made of. */
  tokens: LineToken[] = [];
  private readonly gaps = new Map<string, GapName>();
  /** The number at hand. */
  private token: LineToken | undefined;
  private line = '';
  private from = 0;
  /** End of the number before: names start after it. */
  private gap = 0;
  private numbers: NamedNumber[] = [];
  private epoch: Counter | undefined;
  private batch: Counter | undefined;
  private step: Counter | undefined;
  private level = '';
  private phase: string | undefined;
  private wallTime: number | undefined;
  /** What the progress bar that the line shows says it counts. */
  private bar: GapName | undefined;
  private subject: string | undefined;
  private group: string | undefined;
  private groups = 0;
  /** A number in brackets before everything else, which is the step where the line has no other counter. */
  private leading: LineToken | undefined;

  /** @param from where the message begins: what stands before it is not read */
  scan(line: string, from: number): ScannedLine {
    this.line = line;
    this.from = from;
    this.gap = from;
    this.numbers = [];
    this.tokens = [];
    this.epoch = this.batch = this.step = undefined;
    this.level = '';
    this.phase = undefined;
    this.wallTime = undefined;
    this.bar = undefined;
    this.subject = this.group = this.leading = undefined;
    this.groups = 0;
    let at = from;
    while (at < line.length) {
      const code = line.charCodeAt(at);
      if (isDigit(code)) at = this.isFree(at) ? this.atNumber(at) : endOf(WORD, line, at);
      else if (!mayBegin(code) || !this.isFree(at)) at += 1;
      else if (code < LETTERS && isDigit(line.charCodeAt(at + 1))) at = this.atNumber(at);
      else at = this.atWord(at);
    }
    this.countLeading();
    const { numbers, epoch, batch, step, level, phase, wallTime } = this;
    return { numbers, epoch, batch, step, level, phase, wallTime };
  }

  /** Whether a token can begin here: nothing that belongs to a word stands before it. */
  private isFree(at: number): boolean {
    return at === this.from || !isWordCode(this.line.charCodeAt(at - 1));
  }

  /** @returns where to go on */
  private atNumber(start: number): number {
    const { line } = this;
    const end = endOf(NUMBER, line, start);
    const next = line.charCodeAt(end);
    // Most numbers end with the field they stand in.
    if (next === COMMA || Number.isNaN(next)) return this.number(start, end, end, undefined);
    if (next === COLON && isDigit(line.charCodeAt(end + 1))) {
      return this.pass(start, endOf(TIME_OF_DAY, line, end));
    }
    if ((next === HYPHEN || next === SLASH) && isDigit(line.charCodeAt(end + 1))) {
      const time = end - start === 4 ? parseDateAndTime(line, start) : undefined;
      if (time !== undefined) {
        this.wallTime ??= time.seconds;
        return this.pass(start, time.end, 'date');
      }
      if (next === HYPHEN) return this.pass(start, endOf(DATE, line, end));
      const date = endOf(SLASHED_DATE, line, start);
      if (date > start) return this.pass(start, date);
    }
    // A version (0.2.1), a name that starts with a digit (3x3, 1251d05).
    if (next === FULL_STOP || next === UNDERSCORE)
      return this.pass(start, Math.max(endOf(WORD, line, end), end + 1));
    if (next === PERCENT && line.charCodeAt(end + 1) === VERTICAL_BAR) {
      this.bar = this.said(line.slice(this.gap, start));
      return this.pass(start, Math.max(endOf(BAR, line, end), end + 2));
    }
    const unit = endOf(UNIT, line, end);
    if (unit > end) {
      const single = endOf(SINGLE, line, end);
      if (single > end) return this.number(start, single, single, undefined);
      const behind = line.charCodeAt(unit);
      if (isDigit(behind) || behind === UNDERSCORE) return this.pass(start, endOf(WORD, line, unit));
      return this.number(start, end, unit, undefined);
    }
    TOTAL.lastIndex = end;
    const total = TOTAL.exec(line);
    if (total === null || line.slice(start, end).includes('.'))
      return this.number(start, end, end, undefined);
    const behind = TOTAL.lastIndex;
    CLOCK.lastIndex = behind;
    if (CLOCK.test(line)) return this.pass(start, behind);
    return this.number(start, end, behind, total[1] === undefined ? Infinity : Number(total[1]));
  }

  /** `nan` and `inf` are numbers behind a name; elsewhere they are words ("number of nan iterations"). */
  private atWord(start: number): number {
    const end = endOf(NON_FINITE, this.line, start);
    if (end === start) return start + 1;
    const isNumber = this.said(this.line.slice(this.gap, start)).name !== undefined;
    return isNumber ? this.number(start, end, end, undefined) : end;
  }

  /** Goes on behind something that is no named number; names do not reach back over it. */
  private pass(start: number, end: number, kind: 'digits' | 'date' = 'digits'): number {
    this.tokens.push({ kind, start, end, value: NaN, total: undefined, counter: undefined });
    if (start > this.gap) this.phase = this.said(this.line.slice(this.gap, start)).phase ?? this.phase;
    this.gap = end;
    return end;
  }

  /** @param end of the digits; @param behind of what belongs to the number (unit, total) */
  private number(start: number, end: number, behind: number, total: number | undefined): number {
    const gap = this.line.slice(this.gap, start);
    const said = this.said(gap);
    const { subject } = this;
    this.subject = said.subject ?? (said.counter !== undefined && continuesPlace(gap) ? subject : undefined);
    if (said.group !== undefined) {
      this.group = said.group;
      this.groups += 1;
    }
    this.gap = behind;
    const { line } = this;
    const digits = line.slice(start, end);
    const value =
      parseNumber(digits.includes(',') ? digits.replaceAll(',', '') : digits) ??
      parseNumber(digits.replace('f', 'e'));
    if (value === undefined) return behind;
    this.token = { kind: 'number', start, end, value, total, counter: undefined };
    this.tokens.push(this.token);
    if (said.phase !== undefined) this.phase = said.phase;
    if (said.name === undefined) {
      if (total !== undefined) this.unnamedFraction(value, total, gap);
      else if (gap === '][' && this.level === 'batch') this.batchWithin(value, undefined);
      else if (subject !== undefined && NO_NAME.test(gap)) this.value(subject, value, start, end);
      else if (start === this.from + 1 && this.line.startsWith('] ', end)) this.leading = this.token;
      else if (start === this.from && endOf(REPORT, line, end) > end) this.leading = this.token;
    } else if (said.counter !== undefined) {
      if (Number.isFinite(value)) this.counter(said);
    } else if (said.name === 's' && this.level === '' && this.numbers.length === 0) {
      // llm.c writes `s:19 trl:9.97`.
      this.step = { value, total };
      this.token.counter = 'step';
      this.level = 's';
    } else if (
      said.isPhase &&
      total === undefined &&
      EPOCH_OF_PHASE.test(line.slice(end, end + LONGEST_LEVEL))
    ) {
      this.count('epoch', this.token, 'epoch');
      if (!isTraining(said.name)) this.phase = said.name;
    } else if (total !== undefined) {
      if (said.isPhase) this.batchOfPhase(said.name, value, total);
    } else if (!said.isIgnored && !this.isSourceLocation(said.name, start, behind)) {
      this.value(said.name, value, start, end);
    }
    return behind;
  }

  private value(name: string, value: number, start: number, end: number): void {
    // `loss[loss=2.3, …], tot_loss[loss=2.4, …]`: names come again in another group.
    const own = this.groups > 1 ? `${this.group!}/${name}` : name;
    this.numbers.push({ name: inPhase(this.phase, own), value, start, end });
  }

  private said(gap: string): GapName {
    const known = this.gaps.get(gap);
    if (known !== undefined) return known;
    const said = readGap(gap);
    if (gap.length <= LONGEST_KEPT_GAP) {
      if (this.gaps.size >= MOST_KEPT_GAPS) this.gaps.clear();
      this.gaps.set(gap, said);
    }
    return said;
  }

  private counter(said: GapName): void {
    const { counter, counterName } = said as { counter: CounterKind; counterName: string };
    if (this[counter] !== undefined && !countsWholeTraining(counterName)) return;
    this.count(counter, this.token!, counterName);
  }

  /** @param total Infinity where the line says that it is not known */
  private count(kind: CounterKind, token: LineToken, name: string): void {
    const { value, total } = token;
    this[kind] = { value, total: total === Infinity ? undefined : total };
    for (const other of this.tokens) if (other.counter === kind) other.counter = undefined;
    token.counter = kind;
    this.level = this.level === '' ? name : `${this.level}+${name}`;
  }

  private countLeading(): void {
    if (this.leading?.start === this.from && this.numbers.length === 0) return;
    if (this.level === '' && this.leading !== undefined) this.count('step', this.leading, 'leading');
  }

  /** `[ 10/5005]`, `422/422 ━━━` and `| 1/115 [` count batches, or what their bar says. */
  private unnamedFraction(value: number, total: number, gap: string): void {
    if (this.step !== undefined || value > total || total === 0) return;
    const { bar } = this;
    this.bar = undefined;
    const phase = bar?.isPhase === true ? bar.name : phaseIn(gap);
    if (phase !== undefined && !isTraining(phase)) this.phase = phase;
    if (this.batch === undefined)
      this.count(bar?.counter ?? 'batch', this.token!, bar?.counterName ?? 'batch');
    else if (this.level === 'batch') this.batchWithin(value, total);
  }

  /** Of two counters without names (`[0/25][10/1583]`), the first counts the epochs. */
  private batchWithin(value: number, total: number | undefined): void {
    if (this.numbers.length > 0) return;
    this.epoch = this.batch;
    this.batch = { value, total };
    for (const token of this.tokens) if (token.counter === 'batch') token.counter = 'epoch';
    this.token!.counter = 'batch';
    this.level = 'epoch+batch';
  }

  /** `Test: [ 0/391]` counts the batches of a phase. */
  private batchOfPhase(phase: string, value: number, total: number): void {
    if (!isTraining(phase)) this.phase = phase;
    this.unnamedFraction(value, total, '');
  }

  /** `trainer.py:48]`, `__main__:train:123 - `: where in the source the line was printed. */
  private isSourceLocation(name: string, start: number, behind: number): boolean {
    const { line } = this;
    if (line.charCodeAt(start - 1) !== COLON) return false;
    if (SOURCE_FILE.test(name) || LOG_LEVEL.test(line.slice(behind, behind + LONGEST_LEVEL))) return true;
    return (
      line.charCodeAt(start - 2 - name.length) === COLON &&
      /^(?::| - |\])/.test(line.slice(behind, behind + 3))
    );
  }
}

function inPhase(phase: string | undefined, name: string): string {
  if (phase === undefined || name.toLowerCase().startsWith(phase.slice(0, 3).toLowerCase())) return name;
  return `${phase}/${name}`;
}

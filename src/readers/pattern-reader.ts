import { HorizonTracker } from './horizon.js';
import { stripTerminalCodes } from './line-prefix.js';
import { LineReader } from './line-reader.js';
import { parseNumber } from './numbers.js';
import { refusalOfPattern } from './pattern-check.js';
import type { Reader, ReaderDefinition, ReadResult } from './reader.js';
import { parseDateAndTime, wallTimeFromNumber } from './wall-time.js';

/** Longest part of a line that a pattern is tried on; reports of progress are shorter. */
const LONGEST_LINE = 1024;

/** The first length that a pattern is tried on, to see how its time grows before the whole line is. */
const FIRST_LENGTH = 32;
const GROWTH = 1.5;

/** A search that takes longer than this, in milliseconds, is slow. */
const LONGEST_SEARCH = 25;

/** A search that is slow this often in a row, or once very slow, is so by itself, and not as the machine is busy. */
const SLOW_TRIES = 3;
const VERY_SLOW_SEARCH = 500;

/** Groups with a meaning of their own; every other named group is a metric of that name. */
const MEANINGS: ReadonlySet<string> = new Set(['value', 'metric', 'step', 'total', 'time']);

/**
 * Reads a log by a regular expression of the user's own, with named groups: `loss` (or `value`, with the metric's
 * name in `metric`), and if wanted `step`, `total` (the last step), `time`; any further group is a metric.
 *
 * A pattern that could be endlessly slow is refused; one that turns out slow is switched off. Either way the reader
 * says so as a problem, and reads nothing more.
 */
export function createPatternReader(pattern: string, flags = ''): Reader {
  const refusal = refusalOfPattern(pattern, flags);
  if (refusal !== undefined)
    return new RefusedPatternReader(`The pattern /${pattern}/ is not used. ${refusal}`);
  return new PatternReader(new RegExp(pattern, flags));
}

/** A user's own expression as a format: where a person names one for a file, it has the file. */
export function patternDefinition(pattern: string): ReaderDefinition {
  return {
    format: 'text',
    placeUnit: 'line',
    growth: 'append',
    detect: () => 1,
    create: () => createPatternReader(pattern),
  };
}

class RefusedPatternReader implements Reader {
  private isTold = false;

  constructor(private readonly message: string) {}

  push(): ReadResult {
    if (this.isTold) return { events: [], problems: [] };
    this.isTold = true;
    return { events: [], problems: [{ kind: 'unsupported', place: 1, message: this.message }] };
  }

  end(): ReadResult {
    return this.push();
  }
}

class PatternReader extends LineReader {
  private readonly horizon = new HorizonTracker(this.output);
  private isOff = false;

  constructor(private readonly pattern: RegExp) {
    super('updates');
  }

  line(text: string, line: number): void {
    if (this.isOff) return;
    const groups = this.search(stripTerminalCodes(text).slice(0, LONGEST_LINE), line);
    if (groups !== undefined) this.report(groups, line);
  }

  /** Tries ever longer parts of the line: a time that explodes shows on a part, before the whole line is tried. */
  private search(text: string, line: number): Readonly<Record<string, string | undefined>> | undefined {
    for (let length = FIRST_LENGTH; ; length = Math.floor(length * GROWTH)) {
      const { match, milliseconds } = this.searchPart(text.slice(0, length));
      if (milliseconds > LONGEST_SEARCH) {
        this.isOff = true;
        this.output.problem(
          'unsupported',
          line,
          `The pattern took ${milliseconds} ms for line ${line} and is no longer used; fewer * and + make it faster.`,
        );
        return undefined;
      }
      if (length >= text.length) return match?.groups;
    }
  }

  /** Searches, and searches again where it took long: the machine may have been busy. */
  private searchPart(part: string): { match: RegExpExecArray | null; milliseconds: number } {
    for (let tries = 1; ; tries++) {
      const start = Date.now();
      const match = this.pattern.exec(part);
      const milliseconds = Date.now() - start;
      const isSure = milliseconds <= LONGEST_SEARCH || milliseconds > VERY_SLOW_SEARCH;
      if (isSure || tries === SLOW_TRIES) return { match, milliseconds };
    }
  }

  private report(groups: Readonly<Record<string, string | undefined>>, line: number): void {
    const step = numberOf(groups['step']);
    const total = numberOf(groups['total']);
    if (total !== undefined) this.horizon.set('', total, line);
    const wallTime = timeOf(groups['time']);
    const named = numberOf(groups['value']);
    if (named !== undefined) {
      this.output.scalar('', groups['metric']?.trim() ?? 'value', named, step, wallTime, line);
    }
    for (const [name, text] of Object.entries(groups)) {
      if (MEANINGS.has(name)) continue;
      const value = numberOf(text);
      if (value !== undefined) this.output.scalar('', name, value, step, wallTime, line);
    }
  }
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseNumber(text.replaceAll(',', ''));
}

function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = parseNumber(text);
  return value === undefined ? parseDateAndTime(text.trim(), 0)?.seconds : wallTimeFromNumber(value);
}

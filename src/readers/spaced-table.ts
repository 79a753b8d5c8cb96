import { fieldRole } from './field-role.js';
import type { Counter, NamedNumber, ScannedLine } from './line-scanner.js';
import { isTrainingResult, metricRole } from './metric-role.js';
import { isMissing, parseNumber } from './numbers.js';
import { beginsWithIndex } from './row-index.js';

/** Words alone, without what sentences and reports are punctuated with. */
const HEADER = /^\s*[#%]?\s*[\p{L}_][^\s,:;=|"'{}?!]*(?:\s+[\p{L}_][^\s,:;=|"'{}?!]*)+\s*$/u;
const LONGEST_HEADER = 1000;
/** Most lines need no closer look than for this. */
const MAY_NAME_LOSS = /[Ll](?:oss|OSS)/;
/** Words of titles: `loss per epoch` names no columns. */
const TITLE = /(?:^|\s)(?:an?|the|of|per|for|in|at|by|and|with|to|is|on|over|from)\s/i;
const ROW = /^\s*[-+.\d]/;

/** So many rows show that the words before them name columns. */
const ROWS_OF_PROOF = 3;
/** The first row stands in the line after the header, or after one that is drawn below it. */
const FURTHEST_ROW = 2;

interface Header {
  readonly line: number;
  /** Where the first name begins. */
  readonly start: number;
  readonly names: readonly string[];
  /** Index of the name that counts epochs; -1 where none does. */
  readonly epoch: number;
  /** Likewise of the one that counts steps. */
  readonly step: number;
}

/** What a row says, and the line that it stands in. */
export interface TableRow {
  readonly said: ScannedLine;
  readonly line: number;
}

/**
 * Reads tables whose cells, those of the header too, stand apart by single spaces: `epoch train_loss val_loss` and
 * then `1 0.532 0.611`. Any words may stand before numbers, so the first rows wait until there are enough of them with
 * just as many numbers as there are names, and a count that does not fall.
 */
export class SpacedTable {
  private header: Header | undefined;
  /** A header that is not proved yet, and its rows so far. */
  private proposed: Header | undefined;
  private waiting: TableRow[] = [];

  /** @returns the rows that are sure by this line, none where it has to wait; undefined where it is no row */
  read(plain: string, line: number): readonly TableRow[] | undefined {
    if (ROW.test(plain)) {
      return this.proposed === undefined && this.header === undefined ? undefined : this.row(plain, line);
    }
    const proposed = headerIn(plain, line);
    // A run that was resumed may print its header again.
    if (proposed !== undefined && proposed.names.join() !== this.header?.names.join()) {
      this.proposed = proposed;
      this.waiting = [];
    }
    return undefined;
  }

  private row(plain: string, line: number): readonly TableRow[] | undefined {
    const proved = this.proof(plain, line);
    if (proved !== undefined || this.header === undefined) return proved;
    const said = rowOf(this.header, plain);
    return said === undefined ? undefined : [{ said, line }];
  }

  private proof(plain: string, line: number): readonly TableRow[] | undefined {
    const { proposed, waiting } = this;
    if (proposed === undefined) return undefined;
    const before = waiting.at(-1);
    const said = rowOf(proposed, plain);
    const isTooFar = before === undefined && line > proposed.line + FURTHEST_ROW;
    if (isTooFar || (before !== undefined && said !== undefined && falls(before.said, said))) {
      this.proposed = undefined;
      return undefined;
    }
    if (said === undefined) return undefined;
    waiting.push({ said, line });
    if (waiting.length < ROWS_OF_PROOF) return [];
    this.header = proposed;
    this.proposed = undefined;
    return waiting;
  }
}

/** The header that a line is, if it names a loss, and a counter or nothing but what trainings report. */
function headerIn(plain: string, line: number): Header | undefined {
  if (plain.length > LONGEST_HEADER || !MAY_NAME_LOSS.test(plain)) return undefined;
  if (!HEADER.test(plain) || TITLE.test(plain)) return undefined;
  const names = plain
    .replace(/^\s*[#%]/, '')
    .trim()
    .split(/\s+/);
  if (new Set(names).size < names.length) return undefined;
  if (!names.some((name) => metricRole(name).endsWith('-loss'))) return undefined;
  const roles = names.map(fieldRole);
  const epoch = roles.findIndex((role) => role.kind === 'step' && role.counts === 'epochs');
  const ranks = roles.map((role) => (role.kind === 'step' && role.counts === 'steps' ? role.rank : Infinity));
  const best = Math.min(...ranks);
  const step = best === Infinity ? -1 : ranks.indexOf(best);
  const isCounted = epoch >= 0 || step >= 0;
  return isCounted || names.every((name) => isTrainingResult(name) || metricRole(name) === 'time')
    ? { line, start: plain.search(/[\p{L}_]/u), names, epoch, step }
    : undefined;
}

/**
 * What a line says as a row; undefined where it has not as many numbers, or words for missing ones, as there are names.
 * The number of a row that has one stands for a count that no column has.
 */
function rowOf({ start, names, epoch, step }: Header, plain: string): ScannedLine | undefined {
  const cells = plain.trim().split(/\s+/);
  const index = beginsWithIndex(plain, cells.length, { count: names.length, start })
    ? Number(cells.shift())
    : undefined;
  if (cells.length !== names.length) return undefined;
  const numbers: NamedNumber[] = [];
  const counters: (Counter | undefined)[] = [undefined, undefined];
  for (const [index, cell] of cells.entries()) {
    const value = parseNumber(cell);
    const isCounter = index === epoch || index === step;
    if (value === undefined) {
      if (isCounter || !isMissing(cell)) return undefined;
    } else if (isCounter) {
      counters[index === epoch ? 0 : 1] = { value, total: undefined };
    } else {
      numbers.push({ name: names[index]!, value, start: 0, end: 0 });
    }
  }
  if (index !== undefined && epoch < 0 && step < 0) counters[1] = { value: index, total: undefined };
  return {
    numbers,
    epoch: counters[0],
    batch: undefined,
    step: counters[1],
    level: 'table',
    phase: undefined,
    wallTime: undefined,
  };
}

/** Whether what counts the rows goes back: the epochs where there are any, as steps may begin anew with each. */
function falls(before: ScannedLine, said: ScannedLine): boolean {
  const count = (one: ScannedLine): number => (one.epoch ?? one.step)?.value ?? 0;
  return count(said) < count(before);
}

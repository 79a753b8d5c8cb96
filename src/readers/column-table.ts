import type { Counter, NamedNumber, ScannedLine } from './line-scanner.js';
import { metricRole } from './metric-role.js';
import { parseNumber } from './numbers.js';
import { beginsWithIndex } from './row-index.js';

type ColumnCounter = 'epoch' | 'batch' | 'step';

interface Column {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly counter: ColumnCounter | undefined;
}

/** A piece of a line between column separators. */
interface Cell {
  readonly text: string;
  readonly start: number;
}

/** How tables head the columns that count. */
const COUNTERS: ReadonlyMap<string, ColumnCounter> = new Map<string, ColumnCounter>([
  ['epoch', 'epoch'],
  ['ep', 'epoch'],
  // spaCy
  ['e', 'epoch'],
  ['itn.', 'epoch'],
  ['batch', 'batch'],
  ['#', 'step'],
  ['iter', 'step'],
  ['iteration', 'step'],
  ['step', 'step'],
]);

/**
 * The columns of Ultralytics' consoles, and of those that descend from its first one (JDE), that are parts of the loss
 * without being called so.
 */
const LOSS_PARTS: ReadonlySet<string> = new Set('box obj cls dfl giou total xy wh conf id'.split(' '));
/** Columns by which these consoles are known. */
const ULTRALYTICS: ReadonlySet<string> = new Set(['gpu_mem', 'ntargets']);
/** What a logger puts before every line of a table. */
const LOGGED = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S* \[?[A-Z]+\]?:/;

const HEADER = /^[\s|]*(?:epoch|ep|e|itn\.|iter|iteration|step)(?:\s{2,}|\t|\s*\|)/i;
const ROW = /^[\s|]*\d/;
const CELL = /[^\s|]+(?: [^\s|]+)*/g;
const NUMBER = /^([-+]?(?:\d[\d.,]*(?:e[-+]?\d+)?|\.\d+|nan|inf))(?:\/(\d+))?(?:[a-z%]*$|: )/i;
/** What a bar at a row's end counts: `640: 100%|███| 211/211 [00:48<00:00]`. */
const BAR = /\d%\s*\|?[^|[]*?\|?\s*(\d+)\/(\d+)(?:\s|$)/;

/**
 * Reads tables that a training prints row by row under a line that names the columns, as spaCy, fastai, skorch,
 * Chainer and Ultralytics do. A row with fewer cells than columns is laid under the names by their places.
 */
export class ColumnTable {
  private columns: readonly Column[] = [];
  private countsFromZero = false;
  /** Whether rows begin with a count and its total; rows that do not do as the first one are another table's. */
  private hasTotal: boolean | undefined;

  /** @returns what the line says as a row of the table under way; undefined where it is none */
  read(logged: string): ScannedLine | undefined {
    const line = logged.replace(LOGGED, '');
    if (HEADER.test(line)) {
      this.columns = columnsOf(line) ?? this.columns;
      this.hasTotal = undefined;
      return undefined;
    }
    return this.columns.length > 0 && ROW.test(line) ? this.row(line) : undefined;
  }

  private row(line: string): ScannedLine | undefined {
    const cells = cellsOf(line);
    if (beginsWithIndex(line, cells.length, { count: this.columns.length, start: this.columns[0]!.start })) {
      cells.shift();
    }
    let epoch: Counter | undefined;
    let step: Counter | undefined;
    let batch: Counter | undefined;
    const numbers: NamedNumber[] = [];
    for (const [index, { text, start }] of cells.entries()) {
      const column =
        cells.length >= this.columns.length ? this.columns[index] : this.columnAt(start, start + text.length);
      const match = NUMBER.exec(text);
      const value = match === null ? undefined : parseNumber(match[1]!.replaceAll(',', ''));
      if (index === 0 && (value === undefined || column?.counter === undefined)) return undefined;
      if (index === 0) {
        this.hasTotal ??= match![2] !== undefined;
        if (this.hasTotal !== (match![2] !== undefined)) return undefined;
      }
      if (column === undefined || value === undefined) continue;
      const counter = { value, total: match![2] === undefined ? undefined : Number(match![2]) };
      if (column.counter === 'epoch') epoch = counter;
      else if (column.counter === 'step') step = counter;
      else if (column.counter === 'batch') batch = counter;
      else numbers.push({ name: column.name, value, start, end: start + match![1]!.length });
    }
    const bar = BAR.exec(line);
    if (bar !== null) batch = { value: Number(bar[1]), total: Number(bar[2]) };
    // Where Ultralytics counts epochs from 0, it writes the last one's number as their total.
    if (epoch?.value === 0) this.countsFromZero = true;
    if (this.countsFromZero && batch !== undefined && epoch?.total !== undefined)
      epoch = { ...epoch, total: epoch.total + 1 };
    return { numbers, epoch, batch, step, level: 'table', phase: undefined, wallTime: undefined };
  }

  private columnAt(start: number, end: number): Column | undefined {
    return this.columns.find((column) => column.start < end && start < column.end);
  }
}

/** The columns that a header line names; undefined where it is no header of a table with a loss. */
function columnsOf(line: string): readonly Column[] | undefined {
  const cells = cellsOf(line);
  if (cells.length < 2 || cells.some(({ text }) => /[=:]|^[-+.]?\d/.test(text))) return undefined;
  const isUltralytics = cells.some(({ text }) => ULTRALYTICS.has(text.toLowerCase()));
  const columns = cells.map(({ text, start }): Column => {
    const lower = text.toLowerCase();
    const name = isUltralytics && LOSS_PARTS.has(lower) ? `${text}_loss` : text;
    return { name, start, end: start + text.length, counter: COUNTERS.get(lower) };
  });
  return columns.some(({ name }) => metricRole(name).endsWith('-loss')) ? columns : undefined;
}

function cellsOf(line: string): Cell[] {
  return Array.from(line.matchAll(CELL), (match) => ({ text: match[0], start: match.index }));
}

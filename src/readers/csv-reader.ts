import { endsInQuotes, separatorOf, splitRecord, type Separator } from './delimited-fields.js';
import { EpochSteps } from './epoch-steps.js';
import { HorizonTracker } from './horizon.js';
import { LineReader } from './line-reader.js';
import { isMissing, mayBeCut, parseNumber } from './numbers.js';
import { PositionDoubt } from './position-doubt.js';
import { remainingSeconds } from './remaining-time.js';
import { tableLayout, type TableLayout } from './table-layout.js';
import { parseDateAndTime, wallTimeFromNumber } from './wall-time.js';

/** Lines and characters that one record with quoted fields may span. */
const MOST_LINES_OF_RECORD = 64;
const LONGEST_RECORD = 1024 * 1024;

/** So many lines within a quoted field that are rows by themselves show that its quote is a mistake. */
const ROWS_AGAINST_QUOTE = 2;

/** A record whose quoted field is still open. */
interface OpenRecord {
  readonly lines: string[];
  /** Number of its first line. */
  readonly from: number;
  length: number;
  /** How many of the lines after the first are rows by themselves. */
  rows: number;
}

/** Reads a table of metrics with a header line: every dialect that training tools write. */
export class CsvReader extends LineReader {
  private horizon = new HorizonTracker(this.output);
  private epochSteps = new EpochSteps();
  private separator: Separator = ',';
  private layout: TableLayout | undefined;
  private header = '';
  private open: OpenRecord | undefined;
  private readonly doubt = new PositionDoubt<{ fields: string[]; text: string; line: number }>(this.output);
  /** Whether rows are told again, whose problems are told already. */
  private isRetelling = false;
  /** The last number of every column as it was written, to judge whether a last value was cut. */
  private earlier: string[] = [];

  /**
   * @param phase the part of the training that the table is of; undefined: the training itself
   * @param title the metric of a table that only says "Value"
   */
  constructor(
    private readonly phase?: string,
    private readonly title?: string,
  ) {
    super('lines');
  }

  line(text: string, line: number, whole: boolean): void {
    if (this.open !== undefined) {
      this.continueRecord(this.open, text, whole);
    } else if (text.includes('"') && endsInQuotes(text)) {
      this.open = { lines: [text], from: line, length: text.length, rows: 0 };
    } else {
      this.record(text, line, whole);
    }
  }

  private continueRecord(open: OpenRecord, text: string, whole: boolean): void {
    open.lines.push(text);
    open.length += text.length;
    if (text.includes('"') && endsInQuotes(text)) {
      this.open = undefined;
      this.record(open.lines.join('\n'), open.from, whole);
      return;
    }
    if (whole && this.isRow(text)) open.rows += 1;
    if (
      open.rows >= ROWS_AGAINST_QUOTE ||
      open.lines.length >= MOST_LINES_OF_RECORD ||
      open.length > LONGEST_RECORD
    ) {
      this.giveUpQuote(open);
    }
  }

  /** Leaves out the line with a quote that is never closed, and reads the lines after it for themselves. */
  private giveUpQuote({ lines, from }: OpenRecord): void {
    this.open = undefined;
    this.malformed(from, 'opens a quote that is never closed');
    lines.slice(1).forEach((text, index) => {
      this.line(text, from + 1 + index, true);
    });
  }

  protected override finish(): void {
    if (this.open !== undefined) this.endWithinRecord(this.open);
  }

  private endWithinRecord({ from }: OpenRecord): void {
    this.open = undefined;
    this.output.problem('truncated', from, `The record of line ${from} ends within a quoted field.`);
  }

  private isRow(text: string): boolean {
    const { layout } = this;
    if (layout === undefined || layout.names.length < 2) return false;
    const fields = splitRecord(text, this.separator);
    if (fields.length !== layout.names.length) return false;
    return layout.step === undefined || this.number(fields[layout.step]!) !== undefined;
  }

  private record(text: string, line: number, whole: boolean): void {
    if (text === '' || text.trim() === '') return;
    if (this.layout === undefined) {
      if (whole && !text.startsWith('#')) this.readHeader(text, line);
      return;
    }
    if (text === this.header) return;
    const fields = splitRecord(text, this.separator);
    if (fields.length > this.layout.names.length && !isPadding(fields, this.layout.names.length)) {
      if (isHeaderAgain(this.layout, fields)) {
        if (whole) this.readHeader(text, line);
        return;
      }
      this.malformed(line, `has ${fields.length} fields, but the header names ${this.layout.names.length}`);
      return;
    }
    if (this.doubt.isOpen && whole) this.doubtfulRow(this.layout, fields, text, line);
    else this.row(this.layout, fields, text, line, whole);
  }

  /** Tells a row, and if it shows that the step's column counts nothing, all rows again. */
  private doubtfulRow(layout: TableLayout, fields: string[], text: string, line: number): void {
    const { doubt } = this;
    doubt.begin();
    this.row(layout, fields, text, line, true);
    const positions = layout.positions.map((index) => ({
      name: layout.names[index]!,
      value: this.number(fields[index] ?? ''),
    }));
    const again = doubt.end({ fields, text, line }, positions, line);
    if (again.length === 0) return;
    const other = tableLayout(layout.names, this.phase, this.title, doubt.ignored);
    this.layout = other;
    this.horizon = new HorizonTracker(this.output);
    this.epochSteps = new EpochSteps();
    this.isRetelling = true;
    for (const row of again) this.row(other, row.fields, row.text, row.line, true);
    this.isRetelling = false;
  }

  private readHeader(text: string, line: number): void {
    this.separator = separatorOf(text);
    const names = splitRecord(text, this.separator);
    if (names.every((name) => parseNumber(name) !== undefined)) {
      this.malformed(line, 'should name the columns, but holds numbers');
      return;
    }
    this.header = text;
    this.earlier = [];
    // Rows under another header are no evidence beside those before it.
    if (this.layout !== undefined) this.doubt.close();
    this.layout = tableLayout(names, this.phase, this.title, this.doubt.ignored);
    if (this.layout.positions.length === 0) this.doubt.close();
  }

  private row(layout: TableLayout, fields: string[], text: string, line: number, whole: boolean): void {
    let step: number | undefined;
    if (layout.step !== undefined) {
      const cell = fields[layout.step] ?? '';
      step = this.number(cell);
      if (step === undefined && !isMissing(cell)) {
        this.notARow(layout, fields, text, line, whole);
        return;
      }
    }
    if (!whole && step === undefined && fields.length <= (layout.step ?? -1) + 1) {
      this.output.problem('truncated', line, `Line ${line} ends before its step and is left out.`);
      return;
    }
    if (!whole && this.isCut(layout, fields, text)) {
      this.output.problem(
        'truncated',
        line,
        `Line ${line} has no line end and its last value may be cut: that value is left out.`,
      );
      fields.pop();
      if (fields.length <= (layout.step ?? 0)) return;
    }
    if (layout.step !== undefined && step !== undefined) this.earlier[layout.step] = fields[layout.step]!;
    if (layout.epoch !== undefined && step !== undefined) {
      const epoch = this.number(fields[layout.epoch] ?? '');
      if (epoch !== undefined) step = this.epochSteps.step(epoch, step, undefined, '', 'falls');
    }
    const wallTime = layout.time === undefined ? undefined : this.wallTime(fields[layout.time]);
    const run = layout.runOfRow === undefined ? undefined : layout.runOfRow(fields);
    if (layout.horizon !== undefined) {
      const last = this.number(fields[layout.horizon] ?? '');
      if (last !== undefined) this.horizon.set(run ?? '', last, line);
    }
    // A last cell without a line end may be cut.
    if (layout.remaining !== undefined && (whole || layout.remaining < fields.length - 1)) {
      this.tellRemaining(fields[layout.remaining] ?? '', run ?? '', step, wallTime, line);
    }
    for (const column of layout.values) {
      const cell = fields[column.index];
      // Most cells of a sparse table are empty.
      if (cell === undefined || cell === '') continue;
      if (column.index === layout.time && wallTime !== undefined) continue;
      const value = this.number(cell);
      if (value === undefined) {
        if (column.index === layout.remaining && remainingSeconds(cell) !== undefined) continue;
        this.noNumber(layout, column.index, cell, line);
        continue;
      }
      if (Number.isFinite(value)) this.earlier[column.index] = cell;
      const metric = layout.metricOfRow === undefined ? column.metric : layout.metricOfRow(fields);
      this.output.scalar(run ?? column.run, metric, value, step, wallTime, line);
    }
  }

  private tellRemaining(
    cell: string,
    run: string,
    step: number | undefined,
    clock: number | undefined,
    place: number,
  ): void {
    const seconds = this.number(cell) === undefined ? remainingSeconds(cell) : undefined;
    if (seconds === undefined || step === undefined) return;
    this.output.event({ kind: 'remaining', run, seconds, step, clock, epochEnd: undefined, place });
  }

  /** A text among the numbers of a column is a mistake; a column of texts is none of ours. */
  private noNumber(layout: TableLayout, column: number, cell: string, line: number): void {
    if (this.isRetelling || this.earlier[column] === undefined || isMissing(cell)) return;
    const name = layout.names[column]!;
    this.output.problem(
      'malformed-line',
      line,
      `Line ${line} has "${shorten(cell)}" where the column "${name}" has numbers; the value is left out.`,
    );
  }

  /** Whether the last value of a row without a line end may be cut; a closed quote proves it whole. */
  private isCut(layout: TableLayout, fields: readonly string[], text: string): boolean {
    const last = fields.length - 1;
    const isRead = last === layout.step || layout.values.some(({ index }) => index === last);
    if (!isRead || text.trimEnd().endsWith('"') || isMissing(fields[last]!)) return false;
    const isText = this.number(fields[last]!) === undefined && this.earlier[last] === undefined;
    return !isText && mayBeCut(fields[last]!, this.earlier[last]);
  }

  /** A row whose step is no number: the header again (a resumed run writes it), or a mistake. */
  private notARow(layout: TableLayout, fields: string[], text: string, line: number, whole: boolean): void {
    if (isHeaderAgain(layout, fields)) {
      if (whole) this.readHeader(text, line);
      return;
    }
    const name = layout.names[layout.step!]!;
    this.malformed(line, `has "${shorten(fields[layout.step!]!)}" where the column "${name}" needs a number`);
  }

  private number(cell: string): number | undefined {
    const value = parseNumber(cell);
    // Where semicolons separate, a comma is most often the decimal point of a European spreadsheet.
    if (value === undefined && this.separator === ';' && cell.includes(',')) {
      return parseNumber(cell.replace(',', '.'));
    }
    return value;
  }

  private wallTime(cell: string | undefined): number | undefined {
    if (cell === undefined || cell === '') return undefined;
    const value = parseNumber(cell);
    return value === undefined ? parseDateAndTime(cell.trim(), 0)?.seconds : wallTimeFromNumber(value);
  }

  private malformed(line: number, what: string): void {
    this.output.problem('malformed-line', line, `Line ${line} ${what}; the line is left out.`);
  }
}

/** Whether a row names columns rather than holding values: most of its fields are names of the header. */
function isHeaderAgain(layout: TableLayout, fields: readonly string[]): boolean {
  const known = fields.filter((field) => layout.names.includes(field.trim())).length;
  return known * 2 > fields.length;
}

/** Whether the fields behind the last named column are empty, as a separator at the end of every line makes them. */
function isPadding(fields: readonly string[], from: number): boolean {
  return fields.slice(from).every((field) => field.trim() === '');
}

function shorten(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > 40 ? `${trimmed.slice(0, 40)}…` : trimmed;
}

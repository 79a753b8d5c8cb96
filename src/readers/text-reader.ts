import { textBehindBar } from './bar-text.js';
import { BoxedTable } from './boxed-table.js';
import { ColumnTable } from './column-table.js';
import { CutLines } from './cut-lines.js';
import { hiddenLoss } from './hidden-loss.js';
import { EpochLines } from './epoch-lines.js';
import { isTraining } from './gap-name.js';
import { Headings } from './headings.js';
import { HorizonTracker } from './horizon.js';
import { skipPrefixes, stripTerminalCodes } from './line-prefix.js';
import { CUT, kindOf, type LineKind } from './line-kind.js';
import { LineScanner, type NamedNumber, type ScannedLine } from './line-scanner.js';
import { LineShapes } from './line-shape.js';
import { LineSteps } from './line-steps.js';
import { LineReader } from './line-reader.js';
import { isVetoed, readByNotes } from './line-notes.js';
import { isTrainingResult, metricRole, type MetricRole } from './metric-role.js';
import { PrintedDictionary } from './printed-dictionary.js';
import { PrintedHistory } from './printed-history.js';
import { Processes } from './processes.js';
import { remainingTime, timeOfDay } from './remaining-time.js';
import { RepeatedReport } from './repeated-report.js';
import { RepeatedValues } from './repeated-values.js';
import { SpacedTable, type TableRow } from './spaced-table.js';
import { UnnamedLosses } from './unnamed-losses.js';

/** Longer lines are dumps (settings, source code, tensors), not reports of progress. */
const LONGEST_REPORT = 32_768;

/** Metrics of one log; a log that makes up ever new names must not fill the memory. */
const MOST_METRICS = 1000;

/** Metrics whose role is kept instead of found again. */
const MOST_ROLES = 256;

/**
 * Reads what training scripts print: lines with named numbers, in every shape the scanner knows, and progress bars.
 *
 * A metric belongs to the kind of line that names it first (its level: "epoch and batch", "step" …). From lines of
 * another kind the same name is another metric, `epoch/loss` for example: summaries of an epoch and evaluations
 * printed in the training's own words do not mix into the training loss.
 */
export class TextReader extends LineReader {
  private readonly horizon = new HorizonTracker(this.output);
  private readonly scanner = new LineScanner();
  private readonly shapes = new LineShapes<LineKind>();
  private readonly columns = new ColumnTable();
  private readonly box = new BoxedTable();
  private readonly spaced = new SpacedTable();
  private readonly steps = new LineSteps();
  private readonly headings = new Headings(this.steps);
  private readonly cutLines = new CutLines(this.scanner);
  private readonly repeatedReport = new RepeatedReport();
  private readonly repeatedValues = new RepeatedValues(this.output);
  private readonly levels = new Map<string, string>();
  private readonly roles = new Map<string, MetricRole>();
  private hasSteps = false;
  /** Whether lines have reported losses, which a history printed among them repeats. */
  private hasLosses = false;
  private lossName: string | undefined;
  private readonly processes = new Processes();
  private readonly dictionary = new PrintedDictionary();
  private readonly history = new PrintedHistory(this.output);
  private readonly unnamed = new UnnamedLosses();
  private readonly epochLines = new EpochLines(this.output, (...line) => this.withStep(...line));

  /** @param mayBeLog whether the file may be a log by its name: only there are losses looked for that have none */
  constructor(mayBeLog = true) {
    super('updates');
    if (!mayBeLog) this.unnamed.close();
  }

  protected override finish(): void {
    const cut = this.dictionary.release().at(-1);
    if (cut !== undefined) this.truncated(cut.line);
    if (!this.hasSteps) this.repeatedValues.releaseAll();
  }

  line(text: string, line: number, whole: boolean): void {
    if (text.length > LONGEST_REPORT && !PrintedHistory.isIn(text)) return;
    if (this.dictionary.isOpen || text.charCodeAt(text.length - 1) === COMMA) {
      this.mayBeOfDictionary(text, line, whole);
    } else {
      this.report(text, line, whole);
    }
  }

  private mayBeOfDictionary(text: string, line: number, whole: boolean): void {
    const { dictionary } = this;
    if (whole && dictionary.takes(text, line)) {
      if (!dictionary.isClosed) return;
      const held = dictionary.release();
      this.report(held.map((one) => one.text.trim()).join(' '), held[0]!.line, true);
      return;
    }
    const held = dictionary.release();
    if (held.length > 0 && !whole) {
      // Nobody knows what the rest would have said of the step.
      this.truncated(line);
      return;
    }
    for (const one of held) this.report(one.text, one.line, true);
    this.report(text, line, whole);
  }

  /** @param whole false for a last line that has no line end */
  private report(text: string, line: number, whole: boolean): void {
    if (this.headings.takeSummary()) return;
    const known = whole ? this.shapes.recall(text) : undefined;
    if (known !== undefined) {
      const said = this.headings.inPhase(known.said);
      this.reported(said, said.numbers, known.kept, text, line);
      return;
    }
    const plain = stripTerminalCodes(text);
    const rows = this.tableRows(plain, line);
    if (rows !== undefined) {
      // The last cell of a row may be cut anywhere.
      if (!whole) this.truncated(line);
      else
        for (const row of rows)
          this.withStep(row.said.numbers, row.said, this.steps.stepOf(row.said), row.line);
      return;
    }
    if (isVetoed(plain)) return;
    if (PrintedHistory.isIn(plain, whole)) {
      if (!whole) this.truncated(line);
      else if (!this.hasLosses && !this.repeatedValues.hasReleased && !this.unnamed.areFound)
        this.history.read(plain, line);
      return;
    }
    if (!MAY_HOLD_NUMBER.test(plain)) {
      if (whole) {
        this.unnamed.pass(plain);
        this.headings.read(undefined, plain);
      }
      return;
    }
    const { scanned, from, isBar } = this.scan(plain);
    const { tokens } = this.scanner;
    const said = isBar ? scanned : (readByNotes(plain, scanned) ?? scanned);
    if (said.numbers.length === 0) {
      if (whole) {
        this.unnamedLosses(plain, said, line);
        this.headings.read(said, plain);
      } else if (this.unnamed.areFound) this.truncated(line);
      return;
    }
    const numbers = whole ? said.numbers : this.cutLines.sureNumbers(plain, said);
    if (numbers !== said.numbers) this.truncated(line);
    if (numbers.length === 0) return;
    const kind = whole ? kindOf(plain, said) : CUT;
    if (whole && !isBar && said === scanned && plain === text) {
      this.shapes.learn(plain, from, tokens, said, kind);
    }
    const own = this.headings.inPhase({ ...said, numbers });
    this.reported(own, own.numbers, kind, plain, line);
  }

  private unnamedLosses(plain: string, said: ScannedLine, line: number): void {
    const { unnamed } = this;
    if (this.hasLosses || !this.repeatedValues.isEmpty) unnamed.close();
    for (const row of unnamed.read(plain, this.scanner.tokens, said, line)) {
      if (row.counter.total !== undefined) this.horizon.set('', row.counter.total, row.line);
      this.output.scalar('', 'loss', row.value, row.counter.value, row.wallTime, row.line);
    }
  }

  /** What the tables that are under way say by this line; undefined where it is no row of any. */
  private tableRows(plain: string, line: number): readonly TableRow[] | undefined {
    const said = this.columns.read(plain) ?? this.box.read(plain);
    return said === undefined ? this.spaced.read(plain, line) : [{ said, line }];
  }

  /** Scans a line; of one with a bar and a text printed behind it, the part that reports. */
  private scan(plain: string): { scanned: ScannedLine; from: number; isBar: boolean } {
    const behind = textBehindBar(plain);
    // The text of a bar changes with every line: it is no shape to be recalled.
    const isBar = plain.includes('%|');
    const from = skipPrefixes(plain);
    if (behind?.barHoldsValues === true) {
      return { scanned: this.scanner.scan(plain.slice(0, behind.start), from), from, isBar };
    }
    if (behind !== undefined) {
      const printed = this.scanner.scan(plain, behind.start);
      if (printed.level !== '') return { scanned: printed, from, isBar };
    }
    return { scanned: this.scanner.scan(plain, from), from, isBar };
  }

  private reported(
    said: ScannedLine,
    numbers: readonly NamedNumber[],
    kind: LineKind,
    plain: string,
    line: number,
  ): void {
    if (kind.isWhole) this.cutLines.remember(said.numbers[0]!.name, plain);
    if (said.level === '') {
      this.withoutStep(numbers, said, plain, line);
      return;
    }
    const step = this.steps.stepOf(said);
    if (this.repeatedReport.isAgain(step, said.level, numbers)) return;
    if (step !== undefined && this.processes.isBehind(plain, step, said)) return;
    const isReport =
      said.level === 'epoch'
        ? this.epochLines.tell(numbers, said, said.epoch!, line)
        : this.withStep(numbers, said, step, line);
    if (kind.isHeading) this.headings.head(said, plain);
    const reason = kind.mayHideLoss ? hiddenLoss(plain, numbers) : undefined;
    if (reason !== undefined) {
      const metric = this.lossName ?? 'lm loss';
      this.output.event({ kind: 'hidden', run: '', metric, step, reason, place: line });
    }
    if (isReport && kind.tellsRemainingTime && step !== undefined) {
      this.findRemainingTime(said, step, plain, line);
    }
  }

  /** @returns whether the training's loss is among the numbers */
  private withStep(
    numbers: readonly NamedNumber[],
    said: ScannedLine,
    step: number | undefined,
    line: number,
  ): boolean {
    this.hasSteps = true;
    let isReport = false;
    for (const { name, value } of numbers) {
      const metric = this.metricAtLevel(name, said.level);
      if (metric === undefined) continue;
      if (metric === name && isTraining(said.phase) && this.role(name) === 'train-loss') {
        this.lossName ??= name;
        // Only a line that reports the training's loss speaks of the training's end.
        const end = this.steps.horizonOf(said);
        if (end !== undefined) this.horizon.set('', end, line);
        isReport = true;
      }
      this.output.scalar('', metric, value, step, said.wallTime, line);
    }
    return isReport;
  }

  private metricAtLevel(name: string, level: string): string | undefined {
    const known = this.levels.get(name);
    if (known === undefined) {
      if (this.levels.size >= MOST_METRICS) return undefined;
      this.levels.set(name, level);
      this.hasLosses ||= this.role(name).endsWith('-loss');
      return name;
    }
    return known === level ? name : `${level}/${name}`;
  }

  private findRemainingTime(said: ScannedLine, step: number, plain: string, line: number): void {
    const remaining = remainingTime(plain);
    if (remaining === undefined) return;
    const { value, total } = said.step ?? said.batch ?? {};
    this.output.event({
      kind: 'remaining',
      run: '',
      seconds: remaining.seconds,
      step,
      clock: said.wallTime ?? timeOfDay(plain.slice(0, remaining.at)),
      epochEnd: total === undefined ? undefined : step + total - value!,
      place: line,
    });
  }

  /**
   * Values on a line without a counter. The counters of a heading line before them hold; else a validation's result
   * belongs to the last step; else the values wait to be repeated.
   */
  private withoutStep(numbers: readonly NamedNumber[], said: ScannedLine, plain: string, line: number): void {
    const losses = numbers.map(({ name }) => this.role(name)).filter((role) => role.endsWith('-loss'));
    if (losses.length === 0) {
      // Under a heading that reports once led to, whatever a training tells is told of its step.
      if (this.headings.leadToReports && numbers.every(({ name }) => isTrainingResult(name))) {
        this.underHeading(numbers, said, line);
      }
      return;
    }
    const isValidation = losses.every((role) => role === 'validation-loss');
    if (this.steps.hasHeading || (this.hasSteps && isValidation)) {
      this.headings.leadToReports = this.steps.hasHeading;
      const end = isValidation ? undefined : this.steps.headingHorizon;
      if (end !== undefined) this.horizon.set('', end, line);
      this.hasSteps = true;
      this.underHeading(numbers, said, line);
      return;
    }
    if (!this.hasSteps && !/^\s/.test(plain)) this.repeatedValues.add(numbers, said.wallTime, line);
  }

  private underHeading(numbers: readonly NamedNumber[], said: ScannedLine, line: number): void {
    const step = this.steps.stepWithoutCounter();
    if (this.repeatedReport.isAgain(step, '', numbers)) return;
    for (const { name, value } of numbers) {
      const metric = this.metricAtLevel(name, '');
      if (metric !== undefined)
        this.output.scalar('', metric, value, step, said.wallTime ?? this.headings.wallTime, line);
    }
  }

  private truncated(line: number): void {
    this.output.problem(
      'truncated',
      line,
      `Line ${line} has no line end and may be cut: what may be incomplete in it is left out.`,
    );
  }

  private role(name: string): MetricRole {
    const known = this.roles.get(name);
    if (known !== undefined) return known;
    const role = metricRole(name);
    if (this.roles.size < MOST_ROLES) this.roles.set(name, role);
    return role;
  }
}

const COMMA = 0x2c;
const MAY_HOLD_NUMBER = /\d|\bnan\b|\binf\b/i;

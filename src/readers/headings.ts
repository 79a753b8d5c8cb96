import { announcedPhase, isTraining } from './gap-name.js';
import type { ScannedLine } from './line-scanner.js';
import type { LineSteps } from './line-steps.js';
import { metricInPhase } from './phase.js';

/** Keeps what lines without results say of the lines after them: their counters, their phase, their time. */
export class Headings {
  /** Whether a loss came under a heading. */
  leadToReports = false;
  /** The phase that a heading announced; undefined for the training. */
  private phase: string | undefined;
  private time: number | undefined;
  private indent = Infinity;
  /** The next line repeats an earlier one. */
  private isSummaryNext = false;

  /** @param steps gets the counters of headings */
  constructor(private readonly steps: LineSteps) {}

  /** Seconds since 1970, of the heading that the lines are under; undefined where it tells none. */
  get wallTime(): number | undefined {
    return this.time;
  }

  /** Whether the line at hand repeats an earlier one, as the line before it said; asked once for every line. */
  takeSummary(): boolean {
    const isSummary = this.isSummaryNext;
    this.isSummaryNext = false;
    return isSummary;
  }

  /** Takes a line without values, which may say what the lines after it are about. */
  read(said: ScannedLine | undefined, plain: string): void {
    if (said !== undefined && said.level !== '') {
      this.head(said, plain);
      return;
    }
    if (SUMMARY_AHEAD.test(plain)) this.isSummaryNext = true;
    const phase = announcedPhase(plain);
    if (phase !== undefined) this.phase = isTraining(phase) ? undefined : phase;
  }

  /** Takes the counters of a line for those of the lines after it. */
  head(said: ScannedLine, plain: string): void {
    // `Steps: 1000` on a line of its own is a setting, `Step 1000` the heading of the lines after it.
    if (said.level.endsWith('s')) return;
    // What counts within a validation is no place in the training, where that counts for itself.
    if (this.steps.headingCountsSteps && this.isOfValidation(said)) {
      this.phase = said.phase ?? this.phase;
      return;
    }
    const indent = plain.includes('%|') ? Infinity : plain.search(/\S/);
    // In a block under a heading that counts batches or steps, counters are among its values.
    if (indent > this.indent && indent < Infinity && this.steps.headingCountsSteps) return;
    this.indent = indent;
    this.steps.head(said);
    this.time = said.wallTime;
    if (said.epoch !== undefined) this.phase = undefined;
  }

  /**
   * The line as one of the phase that was announced before it, if it counts batches and says nothing else of its place.
   * Others are not taken for the phase's, as its end is not announced.
   */
  inPhase(said: ScannedLine): ScannedLine {
    const { phase } = this;
    if (phase === undefined || said.batch === undefined || said.phase !== undefined) return said;
    if (said.epoch !== undefined || said.step !== undefined) return said;
    const numbers = said.numbers.map((number) => ({ ...number, name: metricInPhase(phase, number.name) }));
    return { ...said, phase, level: `${phase} ${said.level}`, numbers };
  }

  private isOfValidation({ phase, epoch }: ScannedLine): boolean {
    return !isTraining(phase) || (phase === undefined && epoch === undefined && this.phase !== undefined);
  }
}

/** LightGBM repeats the report of the best iteration after this. */
const SUMMARY_AHEAD = /\bbest iteration is:?\s*$/i;

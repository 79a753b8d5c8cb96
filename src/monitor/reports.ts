import { Column } from './columns.js';

/** Points whose spacing settles the report size of a log that is used as logged. */
const SETTLED = 8;

/**
 * The loss reports that estimators are fed: one per B samples, (s_n, l_n). Where the log reports more often than the
 * report size B, points within one block of B samples are averaged, as the paper's training process does; otherwise
 * every logged point is a report. When a run goes back (a restart from a checkpoint), the reports after that point are
 * replaced; the curve still shows both.
 */
export class Reports {
  /** Cumulative data at each report, in samples, increasing. */
  readonly data = new Column();
  readonly loss = new Column();
  /** Milliseconds since 1970 UTC; NaN where unknown. */
  readonly time = new Column();
  /** NaN where the log does not tell it. */
  readonly learningRate = new Column();
  /** Index in the curve of the point that ended each report. */
  readonly point = new Column();
  /** Counts the times that reports already told were replaced: whoever follows must begin anew. */
  generation = 0;

  private blockSum = 0;
  private blockCount = 0;
  private blockEnd = NaN;
  private previousData = NaN;

  private given: number | undefined;

  get length(): number {
    return this.loss.length;
  }

  /** Samples per report B; NaN before it is known. */
  get size(): number {
    if (this.given !== undefined) return this.given;
    const gaps: number[] = [];
    for (let i = 1; i < Math.min(this.length, SETTLED); i++) gaps.push(this.data.at(i) - this.data.at(i - 1));
    gaps.sort((a, b) => a - b);
    return gaps[Math.floor(gaps.length / 2)] ?? NaN;
  }

  /** Whether the report size will not change any more. */
  get settled(): boolean {
    return this.given !== undefined || this.length >= SETTLED;
  }

  /** @param given samples per report; undefined: as logged */
  configure(given: number | undefined): void {
    this.given = given;
    this.clear();
  }

  clear(): void {
    this.truncate(0);
  }

  /**
   * Takes one logged point. A non-finite loss is no report: the estimators cannot use it.
   * @param point its index in the curve; @param learningRate NaN where the log does not tell it
   */
  add(data: number, loss: number, time: number, point: number, learningRate: number): void {
    if (data <= this.data.last()) this.goBack(data);
    if (!Number.isFinite(loss)) return;
    if (this.given === undefined) {
      this.push(data, loss, time, point, learningRate);
      return;
    }
    if (Number.isNaN(this.blockEnd)) this.blockEnd = (Math.ceil(data / this.given - 1e-9) || 1) * this.given;
    this.blockSum += loss;
    this.blockCount++;
    // The block ends at the point nearest its end.
    const gap = Number.isNaN(this.previousData) ? data : data - this.previousData;
    this.previousData = data;
    if (data + gap / 2 < this.blockEnd) return;
    this.push(data, this.blockSum / this.blockCount, time, point, learningRate);
    this.openBlock();
  }

  private goBack(data: number): void {
    let keep = this.length;
    while (keep > 0 && this.data.at(keep - 1) >= data) keep--;
    this.truncate(keep);
  }

  private truncate(length: number): void {
    for (const column of [this.data, this.loss, this.time, this.learningRate, this.point]) {
      column.truncate(length);
    }
    this.generation++;
    this.previousData = NaN;
    this.openBlock();
  }

  private push(data: number, loss: number, time: number, point: number, learningRate: number): void {
    this.data.push(data);
    this.loss.push(loss);
    this.time.push(time);
    this.point.push(point);
    this.learningRate.push(learningRate);
  }

  private openBlock(): void {
    this.blockSum = 0;
    this.blockCount = 0;
    this.blockEnd = NaN;
  }
}

import { metricRole } from '../readers/metric-role.js';
import type { MetricSeries } from './metric-series.js';

/** The learning rate among the metrics of a run; undefined where its log does not tell one. */
export function findLearningRate(metrics: ReadonlyMap<string, MetricSeries>): MetricSeries | undefined {
  return [...metrics.values()].find((series) => metricRole(series.name) === 'learning-rate');
}

/**
 * The learning rate that a log had told by the time of each of its losses. Only what stands before a loss, or in its
 * own line, counts, so that a log that is followed and one that is read at once give the same.
 */
export class LoggedRate {
  /** First rate that no loss has passed yet. */
  private next = 0;
  /** A restart begins a segment in both series; a rate belongs to losses of its own segment. */
  private lossSegment = 0;
  private rateSegment = 0;
  private crossed = -1;

  constructor(private readonly rates: MetricSeries) {}

  /**
   * The rate at a loss; NaN before the first.
   * @param i index of the loss, each one after the one before
   */
  at(losses: MetricSeries, i: number): number {
    if (losses.step.at(i) < losses.step.at(i - 1)) this.lossSegment++;
    for (; this.next < this.rates.length; this.next++) {
      if (this.goesBack() && this.crossed !== this.next) {
        if (this.rateSegment === this.lossSegment) break;
        this.rateSegment++;
        this.crossed = this.next;
      }
      if (this.rateSegment === this.lossSegment && !this.precedes(losses, i)) break;
    }
    return this.rates.value.at(this.next - 1);
  }

  private goesBack(): boolean {
    return this.rates.step.at(this.next) < this.rates.step.at(this.next - 1);
  }

  private precedes(losses: MetricSeries, i: number): boolean {
    const rateStep = this.rates.step.at(this.next);
    const ratePlace = this.rates.place.at(this.next);
    const step = losses.step.at(i);
    const place = losses.place.at(i);
    if (Number.isNaN(rateStep) || Number.isNaN(step)) return ratePlace <= place;
    return rateStep < step || (rateStep === step && ratePlace === place);
  }
}

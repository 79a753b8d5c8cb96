import type { Column } from './columns.js';
import { CountedData, findDataCount } from './counted-data.js';
import type { MetricSeries } from './metric-series.js';

/** Metrics that tell how many samples a step processes. */
const BATCH_SIZE =
  /^(?:global[ _]batch[ _]size|train[ _]batch[ _]size|batch[ _]size|samples[ _]per[ _]step)$/i;

/** What is fixed about a run's data by a person. */
export interface DataSettings {
  /** Samples per step; undefined: as the log counts them, else the batch size that it tells, else 1. */
  readonly dataPerStep: number | undefined;
  /** Whether data must be samples, for a person gave other numbers in samples; else tokens will do. */
  readonly inSamples: boolean;
}

/** The data, in samples, that a run has processed at each of its steps. */
export class CumulativeData {
  /** Samples per step, where the log does not count them. */
  private perStep = 1;
  /** The log's own count of samples; undefined without one. */
  private counted: CountedData | undefined;

  constructor(private readonly metrics: ReadonlyMap<string, MetricSeries>) {}

  /**
   * Takes the log's count of samples for the data, from the first report on, as soon as it is known for one.
   * @param isFirst before the first report: only then is a count given up for another one
   * @returns whether what was asked before is void, because another count holds
   */
  choose({ dataPerStep, inSamples }: DataSettings, isFirst: boolean): boolean {
    let isOther = false;
    if (dataPerStep !== undefined) {
      this.counted = undefined;
    } else if (this.counted === undefined || isFirst) {
      const count = findDataCount(this.metrics.values(), inSamples);
      isOther = count !== this.counted?.series;
      if (isOther) this.counted = count === undefined ? undefined : new CountedData(count);
    }
    this.counted?.advance();
    // Settled at the first report: a batch size that changes later must not bend the curve.
    if (isFirst || isOther) this.perStep = dataPerStep ?? this.batchSize()?.value.at(0) ?? 1;
    return isOther;
  }

  /**
   * Cumulative data at a step. A log that counts from 0, or from its first interval, has seen one interval of data at
   * its first report: data is never 0, for its logarithm is the estimators' regressor.
   * @param series the losses, whose steps show that interval
   */
  at(step: number, series: MetricSeries): number {
    if (this.counted !== undefined) return this.counted.at(step);
    const first = series.step.at(0);
    if (Number.isNaN(first)) return step * this.perStep;
    const spacing = series.length > 1 ? Math.max(series.step.at(1) - first, 0) : 1;
    const shift = first < spacing ? spacing - first : 0;
    return Math.max(step + shift, 0.5) * this.perStep;
  }

  /**
   * Step at a cumulative data, the inverse of what a curve shows.
   * @param curve the data and steps of the curve, which may be empty
   */
  stepAt(data: number, curve: { readonly data: Column; readonly step: Column }): number {
    if (this.counted !== undefined) return this.counted.stepAt(data);
    const shift = curve.data.length === 0 ? 0 : curve.data.at(0) / this.perStep - curve.step.at(0);
    return data / this.perStep - shift;
  }

  /** Where the numbers come from, for people. */
  source({ dataPerStep }: DataSettings): string {
    if (this.counted !== undefined) return `"${this.counted.series.name}" of the log`;
    if (dataPerStep !== undefined) return `${this.perStep} a step, as the bundle says`;
    const batch = this.batchSize();
    return batch === undefined
      ? '1 a step, for the log tells neither samples nor a batch size'
      : `${this.perStep} a step, by "${batch.name}" of the log`;
  }

  private batchSize(): MetricSeries | undefined {
    for (const series of this.metrics.values()) {
      if (BATCH_SIZE.test(series.name) && series.value.at(0) > 0) return series;
    }
    return undefined;
  }
}

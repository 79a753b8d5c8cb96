import { Column } from './columns.js';
import type { MetricSeries } from './metric-series.js';

/** Metrics that count the samples a run has seen. */
const SAMPLES =
  /(?:^|\/)(?:consumed[ _](?:train[ _])?samples|(?:num[ _]|n[ _]|total[ _])?(?:samples|examples|images)[ _](?:seen|processed|consumed)|seen[ _](?:samples|examples|images)|total[ _]samples)$/i;
/** Metrics that count its tokens. */
const TOKENS =
  /(?:^|\/)(?:consumed[ _](?:train[ _])?tokens|(?:num[ _]|n[ _]|total[ _])?(?:input[ _])?tokens[ _](?:seen|processed|consumed)|seen[ _]tokens|(?:num|n|total)[ _]tokens)$/i;
/** First values by which a count is told from the size of a batch that bears the same name. */
const PROVEN = 8;

/**
 * The metric by which a log counts the data that it has seen: samples, which tasks are set in, else tokens.
 * @param inSamples tokens do not count: something else is given in samples
 * @returns undefined where it has none
 */
export function findDataCount(metrics: Iterable<MetricSeries>, inSamples: boolean): MetricSeries | undefined {
  const all = [...metrics];
  for (const name of inSamples ? [SAMPLES] : [SAMPLES, TOKENS]) {
    const found = all.find((series) => name.test(series.name) && isCount(series));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a metric grows with every step, in whole numbers: rounded to millions it would be too coarse. */
function isCount(series: MetricSeries): boolean {
  if (series.length < 2) return false;
  for (let i = 0; i < Math.min(PROVEN, series.length); i++) {
    if (!Number.isInteger(series.value.at(i)) || !Number.isFinite(series.step.at(i))) return false;
    const isLater = series.step.at(i) > series.step.at(i - 1);
    if (i > 0 && isLater !== series.value.at(i) > series.value.at(i - 1)) return false;
  }
  return series.value.at(0) >= 0;
}

/**
 * Cumulative data at every step, as a metric of the log counts them; between its values and beyond them along a line.
 * What a resumed run counts again is known already.
 */
export class CountedData {
  private readonly steps = new Column();
  private readonly data = new Column();
  private taken = 0;

  constructor(readonly series: MetricSeries) {}

  /** Takes what the metric has brought since. */
  advance(): void {
    const { series, steps, data } = this;
    for (; this.taken < series.length; this.taken++) {
      const step = series.step.at(this.taken);
      const count = series.value.at(this.taken);
      if (data.length > 0 && !(step > steps.last() && count > data.last())) continue;
      steps.push(step);
      data.push(count);
    }
  }

  /** Never 0, not even before the first count. */
  at(step: number): number {
    const { steps, data } = this;
    const perStep = (data.at(1) - data.at(0)) / (steps.at(1) - steps.at(0));
    return Math.max(along(steps, data, step) + this.shift, perStep / 2);
  }

  stepAt(data: number): number {
    return along(this.data, this.steps, data - this.shift);
  }

  /** A log that counts from 0 has seen one interval of data at its first report, as its steps show. */
  private get shift(): number {
    return this.data.at(0) === 0 ? this.data.at(1) : 0;
  }
}

/** The line through the points nearest a place. @param from increasing; at least two points */
function along(from: Column, to: Column, at: number): number {
  let low = 0;
  let high = from.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (from.at(middle) <= at) low = middle;
    else high = middle;
  }
  const slope = (to.at(high) - to.at(low)) / (from.at(high) - from.at(low));
  return to.at(low) + (at - from.at(low)) * slope;
}

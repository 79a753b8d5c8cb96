import { DynamicKalmanFilter, type DynamicKalmanOptions } from '../../src/core/estimators/dynamic-kalman.js';
import type { Estimator, EstimatorDefinition, Forecast } from '../../src/core/estimators/estimator.js';
import { clearForecast } from '../../src/core/estimators/interval.js';
import { PRIOR_EXPONENT } from '../../src/core/estimators/kalman.js';
import { Z80, Z95 } from '../../src/core/normal.js';

const OBSERVATION_NOISE = 0.01;

/**
 * The naive interval: the filter as printed (`dkf-paper`, with the same constants) and a normal with the variance that
 * its covariance gives for the report ahead, H P H' + R, nothing added and nothing scaled.
 */
class RawIntervals implements Estimator {
  reports = 0;
  private readonly options: DynamicKalmanOptions;
  private filter: DynamicKalmanFilter | undefined;
  private lastData = 0;

  constructor(totalReports: number) {
    this.options = {
      step: 1 / totalReports,
      processNoise: [1e-4, 1e-4, 1e-4],
      observationNoise: OBSERVATION_NOISE,
      priorVariance: [5e-3, 5e-3, 5e-3],
    };
  }

  observe(data: number, loss: number): void {
    const x = Math.log(data);
    const r = Math.log(loss);
    const steps = this.filter === undefined ? 1 : data - this.lastData;
    this.filter ??= new DynamicKalmanFilter(this.options, -PRIOR_EXPONENT, r + PRIOR_EXPONENT * x);
    this.filter.predict(steps);
    this.filter.update(x, r);
    this.reports += 1;
    this.lastData = data;
  }

  forecast(data: number, out: Forecast): Forecast {
    if (this.filter === undefined) return clearForecast(out);
    const x = Math.log(data);
    const steps = data - this.lastData;
    const deviation = Math.sqrt(this.filter.variance(steps, x) + OBSERVATION_NOISE);
    out.logLoss = this.filter.predictLogLoss(steps, x);
    out.lower80 = out.logLoss - Z80 * deviation;
    out.upper80 = out.logLoss + Z80 * deviation;
    out.lower95 = out.logLoss - Z95 * deviation;
    out.upper95 = out.logLoss + Z95 * deviation;
    return out;
  }

  state(): Record<string, number> {
    return { reports: this.reports };
  }
}

export const printedFilterRaw: EstimatorDefinition = {
  name: 'dkf-paper raw',
  title: 'DKF as printed, raw covariance',
  description: 'The filter as printed with the intervals of its own covariance.',
  create: ({ totalReports }) => new RawIntervals(totalReports ?? 500),
};

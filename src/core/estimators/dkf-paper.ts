import { DynamicKalmanFilter, type DynamicKalmanOptions } from './dynamic-kalman.js';
import type { Estimator, EstimatorContext, EstimatorDefinition, Forecast } from './estimator.js';
import { isFittable } from './fittable.js';
import { clearForecast, fillForecast, type IntervalRule } from './interval.js';
import { covarianceScale, PRIOR_EXPONENT } from './kalman.js';

/** Reports of a task whose deadline is not known: the evaluation of the paper has about 500 per task. */
const USUAL_REPORTS = 500;

const INTERVAL: IntervalRule = { scale80: 0.55, scale95: 1.3 };

/**
 * The filter exactly as printed, with the hyper-parameters that the paper leaves open: Delta_k is the inverse of the
 * reports that the task would make by its deadline (which keeps the printed dynamics from exploding), Q = 1e-4 I,
 * R = .01, P_0 = 5e-3 I, and Theta_0 = [-.2, ln l_1 + .2 ln s_1, 0, 0, 0, 0], with s in reports.
 */
class PrintedFilterEstimator implements Estimator {
  reports = 0;
  private readonly options: DynamicKalmanOptions;
  private filter: DynamicKalmanFilter | undefined;
  private lastData = 0;
  private nis = 0;

  constructor(context: EstimatorContext) {
    this.options = {
      step: 1 / Math.max(context.totalReports ?? USUAL_REPORTS, 1),
      processNoise: [1e-4, 1e-4, 1e-4],
      observationNoise: 0.01,
      priorVariance: [5e-3, 5e-3, 5e-3],
    };
  }

  observe(data: number, loss: number): void {
    if (!isFittable(data, loss)) return;
    const x = Math.log(data);
    const r = Math.log(loss);
    const steps = this.filter === undefined ? 1 : Math.max(data - this.lastData, 0);
    this.filter ??= new DynamicKalmanFilter(this.options, -PRIOR_EXPONENT, r + PRIOR_EXPONENT * x);
    this.filter.predict(steps);
    this.filter.update(x, r);
    this.nis += (this.filter.innovation * this.filter.innovation) / this.filter.innovationVariance;
    this.reports += 1;
    this.lastData = data;
  }

  forecast(data: number, out: Forecast): Forecast {
    const { filter } = this;
    if (filter === undefined) return clearForecast(out);
    const x = Math.log(data);
    const steps = Math.max(data - this.lastData, 0);
    const variance = covarianceScale(this.nis, this.reports) * filter.variance(steps, x);
    return fillForecast(
      out,
      filter.predictLogLoss(steps, x),
      variance,
      x - Math.log(this.lastData),
      INTERVAL,
    );
  }

  state(): Record<string, number | readonly number[]> {
    const { filter } = this;
    if (filter === undefined) return { reports: 0 };
    return {
      reports: this.reports,
      theta: Array.from(filter.theta),
      covariance: Array.from(filter.covariance),
      gain: Array.from(filter.gain),
      innovation: filter.innovation,
      innovationVariance: filter.innovationVariance,
      covarianceScale: covarianceScale(this.nis, this.reports),
      step: this.options.step,
    };
  }
}

export const dkfPaper: EstimatorDefinition = {
  name: 'dkf-paper',
  title: 'DKF as printed',
  description:
    'Dynamic Kalman filtering exactly as printed, equations (2) to (8) of the LaiRA paper, in steps of reports.',
  create: (context) => new PrintedFilterEstimator(context),
};

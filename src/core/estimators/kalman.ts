import type { Estimator, EstimatorDefinition, Forecast } from './estimator.js';
import { isFittable } from './fittable.js';
import { clearForecast, fillForecast, type IntervalRule } from './interval.js';

export interface RandomWalkOptions {
  /** Process noise per report: Q = q I_2. */
  readonly processNoise: number;
  /** Observation noise R of equation (2), a variance of ln(loss). */
  readonly observationNoise: number;
  /** P_0 = p I_2. */
  readonly priorVariance: number;
}

/**
 * The paper's KF baseline, a Kalman filter without transition modelling: theta = [-b, ln a] walks at random, F = I.
 * Every observation, the first included, predicts and then updates. With q = 0 it is recursive ridge least squares.
 */
export class RandomWalkFilter {
  /** Slope -b and intercept ln a, then the covariance p11, p12, p22. */
  private readonly values = new Float64Array(5);
  /** Of the latest update: innovation, its variance S, and the two gains. */
  private readonly latest = new Float64Array(4);
  private readonly processNoise: number;
  private readonly observationNoise: number;

  constructor(options: RandomWalkOptions, slope: number, intercept: number) {
    this.values.set([slope, intercept, options.priorVariance, 0, options.priorVariance]);
    this.processNoise = options.processNoise;
    this.observationNoise = options.observationNoise;
  }

  get slope(): number {
    return this.values[0]!;
  }

  get intercept(): number {
    return this.values[1]!;
  }

  get p11(): number {
    return this.values[2]!;
  }

  get p12(): number {
    return this.values[3]!;
  }

  get p22(): number {
    return this.values[4]!;
  }

  get innovation(): number {
    return this.latest[0]!;
  }

  get innovationVariance(): number {
    return this.latest[1]!;
  }

  get gain1(): number {
    return this.latest[2]!;
  }

  get gain2(): number {
    return this.latest[3]!;
  }

  /**
   * @param x ln of cumulative data; @param r ln of the loss
   * @param steps reports since the last one, more than 1 after a gap
   */
  update(x: number, r: number, steps: number): void {
    const { values, latest } = this;
    const noise = this.processNoise * steps;
    const p11 = values[2]! + noise;
    const p12 = values[3]!;
    const p22 = values[4]! + noise;
    const h1 = p11 * x + p12;
    const h2 = p12 * x + p22;
    const s = h1 * x + h2 + this.observationNoise;
    const v = r - values[0]! * x - values[1]!;
    const gain1 = h1 / s;
    const gain2 = h2 / s;
    values[0]! += gain1 * v;
    values[1]! += gain2 * v;
    values[2] = p11 - gain1 * h1;
    values[3] = p12 - gain1 * h2;
    values[4] = p22 - gain2 * h2;
    latest[0] = v;
    latest[1] = s;
    latest[2] = gain1;
    latest[3] = gain2;
  }

  predict(x: number): number {
    return this.slope * x + this.intercept;
  }

  /** Variance of ln(loss) without observation noise, `steps` reports ahead at ln s = x. */
  variance(x: number, steps: number): number {
    const noise = this.processNoise * steps;
    return (this.p11 + noise) * x * x + 2 * this.p12 * x + this.p22 + noise;
  }
}

/** The prior of both filters, centred on the first report: b_0, with ln a such that the line passes through it. */
export const PRIOR_EXPONENT = 0.2;

const INTERVAL: IntervalRule = { scale80: 1.3, scale95: 2.2 };

const DEFAULTS: RandomWalkOptions = {
  processNoise: 1e-6,
  observationNoise: 0.01,
  priorVariance: 5e-3,
};

class RandomWalkEstimator implements Estimator {
  reports = 0;
  private filter: RandomWalkFilter | undefined;
  private lastData = 0;
  private nis = 0;

  observe(data: number, loss: number): void {
    if (!isFittable(data, loss)) return;
    const x = Math.log(data);
    const r = Math.log(loss);
    const steps = this.filter === undefined ? 1 : Math.max(data - this.lastData, 0);
    this.filter ??= new RandomWalkFilter(DEFAULTS, -PRIOR_EXPONENT, r + PRIOR_EXPONENT * x);
    this.filter.update(x, r, steps);
    this.nis += (this.filter.innovation * this.filter.innovation) / this.filter.innovationVariance;
    this.reports += 1;
    this.lastData = data;
  }

  forecast(data: number, out: Forecast): Forecast {
    const { filter } = this;
    if (filter === undefined) return clearForecast(out);
    const x = Math.log(data);
    const scale = covarianceScale(this.nis, this.reports);
    const variance = scale * filter.variance(x, Math.max(data - this.lastData, 0));
    return fillForecast(out, filter.predict(x), variance, x - Math.log(this.lastData), INTERVAL);
  }

  state(): Record<string, number | readonly number[]> {
    const { filter } = this;
    if (filter === undefined) return { reports: 0 };
    return {
      reports: this.reports,
      theta: [filter.slope, filter.intercept],
      covariance: [filter.p11, filter.p12, filter.p12, filter.p22],
      innovation: filter.innovation,
      innovationVariance: filter.innovationVariance,
      covarianceScale: covarianceScale(this.nis, this.reports),
    };
  }
}

/**
 * The factor by which the innovations say that (P_0, Q, R) are too large or small: c = (3 + sum nu^2/S) / (3 + n - 1).
 * Scaling all three by one number leaves the gain, and so the filter's path, unchanged.
 * @param nis sum over reports of nu^2 / S; @param reports n, at least 1
 */
export function covarianceScale(nis: number, reports: number): number {
  return (3 + nis) / (3 + reports - 1);
}

export const kalman: EstimatorDefinition = {
  name: 'kf',
  title: 'KF',
  description:
    'Kalman filter whose power law walks at random, without transition modelling: a baseline of the LaiRA paper.',
  create: () => new RandomWalkEstimator(),
};

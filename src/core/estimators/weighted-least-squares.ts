import type { Estimator, EstimatorDefinition, Forecast } from './estimator.js';
import { isFittable } from './fittable.js';
import { clearForecast, fillForecast } from './interval.js';

export interface WeightedLeastSquaresOptions {
  /** Discount gamma of equation (9), in (0, 1]; 1 weighs all reports alike. Ignored where `power` is given. */
  readonly discount: number;
  /** Ridge lambda of equation (9), at least 0. It is not discounted. */
  readonly ridge: number;
  /**
   * kappa: report i of n weighs (i/n)^kappa, a discount of ((n-1)/n)^kappa at report n. Unlike a constant discount it
   * keeps a fixed share of the curve in ln(data), so the slope stays identifiable as n grows.
   */
  readonly power?: number;
}

/**
 * Equation (9) online: theta = argmin lambda |theta|^2 + sum_i gamma^(n-i) (X_i' theta - r_i)^2 with X = [ln s, 1].
 *
 * The sums are kept centred (weight, two means, three second moments), which is the same V = lambda I + A and the same
 * theta without the cancellation that a window of nearly equal ln s brings. Constant time and memory per report.
 */
export class WeightedLeastSquares {
  private readonly discount: number;
  private readonly ridge: number;
  private readonly power: number | undefined;
  private count = 0;
  private weight = 0;
  private meanX = 0;
  private meanR = 0;
  private sxx = 0;
  private sxr = 0;
  private srr = 0;
  private latestX = 0;

  constructor(options: WeightedLeastSquaresOptions) {
    this.discount = options.discount;
    this.ridge = options.ridge;
    this.power = options.power;
  }

  get reports(): number {
    return this.count;
  }

  /** @param x ln of cumulative data; @param r ln of the loss */
  update(x: number, r: number): void {
    this.count += 1;
    const discount =
      this.power === undefined ? this.discount : Math.pow((this.count - 1) / this.count, this.power);
    this.weight = discount * this.weight + 1;
    const dx = x - this.meanX;
    const dr = r - this.meanR;
    this.meanX += dx / this.weight;
    this.meanR += dr / this.weight;
    this.sxx = discount * this.sxx + dx * (x - this.meanX);
    this.sxr = discount * this.sxr + dx * (r - this.meanR);
    this.srr = discount * this.srr + dr * (r - this.meanR);
    this.latestX = x;
  }

  /** theta_1 = -b. A single point without a ridge has no slope: 0. */
  get slope(): number {
    const determinant = this.determinant;
    if (!(determinant > 0)) return 0;
    const { ridge, weight } = this;
    return (ridge * weight * this.meanX * this.meanR + (ridge + weight) * this.sxr) / determinant;
  }

  /** theta_2 = ln a. */
  get intercept(): number {
    const determinant = this.determinant;
    if (!(determinant > 0)) return this.meanR;
    return (this.weight * ((this.ridge + this.sxx) * this.meanR - this.meanX * this.sxr)) / determinant;
  }

  /** V_11 of V = lambda I + sum gamma^(n-i) X X'. */
  get v11(): number {
    return this.ridge + this.weight * this.meanX * this.meanX + this.sxx;
  }

  get v12(): number {
    return this.weight * this.meanX;
  }

  get v22(): number {
    return this.ridge + this.weight;
  }

  /** |V|, free of cancellation. */
  get determinant(): number {
    const { ridge, weight, meanX, sxx } = this;
    return ridge * (ridge + weight * (meanX * meanX + 1) + sxx) + weight * sxx;
  }

  /** ln of the loss that the line gives at ln s = x. */
  predict(x: number): number {
    return this.slope * x + this.intercept;
  }

  /** The norm |[x, 1]| in V^-1, the width that the confidence bound of Theorem 1 multiplies. Infinite where |V| = 0. */
  norm(x: number): number {
    const { ridge, weight } = this;
    const away = x - this.meanX;
    // x' adj(V) x written around the mean: (lambda (1 + x^2) + W (x - mean)^2 + Sxx) / |V|.
    const quadratic = ridge * (1 + x * x) + weight * away * away + this.sxx;
    return Math.sqrt(quadratic / this.determinant);
  }

  /** Weighted mean square of the residuals around the line without a ridge. */
  get residualVariance(): number {
    if (this.weight === 0) return 0;
    const explained = this.sxx > 0 ? (this.sxr * this.sxr) / this.sxx : 0;
    return Math.max(this.srr - explained, 0) / this.weight;
  }

  /**
   * beta_n of Theorem 1, with L_n = |X_n| of the latest report.
   * @param bound S, the bound on |theta|; @param noise the theorem's R, a standard deviation; @param risk delta
   */
  confidenceRadius(bound: number, noise: number, risk: number): number {
    const { ridge, discount } = this;
    const lengthSquared = this.latestX * this.latestX + 1;
    // (1 - gamma^2n) / (1 - gamma^2), which tends to n as gamma tends to 1.
    const span =
      discount === 1 ? this.count : (1 - Math.pow(discount, 2 * this.count)) / (1 - discount * discount);
    return (
      Math.sqrt(ridge) * bound +
      noise * Math.sqrt(2 * Math.log(1 / risk) + 2 * Math.log1p((lengthSquared * span) / (2 * ridge)))
    );
  }
}

/** An estimator over the line of equation (9), cumulative data in reports. */
export class WeightedLeastSquaresEstimator implements Estimator {
  private readonly line: WeightedLeastSquares;
  private lastX = 0;

  constructor(options: WeightedLeastSquaresOptions) {
    this.line = new WeightedLeastSquares(options);
  }

  get reports(): number {
    return this.line.reports;
  }

  observe(data: number, loss: number): void {
    if (!isFittable(data, loss)) return;
    this.lastX = Math.log(data);
    this.line.update(this.lastX, Math.log(loss));
  }

  forecast(data: number, out: Forecast): Forecast {
    if (this.line.reports === 0) return clearForecast(out);
    const x = Math.log(data);
    return fillForecast(out, this.line.predict(x), this.line.residualVariance, x - this.lastX);
  }

  state(): Record<string, number | readonly number[]> {
    const { line } = this;
    return {
      reports: line.reports,
      theta: [line.slope, line.intercept],
      V: [line.v11, line.v12, line.v12, line.v22],
      residualVariance: line.residualVariance,
    };
  }
}

/** Discount and ridge that did best among constant ones on recorded curves; a ridge above .01 pulls ln a to 0. */
const WLS_DEFAULTS: WeightedLeastSquaresOptions = { discount: 0.94, ridge: 0.005 };

export const weightedLeastSquares: EstimatorDefinition = {
  name: 'wls',
  title: 'WLS',
  description: 'Discounted least squares of a power law in logs, equation (9) of the LaiRA paper, online.',
  create: () => new WeightedLeastSquaresEstimator(WLS_DEFAULTS),
};

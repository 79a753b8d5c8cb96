import type { Estimator, EstimatorDefinition, Forecast } from './estimator.js';
import { isFittable } from './fittable.js';
import { clearForecast, fillForecast } from './interval.js';
import { logAdd } from './log-add.js';
import { WeightedLeastSquares } from './weighted-least-squares.js';

/** Candidate exponents b, evenly spaced in ln b. */
const EXPONENTS = 60;
const SMALLEST_EXPONENT = 0.02;
const LARGEST_EXPONENT = 4;
/** Below this many reports three parameters are not identified, and the floor stays 0. */
const REPORTS_FOR_FLOOR = 4;
/** Relative losses are kept within this factor of the first one, so that their squares stay in range. */
const RANGE = 1e60;

/**
 * l = a s^-b + c with a, c >= 0 by variable projection: for each b of a grid the best (a, c) on relative residuals is
 * a two-column non-negative least squares, whose sums are kept online. Constant time and memory per report.
 */
class PowerOffsetEstimator implements Estimator {
  reports = 0;
  private readonly exponents = new Float64Array(EXPONENTS);
  /** Sums of (x/l)^2, x/l^2 and x/l per exponent, x = s^-b, l relative to the first loss. */
  private readonly sumXX = new Float64Array(EXPONENTS);
  private readonly sumX1 = new Float64Array(EXPONENTS);
  private readonly sumXL = new Float64Array(EXPONENTS);
  /** Sums of 1/l^2 and 1/l. */
  private sum11 = 0;
  private sum1L = 0;
  private readonly line = new WeightedLeastSquares({ discount: 1, ridge: 0 });
  private firstLoss = 1;
  private firstX = 0;
  private lastX = 0;
  // The solution of the latest `solve`.
  private a = 0;
  private c = 0;
  private residual = 0;

  constructor() {
    const ratio = Math.log(LARGEST_EXPONENT / SMALLEST_EXPONENT) / (EXPONENTS - 1);
    for (let k = 0; k < EXPONENTS; k++) {
      this.exponents[k] = SMALLEST_EXPONENT * Math.exp(ratio * k);
    }
  }

  observe(data: number, loss: number): void {
    if (!isFittable(data, loss)) return;
    const logData = Math.log(data);
    if (this.reports === 0) {
      this.firstLoss = loss;
      this.firstX = logData;
    }
    const inverse = 1 / Math.min(Math.max(loss / this.firstLoss, 1 / RANGE), RANGE);
    const x = logData - this.firstX;
    for (let k = 0; k < EXPONENTS; k++) {
      const ratio = Math.exp(-this.exponents[k]! * x) * inverse;
      this.sumXX[k] = this.sumXX[k]! + ratio * ratio;
      this.sumX1[k] = this.sumX1[k]! + ratio * inverse;
      this.sumXL[k] = this.sumXL[k]! + ratio;
    }
    this.sum11 += inverse * inverse;
    this.sum1L += inverse;
    this.line.update(logData, Math.log(loss));
    this.reports += 1;
    this.lastX = logData;
  }

  forecast(data: number, out: Forecast): Forecast {
    if (this.reports === 0) return clearForecast(out);
    const x = Math.log(data);
    if (this.reports < REPORTS_FOR_FLOOR) {
      return fillForecast(out, this.line.predict(x), this.line.residualVariance, x - this.lastX);
    }
    const b = this.solveBest();
    const decay = Math.log(this.a) - b * (x - this.firstX);
    const logLoss = Math.log(this.firstLoss) + logAdd(this.c, decay);
    return fillForecast(out, logLoss, this.residual / this.reports, x - this.lastX);
  }

  state(): Record<string, number | readonly number[]> {
    if (this.reports < REPORTS_FOR_FLOOR) {
      return { reports: this.reports, b: -this.line.slope, a: Math.exp(this.line.intercept), c: 0 };
    }
    const b = this.solveBest();
    return {
      reports: this.reports,
      b,
      a: this.firstLoss * Math.exp(Math.log(this.a) + b * this.firstX),
      c: this.firstLoss * this.c,
      residualVariance: this.residual / this.reports,
    };
  }

  /** Solves at every exponent and leaves the best `a`, `c` and residual; returns its b. */
  private solveBest(): number {
    let best = 0;
    let bestResidual = Infinity;
    for (let k = 0; k < EXPONENTS; k++) {
      this.solve(k);
      if (this.residual < bestResidual) {
        bestResidual = this.residual;
        best = k;
      }
    }
    this.solve(best);
    return this.exponents[best]!;
  }

  /** Non-negative least squares of sum (a x/l + c/l - 1)^2: the free solution if both are positive, else the better edge. */
  private solve(k: number): void {
    const xx = this.sumXX[k]!;
    const x1 = this.sumX1[k]!;
    const xl = this.sumXL[k]!;
    const { sum11, sum1L } = this;
    const determinant = xx * sum11 - x1 * x1;
    let a = (xl * sum11 - sum1L * x1) / determinant;
    let c = (xx * sum1L - x1 * xl) / determinant;
    if (!(a >= 0 && c >= 0 && a < Infinity && c < Infinity)) {
      const gainA = (xl * xl) / xx;
      const gainC = (sum1L * sum1L) / sum11;
      a = gainA >= gainC ? xl / xx : 0;
      c = gainA >= gainC ? 0 : sum1L / sum11;
    }
    this.a = a;
    this.c = c;
    this.residual = Math.max(
      this.reports - 2 * (a * xl + c * sum1L) + a * a * xx + 2 * a * c * x1 + c * c * sum11,
      0,
    );
  }
}

export const powerOffset: EstimatorDefinition = {
  name: 'power-offset',
  title: 'Power law + floor',
  description:
    'The power law with a floor, a s^-b + c, by least squares on relative residuals with a, c >= 0.',
  create: () => new PowerOffsetEstimator(),
};

import type { Estimator, EstimatorDefinition, Forecast } from './estimator.js';
import { isFittable } from './fittable.js';
import { clearForecast, fillForecast } from './interval.js';
import { NonNegativeLeastSquares } from './non-negative-least-squares.js';

/** Constants of the published code (google-research, revisiting_neural_scaling_laws). */
const MARGIN = 1e-3;
const INITIAL_EXPONENT = -0.5;
const MAX_ROUNDS = 10_000;
const GRADIENT_ROUNDS = 100;
const GRADIENT_STEPS = 1000;
const GRADIENT_RATE = 1e-8;
const NEWTON_STEPS = 100;
const NEWTON_RATE = 0.1;
const SMALL_HESSIAN = 1e-5;
const BETA_TOLERANCE = 1e-10;
const PREDICTION_POINTS = 10_000;
const SMALL_ALPHA = 1e-5;

export interface M4Parameters {
  readonly beta: number;
  readonly c: number;
  readonly alpha: number;
  /** Loss at infinite data. */
  readonly errorInfinite: number;
  /** Loss of guessing. */
  readonly errorZero: number;
}

export interface M4Options {
  /** Initial e_0; undefined means the largest loss plus .001. The published settings use 1 for losses below 1. */
  readonly errorZero?: number;
  /** Upper bound of e_0. */
  readonly upperBound?: number;
}

/**
 * M4 (Alabdulmohsin, Neyshabur and Zhai, NeurIPS 2022): (e - e_inf) / (e_0 - e)^alpha = beta x^c, fitted as its
 * published code does, quirks kept: the column ln(e_0 - y) is computed once, beta >= 1 by the non-negative least
 * squares, small fixed rates. Takes seconds for a hundred points; `m4-fast.ts` fits the family in milliseconds.
 * @param x data sizes, distinct and positive; @param y losses, of the same length
 */
export function fitM4Official(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: M4Options = {},
): M4Parameters {
  const n = x.length;
  let smallest = Infinity;
  let largest = -Infinity;
  for (let i = 0; i < n; i++) {
    smallest = Math.min(smallest, y[i]!);
    largest = Math.max(largest, y[i]!);
  }
  const lowest = smallest - MARGIN;
  const highest = largest + MARGIN;
  const upperBound = options.upperBound === undefined ? Infinity : options.upperBound + MARGIN;
  let errorInfinite = lowest;
  let errorZero = options.errorZero ?? highest;

  const columns = [new Float64Array(n).fill(1), new Float64Array(n), new Float64Array(n)] as const;
  for (let i = 0; i < n; i++) {
    columns[1][i] = -Math.log(x[i]!);
    columns[2][i] = Math.log(errorZero - y[i]!);
  }
  const regression = new NonNegativeLeastSquares(columns);
  const labels = new Float64Array(n);
  const logF = new Float64Array(n);
  let beta = 1;
  let c = INITIAL_EXPONENT;
  let alpha = 0;

  for (let round = 0; round < MAX_ROUNDS; round++) {
    const oldBeta = beta;
    for (let i = 0; i < n; i++) labels[i] = Math.log(y[i]! - errorInfinite);
    const [logBeta, minusC, newAlpha] = regression.solve(labels);
    beta = Math.exp(logBeta!);
    c = -minusC!;
    alpha = newAlpha!;
    for (let i = 0; i < n; i++) logF[i] = logBeta! + minusC! * columns[1][i]!;

    const newton = round >= GRADIENT_ROUNDS;
    const steps = newton ? NEWTON_STEPS : GRADIENT_STEPS;
    for (let step = 0; step < steps; step++) {
      let gradientInfinite = 0;
      let gradientZero = 0;
      let hessianInfinite = 0;
      let hessianZero = 0;
      for (let i = 0; i < n; i++) {
        const above = y[i]! - errorInfinite;
        const below = errorZero - y[i]!;
        const residual = Math.log(above) - alpha * Math.log(below) - logF[i]!;
        gradientInfinite -= residual / above;
        gradientZero -= residual / below;
        hessianInfinite += (1 - residual) / (above * above);
        hessianZero += (alpha + residual) / (below * below);
      }
      gradientInfinite /= n;
      gradientZero *= alpha / n;
      hessianInfinite /= n;
      hessianZero *= alpha / n;
      const beforeInfinite = errorInfinite;
      const beforeZero = errorZero;
      if (!newton) {
        errorInfinite -= GRADIENT_RATE * gradientInfinite;
        errorZero -= GRADIENT_RATE * gradientZero;
      } else {
        if (Math.abs(hessianInfinite) > SMALL_HESSIAN) {
          errorInfinite -= (NEWTON_RATE * gradientInfinite) / hessianInfinite;
        }
        if (Math.abs(hessianZero) > SMALL_HESSIAN) errorZero -= (NEWTON_RATE * gradientZero) / hessianZero;
      }
      errorInfinite = Math.min(Math.max(errorInfinite, 0), lowest);
      errorZero = Math.min(Math.max(errorZero, highest), upperBound);
      // At a fixed point the remaining steps would change nothing.
      if (errorInfinite === beforeInfinite && errorZero === beforeZero) break;
    }
    if (Math.abs(beta - oldBeta) < BETA_TOLERANCE && round > GRADIENT_ROUNDS + 1) break;
  }
  return { beta, c, alpha, errorInfinite, errorZero };
}

/** The published prediction: the best of 10,000 evenly spaced losses between e_inf and e_0. */
export function predictM4Official(parameters: M4Parameters, x: number): number {
  const { beta, c, alpha, errorInfinite, errorZero } = parameters;
  const f = beta * Math.pow(x, c);
  if (Math.abs(alpha) < SMALL_ALPHA) return errorInfinite + f;
  const width = errorZero - errorInfinite;
  let best = 0;
  let bestGap = Infinity;
  for (let i = 0; i < PREDICTION_POINTS; i++) {
    const w = (width * i) / (PREDICTION_POINTS - 1);
    const gap = Math.abs(w - f * Math.pow(width - w, alpha));
    if (gap < bestGap) {
      bestGap = gap;
      best = w;
    }
  }
  return best + errorInfinite;
}

/** Keeps the whole curve and fits it anew at the first forecast after a report, as the paper's comparison does. */
class M4OfficialEstimator implements Estimator {
  private readonly x: number[] = [];
  private readonly y: number[] = [];
  private fitted: M4Parameters | undefined;

  get reports(): number {
    return this.x.length;
  }

  observe(data: number, loss: number): void {
    if (!isFittable(data, loss)) return;
    this.x.push(data);
    this.y.push(loss);
    this.fitted = undefined;
  }

  forecast(data: number, out: Forecast): Forecast {
    if (this.x.length === 0) return clearForecast(out);
    this.fitted ??= fitM4Official(this.x, this.y);
    const predicted = predictM4Official(this.fitted, data);
    // The published margin lets e_inf fall below 0 for losses under .001; such a forecast has no logarithm.
    const loss = predicted > 0 ? predicted : this.y.at(-1)!;
    return fillForecast(out, Math.log(loss), 0, Math.log(data / this.x.at(-1)!));
  }

  state(): Record<string, number | readonly number[]> {
    if (this.x.length === 0) return { reports: 0 };
    this.fitted ??= fitM4Official(this.x, this.y);
    return { reports: this.x.length, ...this.fitted };
  }
}

export const m4Official: EstimatorDefinition = {
  name: 'm4',
  title: 'M4',
  description:
    'The M4 scaling law (NeurIPS 2022) with the optimiser of its published code: all reports anew at every forecast, seconds each.',
  create: () => new M4OfficialEstimator(),
};

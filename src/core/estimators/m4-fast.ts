import type { Estimator, EstimatorDefinition, Forecast } from './estimator.js';
import { isFittable } from './fittable.js';
import { clearForecast, fillForecast } from './interval.js';
import { logAdd } from './log-add.js';
import { minimise } from './simplex.js';
import { ThinningHistory } from './thinning-history.js';
import { WeightedLeastSquares } from './weighted-least-squares.js';

/** Points kept of a curve: beyond, neighbours are merged into their geometric mean, weighted by what they stand for. */
const KEPT_POINTS = 256;
/** Below this many reports five parameters are not identified, and a power law without floor stands in. */
const REPORTS_TO_FIT = 6;
const EVALUATIONS = 240;
const BISECTIONS = 60;
/** e_inf starts at these shares of the smallest loss; e_0 starts at twice the largest. */
const STARTS = [0.5, 0.95] as const;
/** ln of the bounds of e_0's excess over the largest loss: nearer, one noisy report decides the fit. */
const SMALLEST_LOG_EXCESS = -4;
const LARGEST_LOG_EXCESS = 7;

/** (e - e_inf) / (e_0 - e)^alpha = beta (x / reference)^c, with the logarithm of beta. */
interface FastM4Parameters {
  readonly logBeta: number;
  readonly c: number;
  readonly alpha: number;
  readonly errorInfinite: number;
  readonly errorZero: number;
  /** Weighted mean square of the log residuals. */
  readonly residualVariance: number;
}

/**
 * The inner problem of M4 at given (e_inf, e_0): a line ln(e - e_inf) = ln beta + c ln x + alpha ln(e_0 - e) by weighted
 * least squares with c <= 0 and alpha >= 0, the intercept free, and its residual.
 */
class M4Regression {
  logBeta = 0;
  c = 0;
  alpha = 0;
  residual = 0;
  private readonly history: ThinningHistory;
  private readonly losses: Float64Array;
  private readonly referenceX: number;

  /** @param losses of the history's points */
  constructor(history: ThinningHistory, losses: Float64Array, referenceX: number) {
    this.history = history;
    this.losses = losses;
    this.referenceX = referenceX;
  }

  solve(errorInfinite: number, errorZero: number): number {
    const { size, x, weight } = this.history;
    let w = 0;
    let mu = 0;
    let mv = 0;
    let mz = 0;
    let uu = 0;
    let uv = 0;
    let vv = 0;
    let uz = 0;
    let vz = 0;
    let zz = 0;
    for (let i = 0; i < size; i++) {
      const loss = this.losses[i]!;
      const u = this.referenceX - x[i]!;
      const v = Math.log(errorZero - loss);
      const z = Math.log(loss - errorInfinite);
      const wi = weight[i]!;
      w += wi;
      const share = wi / w;
      const du = u - mu;
      const dv = v - mv;
      const dz = z - mz;
      mu += share * du;
      mv += share * dv;
      mz += share * dz;
      uu += wi * du * (u - mu);
      uv += wi * du * (v - mv);
      vv += wi * dv * (v - mv);
      uz += wi * du * (z - mz);
      vz += wi * dv * (z - mz);
      zz += wi * dz * (z - mz);
    }
    const determinant = uu * vv - uv * uv;
    let minusC = (uz * vv - vz * uv) / determinant;
    let alpha = (vz * uu - uz * uv) / determinant;
    if (!(minusC >= 0 && alpha >= 0 && minusC < Infinity && alpha < Infinity)) {
      const onlyC = uu > 0 ? Math.max(uz / uu, 0) : 0;
      const onlyAlpha = vv > 0 ? Math.max(vz / vv, 0) : 0;
      const keepC = onlyC * uz >= onlyAlpha * vz;
      minusC = keepC ? onlyC : 0;
      alpha = keepC ? 0 : onlyAlpha;
    }
    this.c = -minusC;
    this.alpha = alpha;
    this.logBeta = mz - minusC * mu - alpha * mv;
    this.residual = Math.max(zz - minusC * uz - alpha * vz, 0) / w;
    return this.residual;
  }
}

/**
 * The M4 family by a fast fit: for fixed (e_inf, e_0) the rest is linear, so a simplex search over those two, with every
 * column refreshed, data taken relative to the newest report and the intercept of either sign. Milliseconds a fit.
 */
class FastM4Estimator implements Estimator {
  reports = 0;
  private readonly history = new ThinningHistory(KEPT_POINTS);
  private readonly line = new WeightedLeastSquares({ discount: 1, ridge: 0 });
  private firstLoss = 1;
  private lastX = 0;
  private fitted: FastM4Parameters | undefined;

  observe(data: number, loss: number): void {
    if (!isFittable(data, loss)) return;
    if (this.reports === 0) this.firstLoss = loss;
    this.lastX = Math.log(data);
    // Relative to the first loss, so that no scale of loss leaves the range of doubles.
    const y = Math.log(loss) - Math.log(this.firstLoss);
    this.history.add(this.lastX, y);
    this.line.update(this.lastX, y);
    this.reports += 1;
    this.fitted = undefined;
  }

  forecast(data: number, out: Forecast): Forecast {
    if (this.reports === 0) return clearForecast(out);
    const horizon = Math.log(data) - this.lastX;
    const scale = Math.log(this.firstLoss);
    if (this.reports < REPORTS_TO_FIT) {
      const power = this.line.predict(this.lastX + horizon) + scale;
      return fillForecast(out, power, this.line.residualVariance, horizon);
    }
    this.fitted ??= this.fit();
    const logLoss = invert(this.fitted, horizon) + scale;
    return fillForecast(out, logLoss, this.fitted.residualVariance, horizon);
  }

  state(): Record<string, number | readonly number[]> {
    if (this.reports < REPORTS_TO_FIT) return { reports: this.reports };
    this.fitted ??= this.fit();
    const { logBeta, c, alpha, errorInfinite, errorZero, residualVariance } = this.fitted;
    return {
      reports: this.reports,
      logBeta: logBeta - c * this.lastX + (1 - alpha) * Math.log(this.firstLoss),
      c,
      alpha,
      errorInfinite: errorInfinite * this.firstLoss,
      errorZero: errorZero * this.firstLoss,
      residualVariance,
    };
  }

  private fit(): FastM4Parameters {
    const losses = this.history.y.slice(0, this.history.size).map(Math.exp);
    const smallest = losses.reduce((a, b) => Math.min(a, b));
    const largest = losses.reduce((a, b) => Math.max(a, b));
    const regression = new M4Regression(this.history, losses, this.lastX);
    const infinite = (p: number): number => smallest / (1 + Math.exp(-Math.min(Math.max(p, -30), 12)));
    const zero = (q: number): number =>
      largest * (1 + Math.exp(Math.min(Math.max(q, SMALLEST_LOG_EXCESS), LARGEST_LOG_EXCESS)));
    const objective = (p: number, q: number): number =>
      Math.log(regression.solve(infinite(p), zero(q)) + 1e-30);
    let best = { x: 0, y: 0, value: Infinity };
    for (const share of STARTS) {
      const found = minimise(objective, Math.log(share / (1 - share)), 0, 1, EVALUATIONS);
      if (found.value < best.value) best = found;
    }
    const errorInfinite = infinite(best.x);
    const errorZero = zero(best.y);
    const residualVariance = regression.solve(errorInfinite, errorZero);
    const { logBeta, c, alpha } = regression;
    return { logBeta, c, alpha, errorInfinite, errorZero, residualVariance };
  }
}

/** ln of the loss at ln(x / reference) = horizon: ln w = ln f + alpha ln(width - w) for w = e - e_inf, by bisection. */
function invert({ logBeta, c, alpha, errorInfinite, errorZero }: FastM4Parameters, horizon: number): number {
  const logF = logBeta + c * horizon;
  if (alpha === 0) return logAdd(errorInfinite, logF);
  const width = errorZero - errorInfinite;
  // In t = ln(w / width), from which both sides are monotone.
  let low = -700;
  let high = 0;
  for (let i = 0; i < BISECTIONS; i++) {
    const t = (low + high) / 2;
    const left = t + Math.log(width);
    const right = logF + alpha * (Math.log(width) + Math.log1p(-Math.exp(t)));
    if (left < right) low = t;
    else high = t;
  }
  return logAdd(errorInfinite, (low + high) / 2 + Math.log(width));
}

export const m4Fast: EstimatorDefinition = {
  name: 'm4-fast',
  title: 'M4, fast fit',
  description: 'The M4 scaling law by a linear fit inside a simplex search: the same family in milliseconds.',
  create: () => new FastM4Estimator(),
};

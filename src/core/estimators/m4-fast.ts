import type { Estimator, EstimatorDefinition, Forecast } from './estimator.js';
import { isFittable } from './fittable.js';
import { clearForecast, fillForecast } from './interval.js';
import { logAdd } from './log-add.js';
import { minimise } from './simplex.js';
import { ThinningHistory } from './thinning-history.js';

/** Points kept of a curve: beyond, neighbours are merged into their geometric mean, weighted by what they stand for. */
const KEPT_POINTS = 512;
/** Below this many reports five parameters are not identified, and the last loss stands. */
const REPORTS_TO_FIT = 6;
const EVALUATIONS = 240;
const BISECTIONS = 60;
/** e_inf starts at these shares of the smallest loss, e_0 at these excesses over the largest. */
const STARTS = [
  [0.5, 1],
  [0.95, 1],
  [0.5, 0.02],
  [0.95, 0.02],
] as const;

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
  private readonly referenceX: number;

  constructor(history: ThinningHistory, referenceX: number) {
    this.history = history;
    this.referenceX = referenceX;
  }

  solve(errorInfinite: number, errorZero: number): number {
    const { size, x, y, weight } = this.history;
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
      const loss = Math.exp(y[i]!);
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
  private firstLoss = 1;
  private lastX = 0;
  private lastY = 0;
  private fitted: FastM4Parameters | undefined;

  observe(data: number, loss: number): void {
    if (!isFittable(data, loss)) return;
    if (this.reports === 0) this.firstLoss = loss;
    this.lastX = Math.log(data);
    // Relative to the first loss, so that no scale of loss leaves the range of doubles.
    this.lastY = Math.log(loss) - Math.log(this.firstLoss);
    this.history.add(this.lastX, this.lastY);
    this.reports += 1;
    this.fitted = undefined;
  }

  forecast(data: number, out: Forecast): Forecast {
    if (this.reports === 0) return clearForecast(out);
    const horizon = Math.log(data) - this.lastX;
    const scale = Math.log(this.firstLoss);
    if (this.reports < REPORTS_TO_FIT) return fillForecast(out, this.lastY + scale, 0, horizon);
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
    const { size, y } = this.history;
    let smallest = Infinity;
    let largest = -Infinity;
    for (let i = 0; i < size; i++) {
      smallest = Math.min(smallest, Math.exp(y[i]!));
      largest = Math.max(largest, Math.exp(y[i]!));
    }
    const regression = new M4Regression(this.history, this.lastX);
    const infinite = (p: number): number => smallest / (1 + Math.exp(-Math.min(Math.max(p, -30), 12)));
    const zero = (q: number): number => largest * (1 + Math.exp(Math.min(Math.max(q, -7), 7)));
    const objective = (p: number, q: number): number =>
      Math.log(regression.solve(infinite(p), zero(q)) + 1e-30);
    let best = { x: 0, y: 0, value: Infinity };
    for (const [share, excess] of STARTS) {
      const found = minimise(objective, Math.log(share / (1 - share)), Math.log(excess), 1, EVALUATIONS);
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

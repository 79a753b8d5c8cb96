import type { Forecast } from '../estimators/estimator.js';
import { normalDistribution, Z80, Z95 } from '../normal.js';

/** Share beyond either end of the 95 % interval. */
const TAIL = 0.025;
/** Beyond the 95 % interval the probability falls as (distance from the median)^-TAIL_POWER: as recorded errors do. */
const TAIL_POWER = 1.5;

/**
 * P(loss <= target) by a forecast's quantiles: between them linear in normal scores, beyond the outermost a power-law
 * tail, so that the answer is monotone, continuous and never exactly 0 or 1.
 * A forecast without intervals gives its point verdict, 1 or 0; an empty forecast gives NaN.
 * @param logTarget ln of the target loss; -Infinity (a target of 0) gives the limit
 */
export function probabilityAtMost(forecast: Forecast, logTarget: number): number {
  const { logLoss, lower80, upper80, lower95, upper95 } = forecast;
  if (Number.isNaN(logLoss) || Number.isNaN(logTarget)) return NaN;
  if (Number.isNaN(lower95) || Number.isNaN(upper95) || Number.isNaN(lower80) || Number.isNaN(upper80)) {
    return logLoss <= logTarget ? 1 : 0;
  }
  if (logTarget < lower95) return tail(logLoss - logTarget, logLoss - lower95);
  if (logTarget > upper95) return 1 - tail(logTarget - logLoss, upper95 - logLoss);
  if (logTarget < lower80) return normalDistribution(between(logTarget, lower95, lower80, -Z95, -Z80));
  if (logTarget < logLoss) return normalDistribution(between(logTarget, lower80, logLoss, -Z80, 0));
  if (logTarget <= upper80) return normalDistribution(between(logTarget, logLoss, upper80, 0, Z80));
  return normalDistribution(between(logTarget, upper80, upper95, Z80, Z95));
}

/** The 80 % interval of the loss itself; NaN where the method gives none. */
export function interval80(forecast: Forecast): readonly [number, number] {
  return [Math.exp(forecast.lower80), Math.exp(forecast.upper80)];
}

/** The 95 % interval of the loss itself; NaN where the method gives none. */
export function interval95(forecast: Forecast): readonly [number, number] {
  return [Math.exp(forecast.lower95), Math.exp(forecast.upper95)];
}

/** The share beyond a point `distance` from the median, where the 95 % interval ends at `bound`. */
function tail(distance: number, bound: number): number {
  return bound > 0 ? TAIL * Math.pow(bound / distance, TAIL_POWER) : 0;
}

/** Linear from (x0, y0) to (x1, y1); a step where they coincide. */
function between(x: number, x0: number, x1: number, y0: number, y1: number): number {
  return x1 > x0 ? y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) : y1;
}

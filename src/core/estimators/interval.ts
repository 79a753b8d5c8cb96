import type { Forecast } from './estimator.js';

/**
 * An interval by the drift to come: sd^2 = min(variance, 4) + (.2 h)^2 in ln(loss), where h = ln(s_ahead / s_now) and the
 * variance is what the method says of itself; the bounds of the 80 % and 95 % intervals are these many sd either side
 * of the median. No method sees the drift, and its tails are heavier than a normal's, so the two numbers are measured
 * on recorded curves, per kind of method, from the first per cent of a curve to its first fifth.
 */
export interface IntervalRule {
  readonly scale80: number;
  readonly scale95: number;
}

const VARIANCE_CAP = 4;
const DRIFT_PER_HORIZON = 0.2;

/** For fitted curves, whose variance is the scatter of the reports around them. */
const FITTED_CURVE: IntervalRule = { scale80: 1.4, scale95: 3 };

/**
 * Fills a forecast: the median, and both intervals by a rule.
 * @param variance of ln(loss) by the method itself, without the drift to come
 * @param horizon ln(s_ahead / s_now); below 0 (a look back) counts as 0
 */
export function fillForecast(
  out: Forecast,
  logLoss: number,
  variance: number,
  horizon: number,
  rule: IntervalRule = FITTED_CURVE,
): Forecast {
  const drift = DRIFT_PER_HORIZON * Math.max(horizon, 0);
  const deviation = Math.sqrt(Math.min(variance, VARIANCE_CAP) + drift * drift);
  out.logLoss = logLoss;
  out.lower80 = logLoss - rule.scale80 * deviation;
  out.upper80 = logLoss + rule.scale80 * deviation;
  out.lower95 = logLoss - rule.scale95 * deviation;
  out.upper95 = logLoss + rule.scale95 * deviation;
  return out;
}

/** Empties a forecast: what every estimator says before its first fitted report. */
export function clearForecast(out: Forecast): Forecast {
  out.logLoss = NaN;
  out.lower80 = NaN;
  out.upper80 = NaN;
  out.lower95 = NaN;
  out.upper95 = NaN;
  return out;
}

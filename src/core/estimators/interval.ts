import type { Forecast } from './estimator.js';

/**
 * How an interval is built from what a method knows of its own error. All variances are of ln(loss).
 *
 * sd^2 = min(state variance, `varianceCap`) + (`horizonRate` h)^2 with h = ln(s_ahead / s_now), and the bounds of the
 * 80 % and 95 % intervals are `scale80` and `scale95` times sd either side of the median. The horizon term stands for
 * the drift which no filter sees; the tails are heavier than a normal's, so the two scales are measured quantiles.
 */
export interface IntervalRule {
  readonly varianceCap: number;
  readonly horizonRate: number;
  readonly scale80: number;
  readonly scale95: number;
}

/** Measured for the filter as printed, on recorded curves from the first per cent to the first fifth. */
export const HORIZON_RULE: IntervalRule = {
  varianceCap: 4,
  horizonRate: 0.2,
  scale80: 0.5,
  scale95: 1.35,
};

/**
 * Fills a forecast: median and both intervals by a rule.
 * @param variance of ln(loss) by the method itself, without the drift to come
 * @param horizon ln(s_ahead / s_now); below 0 (a look back) counts as 0
 */
export function fillForecast(
  out: Forecast,
  logLoss: number,
  variance: number,
  horizon: number,
  rule: IntervalRule = HORIZON_RULE,
): Forecast {
  const drift = rule.horizonRate * Math.max(horizon, 0);
  const deviation = Math.sqrt(Math.min(variance, rule.varianceCap) + drift * drift);
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

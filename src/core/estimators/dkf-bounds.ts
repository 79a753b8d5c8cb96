import { Z80, Z95 } from '../normal.js';
import type { Forecast } from './estimator.js';

/** What the bounds of a forecast follow, in ln(loss). An object to be written anew, so that a forecast allocates nothing. */
export interface BoundCause {
  /** ln(data ahead / data now). */
  horizon: number;
  /** The fall that the slopes forecast, at least 0. */
  fall: number;
  /** The fall that has yet to begin. */
  start: number;
  /** Variance of a report. */
  noise: number;
  /** How far forecasts have been off on the same run, per unit of the horizon. */
  pastError: number;
  reports: number;
  /** The largest rise of the run so far, at least 0. */
  risen: number;
}

/**
 * Downwards a loss may fall by more than forecast where forecasts of the same run have been off before, where reports are
 * noisy, and where there are few of them. What the past of a curve does not show is mostly a late drop, as at the end of
 * a learning-rate schedule, so that the far bound grows more slowly with the horizon.
 */
const LOWER_80 = 10;
const LOWER_95 = 24;
const HORIZON_EXPONENT_80 = 0.55;
const HORIZON_EXPONENT_95 = 0.4;
const PAST_ERROR_EXPONENT = 0.6;
const NOISE_EXPONENT = 0.2;
const LEAST_NOISE = 0.02;
/** Reports beyond this many tell no more of the future. */
const ENOUGH_REPORTS = 100;

/**
 * Upwards the error is a share of the fall that the slopes forecast: a loss seldom rises, it only fails to fall. A fall
 * that has yet to begin may fail to come altogether, and a loss that has risen before may do so again.
 */
const UPPER_80 = 0.49;
const UPPER_95 = 0.82;
/** So much may a level loss rise, per root of the horizon, and this share of the largest rise so far. */
const RISE = 0.015;
const RISEN = 0.6;

/**
 * Fills a forecast: the median and the bounds of both intervals. The numbers above are measured on recorded curves of many
 * origins, each seen from 2 to 80 % of the way to three targets.
 */
export function fillBounds(out: Forecast, logLoss: number, cause: BoundCause): Forecast {
  const { horizon, fall, start, noise, pastError, reports, risen } = cause;
  const doubt =
    (Math.pow(pastError, PAST_ERROR_EXPONENT) * Math.pow(LEAST_NOISE + Math.sqrt(noise), NOISE_EXPONENT)) /
    Math.cbrt(Math.min(reports, ENOUGH_REPORTS));
  const rise = fall + (RISE + RISEN * risen) * Math.sqrt(horizon);
  out.logLoss = logLoss;
  out.lower95 = logLoss - bound(LOWER_95 * Math.pow(horizon, HORIZON_EXPONENT_95) * doubt, Z95, noise);
  out.lower80 = logLoss - bound(LOWER_80 * Math.pow(horizon, HORIZON_EXPONENT_80) * doubt, Z80, noise);
  out.upper80 = logLoss + bound(start + UPPER_80 * rise, Z80, noise);
  out.upper95 = logLoss + bound(start + UPPER_95 * rise, Z95, noise);
  return out;
}

/** Half a width: the drift's quantile and the report noise's, in squares. */
function bound(drift: number, z: number, noise: number): number {
  return Math.sqrt(drift * drift + z * z * noise);
}

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
  /** Reports of the whole run, as far as is known; undefined where nothing is. */
  readonly totalReports: number | undefined;
  /** The largest rise of the run so far, at least 0. */
  risen: number;
}

/**
 * Downwards a loss may fall by more than forecast where forecasts of the same run have been off before, where reports are
 * noisy, where there are few of them, and where a whole run makes few: those are of epochs, not of steps, and a small set
 * is learned by heart.
 */
const LOWER_80 = 8.5;
const LOWER_95 = 19;
const HORIZON_EXPONENT_80 = 0.65;
const HORIZON_EXPONENT_95 = 0.5;
/** Units of ln(data) beyond which the bound falls no further. */
const FAR = 3;
const PAST_ERROR_EXPONENT = 2 / 3;
const NOISE_EXPONENT = 0.25;
const LEAST_NOISE = 0.02;
const REPORTS_EXPONENT = -0.25;
/** Reports beyond this many tell no more of the future. */
const ENOUGH_REPORTS = 100;
const RUN_EXPONENT = -0.25;
/** Runs of fewer and of more reports count as these: no shorter ones were there to measure, and longer ones are as good. */
const SHORT_RUN = 100;
const USUAL_RUN = 500;

/**
 * Upwards the error is a share of the fall that the slopes forecast: a loss seldom rises, it only fails to fall. A fall
 * that has yet to begin may fail to come altogether, and a loss that has risen before may do so again.
 */
const UPPER_80 = 0.49;
const UPPER_95 = 0.8;
/** So much may a level loss rise, per root of the horizon, and this share of the largest rise so far. */
const RISE = 0.018;
const RISEN = 0.7;

/**
 * Fills a forecast: the median and the bounds of both intervals. The numbers above are measured on recorded curves of many
 * origins, each seen from 2 to 80 % of the way to three targets.
 */
export function fillBounds(out: Forecast, logLoss: number, cause: BoundCause): Forecast {
  const { horizon, fall, start, noise, pastError, reports, totalReports = USUAL_RUN, risen } = cause;
  const run = Math.min(Math.max(totalReports, reports, SHORT_RUN), USUAL_RUN) / USUAL_RUN;
  const doubt =
    Math.pow(pastError, PAST_ERROR_EXPONENT) *
    Math.pow(LEAST_NOISE + Math.sqrt(noise), NOISE_EXPONENT) *
    Math.pow(Math.min(reports, ENOUGH_REPORTS), REPORTS_EXPONENT) *
    Math.pow(run, RUN_EXPONENT);
  const far = Math.min(horizon, FAR);
  const rise = fall + (RISE + RISEN * risen) * Math.sqrt(horizon);
  out.logLoss = logLoss;
  out.lower95 = logLoss - bound(LOWER_95 * Math.pow(far, HORIZON_EXPONENT_95) * doubt, Z95, noise);
  out.lower80 = logLoss - bound(LOWER_80 * Math.pow(far, HORIZON_EXPONENT_80) * doubt, Z80, noise);
  out.upper80 = logLoss + bound(start + UPPER_80 * rise, Z80, noise);
  out.upper95 = logLoss + bound(start + UPPER_95 * rise, Z95, noise);
  return out;
}

/** Half a width: the drift's quantile and the report noise's, in squares. */
function bound(drift: number, z: number, noise: number): number {
  return Math.sqrt(drift * drift + z * z * noise);
}

import type { Forecast } from '../estimators/estimator.js';
import { normalDistribution, Z80, Z95 } from './normal.js';

/**
 * P(ln loss <= ln target) under a forecast: its quantiles (2.5, 10, 50, 90 and 97.5 %) are joined by straight lines
 * on the scale of normal deviates, so tails and asymmetry of the forecaster's own intervals are kept.
 * @returns NaN where the forecast has no intervals
 */
export function probabilityAtMost(forecast: Forecast, logTarget: number): number {
  return normalDistribution(deviate(forecast, logTarget));
}

function deviate(forecast: Forecast, value: number): number {
  const below = value < forecast.logLoss;
  const inner = below ? forecast.logLoss - forecast.lower80 : forecast.upper80 - forecast.logLoss;
  const outer = below ? forecast.logLoss - forecast.lower95 : forecast.upper95 - forecast.logLoss;
  const distance = Math.abs(value - forecast.logLoss);
  const size =
    distance <= inner || outer <= inner
      ? (Z80 * distance) / inner
      : Z80 + ((Z95 - Z80) * (distance - inner)) / (outer - inner);
  // An interval of no width is a certainty.
  if (Number.isNaN(size)) return inner === 0 ? 0 : NaN;
  return below ? -size : size;
}

/** A task leaves F when its probability falls under `drop` and comes back above `readmit`. */
export interface FeasibilitySettings {
  readonly drop: number;
  readonly readmit: number;
}

/** Whether a task is in F, given whether it was before (hysteresis). */
export function staysFeasible(settings: FeasibilitySettings, probability: number, before: boolean): boolean {
  if (Number.isNaN(probability)) return true;
  return probability >= (before ? settings.drop : settings.readmit);
}

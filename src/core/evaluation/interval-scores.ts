import { emptyForecast, type Estimator, type Forecast } from '../estimators/estimator.js';

/** A forecast made at s is scored when these multiples of s have come: near ones and far ones. */
export const RATIOS = [1.25, 2.5, 5, 10, 20, 40] as const;
export const HORIZONS = RATIOS.length;
/** Forecasts are made this many times per doubling of the data. */
const PER_DOUBLING = 4;
/** Data in reports before the first forecast: there is no slope before. */
const FIRST = 2;

/** The two intervals, of 80 % and of 95 %. */
export const LEVELS = 2;

/** Bins of |error| / bound, evenly in its logarithm from LEAST to 25 times that; the first and the last hold what lies beyond. */
export const BINS = 48;
const LEAST = 0.2;
const WIDTH = Math.log(25) / BINS;
/** Upper edge of each bin: |error| as a multiple of the bound. */
export const EDGES = Float64Array.from({ length: BINS }, (_, bin) => LEAST * Math.exp(WIDTH * (bin + 1)));

/** What earlier scores of the same horizon count at each new one: how a run begins tells little of how it ends. */
const KEPT = 0.7;
/** Weight of forecasts of one horizon for those of the next one, for which they speak in part. */
const NEIGHBOUR = 0.5;
/** Scored forecasts, those of other horizons counting in part, from which on a run counts as a whole one. */
const WHOLE = 6;

/** Where the bins of one level and horizon begin in an array of SHARES. */
export function firstBin(level: number, horizon: number): number {
  return (level * HORIZONS + horizon) * BINS;
}
export const SHARES = firstBin(LEVELS, 0);

interface Due {
  readonly at: number;
  readonly logLoss: number;
  /** Distances of the bounds from the median, lower and upper, of both levels. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/**
 * How the intervals of one estimator have kept their promise on one run. At moments evenly spaced in ln(data) it
 * forecasts what is to come at several multiples of the data, and each forecast is scored when its moment comes, by
 * how many times the distance of its bound it was off. Memory is constant, and so is the time per report.
 */
export class IntervalScores {
  /** Forecasts that were scored, and how many of them were inside each interval. */
  scored = 0;
  readonly held = [0, 0];
  private readonly counts = new Float64Array(SHARES);
  private readonly due: readonly Due[][] = RATIOS.map(() => []);
  private next = FIRST;
  private readonly scratch: Forecast = emptyForecast();

  /**
   * Tells of a report that the estimator has taken in.
   * @param data cumulative data in reports; @param loss positive and finite
   * @returns whether a forecast was scored
   */
  observe(data: number, loss: number, estimator: Estimator): boolean {
    const before = this.scored;
    for (let horizon = 0; horizon < HORIZONS; horizon++) {
      const due = this.due[horizon]!;
      while (due.length > 0 && due[0]!.at <= data) this.score(horizon, due.shift()!, Math.log(loss));
    }
    if (data >= this.next) {
      RATIOS.forEach((ratio, horizon) => {
        this.expect(horizon, ratio * data, estimator);
      });
      this.next = data * 2 ** (1 / PER_DOUBLING);
    }
    return this.scored > before;
  }

  /** Fills `out` with the shares of the bins; those of one level and horizon sum to what the run counts, at most 1. */
  shares(out: Float64Array): Float64Array {
    out.fill(0);
    for (let level = 0; level < LEVELS; level++) {
      for (let horizon = 0; horizon < HORIZONS; horizon++) {
        const to = firstBin(level, horizon);
        let sum = 0;
        for (let other = 0; other < HORIZONS; other++) {
          const from = firstBin(level, other);
          const weight = NEIGHBOUR ** Math.abs(horizon - other);
          for (let bin = 0; bin < BINS; bin++) {
            const share = weight * this.counts[from + bin]!;
            out[to + bin]! += share;
            sum += share;
          }
        }
        const whole = Math.max(sum, WHOLE);
        for (let bin = 0; bin < BINS; bin++) out[to + bin]! /= whole;
      }
    }
    return out;
  }

  private score(horizon: number, { logLoss, lower, upper }: Due, actual: number): void {
    const error = actual - logLoss;
    this.scored += 1;
    for (let level = 0; level < LEVELS; level++) {
      const multiple = error / (error > 0 ? upper : lower)[level]!;
      if (multiple <= 1) this.held[level]! += 1;
      const first = firstBin(level, horizon);
      for (let bin = 0; bin < BINS; bin++) this.counts[first + bin]! *= KEPT;
      const bin = Math.floor(Math.log(multiple / LEAST) / WIDTH);
      this.counts[first + Math.min(Math.max(bin, 0), BINS - 1)]! += 1;
    }
  }

  private expect(horizon: number, at: number, estimator: Estimator): void {
    const forecast = estimator.forecast(at, this.scratch);
    const { logLoss } = forecast;
    const lower = [forecast.lower80 - logLoss, forecast.lower95 - logLoss];
    const upper = [forecast.upper80 - logLoss, forecast.upper95 - logLoss];
    if (lower.every((distance) => distance < 0) && upper.every((distance) => distance > 0)) {
      this.due[horizon]!.push({ at, logLoss, lower, upper });
    }
  }
}

import type { Forecast } from '../estimators/estimator.js';
import {
  BINS,
  EDGES,
  firstBin,
  HORIZONS,
  LEVELS,
  RATIOS,
  SHARES,
  type IntervalScores,
} from './interval-scores.js';

/** What the two intervals promise. */
const PROMISES = [0.8, 0.95] as const;
/** What is known of public curves counts as so many runs. */
const PRIOR_RUNS = 3;
/** By it, errors beyond m times the bound are so rare: odds ~ m^-PRIOR_TAIL. */
const PRIOR_TAIL = 2.2;
/** Runs without number change a width by this factor at most. */
const GREATEST = 4;

/**
 * Puts the intervals of one estimator right by how they have held on the runs at hand, in the way of conformal
 * prediction: a bound is moved to so many times its distance as would have held 80 % (95 %) of what came. Every run
 * counts alike, what is known of public curves counts as PRIOR_RUNS runs, and near and far forecasts are put right each
 * by their like. Factors are pure numbers. After Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World
 * (2005), with runs in place of single outcomes.
 */
export class IntervalCalibration {
  private readonly runs = new Map<string, Float64Array>();
  private readonly totals = new Float64Array(SHARES);
  /** Of each level, horizon by horizon. */
  private readonly factors = new Float64Array(LEVELS * HORIZONS).fill(1);
  /** Runs whose scores have changed since the factors were made. */
  private readonly changed = new Map<string, IntervalScores>();
  private isStale = false;

  /** Takes the scores of a run into account, in place of its earlier ones, as they are when a factor is next asked for. */
  take(run: string, scores: IntervalScores): void {
    this.changed.set(run, scores);
    this.isStale = true;
  }

  forget(run: string): void {
    this.changed.delete(run);
    const shares = this.runs.get(run);
    if (shares === undefined) return;
    this.runs.delete(run);
    this.add(shares, -1);
    this.isStale = true;
  }

  /**
   * How many times its distance from the median a bound is to have.
   * @param level 0 for 80 %, 1 for 95 %; @param horizon ln(data ahead / data now)
   */
  factor(level: 0 | 1, horizon: number): number {
    if (this.isStale) this.solve();
    const place = (horizon - Math.log(RATIOS[0])) / Math.LN2;
    const left = Math.min(Math.max(Math.floor(place), 0), HORIZONS - 2);
    const part = Math.min(Math.max(place - left, 0), 1);
    const first = level * HORIZONS + left;
    return (1 - part) * this.factors[first]! + part * this.factors[first + 1]!;
  }

  /** The factors of the 80 % interval for forecasts at RATIOS of the data. */
  get factors80(): readonly number[] {
    return this.factorsOf(0);
  }

  get factors95(): readonly number[] {
    return this.factorsOf(1);
  }

  /** Moves the bounds of a forecast. @param horizon ln(data ahead / data now) */
  apply(forecast: Forecast, horizon: number): Forecast {
    const { logLoss } = forecast;
    const by80 = this.factor(0, horizon);
    const by95 = this.factor(1, horizon);
    forecast.lower80 = logLoss + by80 * (forecast.lower80 - logLoss);
    forecast.upper80 = logLoss + by80 * (forecast.upper80 - logLoss);
    forecast.lower95 = Math.min(logLoss + by95 * (forecast.lower95 - logLoss), forecast.lower80);
    forecast.upper95 = Math.max(logLoss + by95 * (forecast.upper95 - logLoss), forecast.upper80);
    return forecast;
  }

  private factorsOf(level: number): number[] {
    if (this.isStale) this.solve();
    return [...this.factors.subarray(level * HORIZONS, (level + 1) * HORIZONS)];
  }

  private add(shares: Float64Array, sign: 1 | -1): void {
    for (let i = 0; i < SHARES; i++) this.totals[i]! += sign * shares[i]!;
  }

  private solve(): void {
    this.isStale = false;
    for (const [run, scores] of this.changed) {
      const before = this.runs.get(run);
      const shares = before ?? new Float64Array(SHARES);
      if (before === undefined) this.runs.set(run, shares);
      else this.add(shares, -1);
      this.add(scores.shares(shares), 1);
    }
    this.changed.clear();
    for (let level = 0; level < LEVELS; level++) {
      for (let horizon = 0; horizon < HORIZONS; horizon++) {
        this.factors[level * HORIZONS + horizon] = this.quantile(PROMISES[level]!, firstBin(level, horizon));
      }
    }
  }

  /** The multiple of the bound within which a share `promise` of prior and runs together lies. */
  private quantile(promise: number, first: number): number {
    let runs = 0;
    for (let bin = 0; bin < BINS; bin++) runs += this.totals[first + bin]!;
    const wanted = promise * (PRIOR_RUNS + runs);
    const odds = promise / (1 - promise);
    let held = 0;
    let edge = 0;
    let before = 0;
    let result = Infinity;
    for (let bin = 0; bin < BINS; bin++) {
      held += this.totals[first + bin]!;
      const likely = odds * Math.pow(EDGES[bin]!, PRIOR_TAIL);
      const within = held + (PRIOR_RUNS * likely) / (1 + likely);
      if (within >= wanted) {
        result = edge + ((EDGES[bin]! - edge) * (wanted - before)) / (within - before);
        break;
      }
      edge = EDGES[bin]!;
      before = within;
    }
    const greatest = Math.pow(GREATEST, runs / (PRIOR_RUNS + runs));
    return Math.min(Math.max(result, 1 / greatest), greatest);
  }
}

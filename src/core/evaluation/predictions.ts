import { isFittable } from '../estimators/fittable.js';
import type { Forecast } from '../estimators/estimator.js';
import { interval80, interval95 } from './predictive.js';
import { quantile } from './quantile.js';

/** How much of a curve is shown before a prediction. */
export interface Cut {
  readonly fraction: number;
  /** Points. */
  readonly observed: number;
}

/** A line needs two points. */
const FEWEST_OBSERVED = 2;

/**
 * Where the fractions cut a curve, in ascending order.
 * @param target index of the point to predict, from 1; @param actual its loss: none is predicted that has no logarithm
 */
export function cutsOf(fractions: readonly number[], target: number, actual: number): readonly Cut[] {
  if (!isFittable(1, actual)) return [];
  return [...new Set(fractions)]
    .sort((a, b) => a - b)
    .map((fraction) => ({ fraction, observed: Math.max(Math.round(fraction * target), FEWEST_OBSERVED) }))
    .filter(({ observed }) => observed < target);
}

export interface BacktestPrediction {
  readonly method: string;
  readonly fraction: number;
  /** Points shown. */
  readonly observed: number;
  /** Index of the point predicted, from 1. */
  readonly target: number;
  readonly predicted: number;
  readonly actual: number;
  /** |predicted - actual| / actual. */
  readonly relativeError: number;
  /** In units of the loss; absent where the method has none. */
  readonly interval80?: readonly [number, number];
  readonly interval95?: readonly [number, number];
}

/** A forecast beside what came; undefined where the method gave none. */
export function predictionOf(
  method: string,
  { fraction, observed }: Cut,
  target: number,
  actual: number,
  forecast: Forecast,
): BacktestPrediction | undefined {
  if (Number.isNaN(forecast.logLoss)) return undefined;
  const predicted = Math.exp(forecast.logLoss);
  return {
    method,
    fraction,
    observed,
    target,
    predicted,
    actual,
    relativeError: Math.abs(predicted - actual) / actual,
    ...(!Number.isNaN(forecast.lower80) && { interval80: interval80(forecast) }),
    ...(!Number.isNaN(forecast.lower95) && { interval95: interval95(forecast) }),
  };
}

export interface BacktestSummary {
  readonly method: string;
  readonly fraction: number;
  readonly curves: number;
  readonly meanRelativeError: number;
  readonly medianRelativeError: number;
  readonly p90RelativeError: number;
  /** Mean of min(|ln(predicted / actual)|, 1.5): punishes too low and too high alike, and no blow-up rules it. */
  readonly cappedLogError: number;
  /** Share of curves whose actual loss lay in the interval; absent where the method has none. */
  readonly coverage80?: number;
  readonly coverage95?: number;
  readonly microsecondsPerObservation: number;
  readonly microsecondsPerPrediction: number;
}

const LOG_ERROR_CAP = 1.5;

/** What one method cost at one fraction, over all curves. */
interface Cost {
  observing: number;
  observations: number;
  predicting: number;
  predictions: number;
}

/** What each method cost at each fraction, over all curves. */
export class BacktestCosts {
  private readonly costs = new Map<string, Cost>();

  /**
   * @param observing milliseconds for `observations` reports; NaN where not measured
   * @param predicting milliseconds for one prediction
   */
  add(method: string, fraction: number, observing: number, observations: number, predicting: number): void {
    const key = costKey(method, fraction);
    const cost = this.costs.get(key) ?? { observing: 0, observations: 0, predicting: 0, predictions: 0 };
    cost.observing += observing;
    cost.observations += observations;
    cost.predicting += predicting;
    cost.predictions += 1;
    this.costs.set(key, cost);
  }

  /** Undefined where it predicted nothing at that fraction. */
  of(method: string, fraction: number): Cost | undefined {
    return this.costs.get(costKey(method, fraction));
  }
}

function costKey(method: string, fraction: number): string {
  return `${method} ${fraction}`;
}

/** One row per method and fraction, over the predictions of all curves. @param methods their names */
export function summarise(
  predictions: readonly BacktestPrediction[],
  methods: readonly string[],
  fractions: readonly number[],
  costs: BacktestCosts,
): BacktestSummary[] {
  return methods.flatMap((name) =>
    [...new Set(fractions)].map((fraction) => {
      const rows = predictions.filter((row) => row.method === name && row.fraction === fraction);
      const errors = rows.map(({ relativeError }) => relativeError);
      const coverage80 = coverage(rows, 'interval80');
      const coverage95 = coverage(rows, 'interval95');
      const cost = costs.of(name, fraction);
      return {
        method: name,
        fraction,
        curves: rows.length,
        meanRelativeError: mean(errors),
        medianRelativeError: quantile(errors, 0.5),
        p90RelativeError: quantile(errors, 0.9),
        cappedLogError: mean(rows.map(cappedLogError)),
        ...(coverage80 !== undefined && { coverage80 }),
        ...(coverage95 !== undefined && { coverage95 }),
        microsecondsPerObservation: cost === undefined ? NaN : (1000 * cost.observing) / cost.observations,
        microsecondsPerPrediction: cost === undefined ? NaN : (1000 * cost.predicting) / cost.predictions,
      };
    }),
  );
}

function cappedLogError({ predicted, actual }: BacktestPrediction): number {
  return Math.min(Math.abs(Math.log(predicted / actual)), LOG_ERROR_CAP);
}

function coverage(
  rows: readonly BacktestPrediction[],
  field: 'interval80' | 'interval95',
): number | undefined {
  const stated = rows.filter((row) => row[field] !== undefined);
  if (stated.length === 0) return undefined;
  return mean(stated.map((row) => Number(row[field]![0] <= row.actual && row.actual <= row[field]![1])));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}

import { emptyForecast, type EstimatorDefinition } from '../estimators/estimator.js';
import { isFittable } from '../estimators/fittable.js';
import { interval80, interval95 } from './predictive.js';
import { quantile } from './quantile.js';

/** A recorded curve: its losses in the order of the log, non-finite ones included. */
export interface BacktestCurve {
  readonly run: string;
  readonly metric: string;
  readonly losses: Float64Array;
  /** One for each loss, NaN where the log did not tell it; absent: the methods are shown the loss alone. */
  readonly learningRates?: Float64Array;
}

export interface BacktestSettings {
  readonly methods: readonly EstimatorDefinition[];
  /** Shares of the way to the target which are shown to the methods, in (0, 1). */
  readonly fractions: readonly number[];
  /** Which point to predict, from 1; `last`, and any index beyond the end of a curve, is its last point. */
  readonly target: number | 'last';
  /** A clock in milliseconds, for the cost figures; without one they are NaN. */
  readonly now?: () => number;
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

export interface BacktestCurveResult {
  readonly run: string;
  readonly metric: string;
  readonly points: number;
  readonly predictions: readonly BacktestPrediction[];
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

export interface BacktestResult {
  readonly curves: readonly BacktestCurveResult[];
  /** One row per method and fraction. */
  readonly summary: readonly BacktestSummary[];
}

const LOG_ERROR_CAP = 1.5;
/** A line needs two points. */
const FEWEST_OBSERVED = 2;

/** What one method cost at one fraction, over all curves. */
interface Cost {
  observing: number;
  observations: number;
  predicting: number;
  predictions: number;
}

/**
 * The protocol of the paper's Figure 3: every method sees the first part of a recorded curve and predicts a later point.
 * Cumulative data is the index of the point, in reports. A curve whose target is not positive and finite, or which ends
 * before it has two points to show, gets no predictions.
 */
export function backtest(curves: readonly BacktestCurve[], settings: BacktestSettings): BacktestResult {
  const costs = new Map<string, Cost>();
  const results = curves.map((curve) => backtestCurve(curve, settings, costs));
  return { curves: results, summary: summarise(results, settings, costs) };
}

function backtestCurve(
  { run, metric, losses, learningRates }: BacktestCurve,
  settings: BacktestSettings,
  costs: Map<string, Cost>,
): BacktestCurveResult {
  const target = targetIndex(losses, settings.target);
  const actual = losses[target - 1] ?? NaN;
  const cuts = isFittable(1, actual)
    ? [...new Set(settings.fractions)]
        .sort((a, b) => a - b)
        .map((fraction) => ({ fraction, observed: Math.max(Math.round(fraction * target), FEWEST_OBSERVED) }))
        .filter(({ observed }) => observed < target)
    : [];
  const now = settings.now ?? (() => NaN);
  const forecast = emptyForecast();
  const side = { learningRate: NaN };
  const predictions: BacktestPrediction[] = [];
  for (const method of settings.methods) {
    const estimator = method.create({ totalReports: target });
    let shown = 0;
    let observing = 0;
    for (const { fraction, observed } of cuts) {
      const start = now();
      for (; shown < observed; shown++) {
        side.learningRate = learningRates?.[shown] ?? NaN;
        estimator.observe(shown + 1, losses[shown]!, side);
      }
      const observedAt = now();
      estimator.forecast(target, forecast);
      const predictedAt = now();
      observing += observedAt - start;
      addCost(costs, method.name, fraction, observing, shown, predictedAt - observedAt);
      if (Number.isNaN(forecast.logLoss)) continue;
      const predicted = Math.exp(forecast.logLoss);
      predictions.push({
        method: method.name,
        fraction,
        observed,
        target,
        predicted,
        actual,
        relativeError: Math.abs(predicted - actual) / actual,
        ...(!Number.isNaN(forecast.lower80) && { interval80: interval80(forecast) }),
        ...(!Number.isNaN(forecast.lower95) && { interval95: interval95(forecast) }),
      });
    }
  }
  return { run, metric, points: losses.length, predictions };
}

/** Index from 1 of the point to predict: for `last`, the last one that is positive and finite; 0 where there is none. */
function targetIndex(losses: Float64Array, target: number | 'last'): number {
  if (target !== 'last' && target <= losses.length) return target;
  let last = losses.length;
  while (last > 0 && !isFittable(1, losses[last - 1]!)) last -= 1;
  return last;
}

function addCost(
  costs: Map<string, Cost>,
  method: string,
  fraction: number,
  observing: number,
  observations: number,
  predicting: number,
): void {
  const key = costKey(method, fraction);
  const cost = costs.get(key) ?? { observing: 0, observations: 0, predicting: 0, predictions: 0 };
  cost.observing += observing;
  cost.observations += observations;
  cost.predicting += predicting;
  cost.predictions += 1;
  costs.set(key, cost);
}

function costKey(method: string, fraction: number): string {
  return `${method} ${fraction}`;
}

function summarise(
  results: readonly BacktestCurveResult[],
  { methods, fractions }: BacktestSettings,
  costs: ReadonlyMap<string, Cost>,
): BacktestSummary[] {
  const all = results.flatMap(({ predictions }) => predictions);
  return methods.flatMap(({ name }) =>
    [...new Set(fractions)].map((fraction) => {
      const rows = all.filter((row) => row.method === name && row.fraction === fraction);
      const errors = rows.map(({ relativeError }) => relativeError);
      const coverage80 = coverage(rows, 'interval80');
      const coverage95 = coverage(rows, 'interval95');
      const cost = costs.get(costKey(name, fraction));
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

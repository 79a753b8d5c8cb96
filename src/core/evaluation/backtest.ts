import { emptyForecast, type EstimatorDefinition } from '../estimators/estimator.js';
import { isFittable } from '../estimators/fittable.js';
import {
  BacktestCosts,
  cutsOf,
  predictionOf,
  summarise,
  type BacktestPrediction,
  type BacktestSummary,
} from './predictions.js';

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

export interface BacktestCurveResult {
  readonly run: string;
  readonly metric: string;
  readonly points: number;
  readonly predictions: readonly BacktestPrediction[];
}

export interface BacktestResult {
  readonly curves: readonly BacktestCurveResult[];
  /** One row per method and fraction. */
  readonly summary: readonly BacktestSummary[];
}

/**
 * The protocol of the paper's Figure 3: every method sees the first part of a recorded curve and predicts a later point.
 * Cumulative data is the index of the point, in reports. A curve whose target is not positive and finite, or which ends
 * before it has two points to show, gets no predictions. Every recorded point is shown, of running means too, whose
 * ends of epochs alone the live forecasts are made from: `lookBack` says what those would have been.
 */
export function backtest(curves: readonly BacktestCurve[], settings: BacktestSettings): BacktestResult {
  const costs = new BacktestCosts();
  const results = curves.map((curve) => backtestCurve(curve, settings, costs));
  const predictions = results.flatMap((result) => result.predictions);
  const methods = settings.methods.map(({ name }) => name);
  return { curves: results, summary: summarise(predictions, methods, settings.fractions, costs) };
}

function backtestCurve(
  { run, metric, losses, learningRates }: BacktestCurve,
  settings: BacktestSettings,
  costs: BacktestCosts,
): BacktestCurveResult {
  const target = targetIndex(losses, settings.target);
  const actual = losses[target - 1] ?? NaN;
  const cuts = cutsOf(settings.fractions, target, actual);
  const now = settings.now ?? (() => NaN);
  const forecast = emptyForecast();
  const side = { learningRate: NaN };
  const predictions: BacktestPrediction[] = [];
  for (const method of settings.methods) {
    const estimator = method.create({ totalReports: target });
    let shown = 0;
    let observing = 0;
    for (const cut of cuts) {
      const start = now();
      for (; shown < cut.observed; shown++) {
        side.learningRate = learningRates?.[shown] ?? NaN;
        estimator.observe(shown + 1, losses[shown]!, side);
      }
      const observedAt = now();
      estimator.forecast(target, forecast);
      const predictedAt = now();
      observing += observedAt - start;
      costs.add(method.name, cut.fraction, observing, shown, predictedAt - observedAt);
      const prediction = predictionOf(method.name, cut, target, actual, forecast);
      if (prediction !== undefined) predictions.push(prediction);
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

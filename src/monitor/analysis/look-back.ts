import { backtest } from '../../core/evaluation/backtest.js';
import { estimatorByName } from '../../core/estimators/registry.js';
import type {
  AccuracyPrediction,
  AccuracyRow,
  BacktestAnswer,
  BacktestJob,
} from '../../protocol/analysis.js';

/** Reports below which a run says nothing about forecasts. */
const FEWEST_REPORTS = 20;

/**
 * What did each method say at each earlier moment about now? Run by run, so that progress can be told.
 * @param now a clock in milliseconds, for the cost figures
 */
export function lookBack(
  job: BacktestJob,
  now: () => number,
  progress: (done: number, total: number) => void,
): BacktestAnswer {
  const methods = job.methods.flatMap((name) => estimatorByName(name) ?? []);
  const long = job.recordings.filter((recording) => recording.losses.length >= FEWEST_REPORTS);
  const curves = long.map(({ run, metric, losses, learningRates }) => ({
    run,
    metric,
    losses,
    learningRates,
  }));
  const settings = { methods, fractions: job.fractions, target: 'last', now } as const;
  const predictions: AccuracyPrediction[] = [];
  curves.forEach((curve, i) => {
    progress(i, curves.length + 1);
    for (const result of backtest([curve], settings).curves) {
      for (const { method, fraction, predicted, actual, relativeError } of result.predictions) {
        const { name } = long[i]!;
        predictions.push({ run: curve.run, name, method, fraction, predicted, actual, relativeError });
      }
    }
  });
  const rows = backtest(curves, settings).summary.map((row): AccuracyRow => ({
    method: row.method,
    title: estimatorByName(row.method)?.title ?? row.method,
    fraction: row.fraction,
    runs: row.curves,
    median: row.medianRelativeError,
    mean: row.meanRelativeError,
    p90: row.p90RelativeError,
    coverage80: row.coverage80 ?? null,
    coverage95: row.coverage95 ?? null,
    microsecondsPerPrediction: row.microsecondsPerPrediction,
  }));
  progress(curves.length + 1, curves.length + 1);
  const tooShort = job.recordings.filter((recording) => !long.includes(recording)).map(({ name }) => name);
  return { kind: 'backtest', rows, predictions, tooShort };
}

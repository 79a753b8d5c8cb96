import { estimatorByName } from '../../core/estimators/registry.js';
import type { EstimatorDefinition } from '../../core/estimators/estimator.js';
import { isFittable } from '../../core/estimators/fittable.js';
import {
  BacktestCosts,
  cutsOf,
  predictionOf,
  summarise,
  type BacktestPrediction,
} from '../../core/evaluation/predictions.js';
import type {
  AccuracyPrediction,
  AccuracyRow,
  BacktestAnswer,
  BacktestJob,
  RunRecording,
} from '../../protocol/analysis.js';
import type { IntervalScores } from '../../core/evaluation/interval-scores.js';
import { Column } from '../columns.js';
import { IntervalRecord, type RunIntervals } from '../interval-record.js';
import { RunForecaster, type ForecastReports } from '../run-forecaster.js';

/** Reports below which a run says nothing about forecasts. */
const FEWEST_REPORTS = 20;

/**
 * What did each method say at each earlier moment about now? The reports of every run are given to the live forecaster
 * anew, so that it says what it would have said then. Run by run, so that progress can be told.
 * @param now a clock in milliseconds, for the cost figures
 */
export function lookBack(
  job: BacktestJob,
  now: () => number,
  progress: (done: number, total: number) => void,
): BacktestAnswer {
  const methods = job.methods.flatMap((name) => estimatorByName(name) ?? []);
  const long = job.recordings.filter((recording) => recording.losses.length >= FEWEST_REPORTS);
  const total = Math.max(1, 2 * long.length);
  const record = new IntervalRecord(job.calibrate);
  const costs = new BacktestCosts();
  const told: BacktestPrediction[] = [];
  const predictions: AccuracyPrediction[] = [];
  const replays = long.map((recording, i) => {
    progress(i, total);
    return replay(recording, methods, record.ofRun(recording.run));
  });
  long.forEach((recording, i) => {
    progress(long.length + i, total);
    const { run, name } = recording;
    // At each moment it has learned from the other runs and from its own past, and not from its own future.
    record.forget(run);
    const own = predictionsOf(recording, replays[i]!.target, methods, job.fractions, costs, now, record);
    for (const [method, scores] of replays[i]!.scores) record.ofRun(run).take(method, scores);
    told.push(...own);
    for (const { method, fraction, predicted, actual, relativeError } of own)
      predictions.push({ run, name, method, fraction, predicted, actual, relativeError });
  });
  const names = methods.map(({ name }) => name);
  const rows = summarise(told, names, job.fractions, costs).map((row): AccuracyRow => ({
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
  progress(total, total);
  const tooShort = job.recordings.filter((recording) => !long.includes(recording)).map(({ name }) => name);
  return { kind: 'backtest', rows, predictions, tooShort };
}

function predictionsOf(
  recording: RunRecording,
  target: number,
  methods: readonly EstimatorDefinition[],
  fractions: readonly number[],
  costs: BacktestCosts,
  now: () => number,
  record: IntervalRecord,
): BacktestPrediction[] {
  const actual = recording.losses[target] ?? NaN;
  const moment = recording.data[target] ?? NaN;
  const reports = new ReplayedReports(recording);
  const forecaster = new RunForecaster(
    reports,
    methods,
    (size) => moment / size,
    record.ofRun(recording.run),
  );
  return cutsOf(fractions, target + 1, actual).flatMap((cut) => {
    reports.growTo(cut.observed);
    forecaster.advance();
    return forecaster.methods.flatMap((method) => {
      const { name } = method.definition;
      const start = now();
      const forecast = forecaster.forecast(method, moment);
      costs.add(name, cut.fraction, NaN, 0, now() - start);
      return predictionOf(name, cut, target + 1, actual, forecast) ?? [];
    });
  });
}

/** What a whole run tells. */
interface Replay {
  /** Index of the newest report that forecasts can be held against: of a running mean, the end of an epoch. */
  readonly target: number;
  /** How the intervals of each method held. */
  readonly scores: ReadonlyMap<string, IntervalScores>;
}

function replay(
  recording: RunRecording,
  methods: readonly EstimatorDefinition[],
  record: RunIntervals,
): Replay {
  const scores = new Map<string, IntervalScores>();
  const reports = new ReplayedReports(recording);
  reports.growTo(recording.losses.length);
  const forecaster = new RunForecaster(reports, methods, (size) => reports.data.last() / size, {
    prepare: (definition) => record.prepare(definition),
    take: (method, own) => {
      scores.set(method, own);
      record.take(method, own);
    },
  });
  forecaster.advance();
  let target = forecaster.lastFed;
  while (target >= 0 && !isFittable(1, recording.losses[target]!)) target -= 1;
  return { target, scores };
}

/** The reports of a recording, as many as there were at a moment. */
class ReplayedReports implements ForecastReports {
  readonly data = new Column();
  readonly loss = new Column();
  readonly learningRate = new Column();
  readonly generation = 0;

  constructor(private readonly recording: RunRecording) {}

  get length(): number {
    return this.loss.length;
  }

  get size(): number {
    return this.recording.reportSize;
  }

  growTo(length: number): void {
    const { data, losses, learningRates } = this.recording;
    for (let i = this.length; i < length; i++) {
      this.data.push(data[i]!);
      this.loss.push(losses[i]!);
      this.learningRate.push(learningRates[i]!);
    }
  }
}

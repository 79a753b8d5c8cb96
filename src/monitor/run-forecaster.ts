import {
  emptyForecast,
  type Estimator,
  type EstimatorDefinition,
  type Forecast,
  type Reopening,
  type SideInformation,
} from '../core/estimators/estimator.js';
import { isFittable } from '../core/estimators/fittable.js';
import { CalibratedEstimator } from '../core/evaluation/calibrated.js';
import { IntervalScores } from '../core/evaluation/interval-scores.js';
import { EpochEnds, runningMeanPeriod } from './epoch-ends.js';
import { NO_RECORD, type RunIntervals } from './interval-record.js';
import { median } from './median.js';
import type { Reports } from './reports.js';
import type { ForecastCurve } from '../protocol/curves.js';

/** Reports before anything is forecast. */
const FIRST_FORECAST = 2;
/** A forecast made at n reports is scored at RATIO n, and the next one is made STEP times later. */
const RATIO = 2;
const STEP = 2 ** 0.25;
/** Scores remembered per method. */
const SCORES = 12;
/** Points of a forecast curve. */
const CURVE_POINTS = 32;

/** Changes of regime remembered, the newest; a detected change within so many reports of one before it is the same. */
const CHANGES = 16;
const SAME_CHANGE = 8;

/** What a forecaster follows: the reports of a run, as they grow. */
export type ForecastReports = Pick<
  Reports,
  'data' | 'loss' | 'learningRate' | 'length' | 'size' | 'generation'
>;

/** Where and why a method re-opened its filter, or where the loss was recognised as a running mean. */
export interface RegimeChange {
  readonly kind: Reopening | 'running-mean';
  /** Index of the first report of the new regime. */
  readonly report: number;
}

/** One method on one run: its estimator and how far its own earlier forecasts were off. */
export class MethodOnRun {
  estimator: Estimator;
  private readonly pending: { readonly at: number; readonly logLoss: number }[] = [];
  private readonly errors: number[] = [];
  private readonly intervals = new IntervalScores();

  constructor(
    readonly definition: EstimatorDefinition,
    totalReports: number | undefined,
    private readonly record: RunIntervals,
  ) {
    this.estimator = record.prepare(definition).create({ totalReports });
    record.take(definition.name, this.intervals);
  }

  /** Feeds one report. @param data cumulative data in reports */
  observe(data: number, loss: number, side: SideInformation): void {
    this.estimator.observe(data, loss, side);
    if (!isFittable(data, loss)) return;
    if (this.intervals.observe(data, loss, this.own)) this.record.take(this.definition.name, this.intervals);
  }

  /** Median relative error |l^ - l| / l of the forecasts whose moment has come; NaN before the first. */
  get relativeError(): number {
    return median(this.errors);
  }

  /** @param level the loss around this report, averaged over the last few */
  score(data: number, level: number): void {
    while (this.pending.length > 0 && this.pending[0]!.at <= data) {
      const forecast = this.pending.shift()!;
      this.errors.push(Math.abs(Math.exp(forecast.logLoss) - level) / level);
      if (this.errors.length > SCORES) this.errors.shift();
    }
  }

  promise(at: number, out: Forecast): void {
    // Of the median alone, for which no width has to be made anew.
    const { logLoss } = this.own.forecast(at, out);
    if (Number.isFinite(logLoss)) this.pending.push({ at, logLoss });
  }

  /** Without calibration. */
  private get own(): Estimator {
    const { estimator } = this;
    return estimator instanceof CalibratedEstimator ? estimator.uncalibrated : estimator;
  }
}

/**
 * Feeds every report of a run once to every method and answers what they forecast. Cumulative data is counted in
 * samples outside and in reports (s / B) inside. Of a loss that is the running mean of its epoch only the ends of the
 * epochs are fed.
 */
export class RunForecaster {
  methods: MethodOnRun[] = [];
  private fed = 0;
  private generation = -1;
  private size = NaN;
  private level = NaN;
  private nextPromise = FIRST_FORECAST;
  private readonly scratch = emptyForecast();
  private readonly side = { learningRate: NaN };
  private readonly changeList: RegimeChange[] = [];
  private lastReopened = -Infinity;
  /** The report fed before the present one. */
  private fedBefore = -1;
  /** Where the loss was recognised as a running mean. */
  private recognised: RegimeChange | undefined;
  private epochEnds: EpochEnds | undefined;

  /**
   * @param definitions the methods, the one that makes the verdicts first
   * @param totalReports reports from the beginning to the deadline with the whole machine, by the report size;
   *   undefined where it is not known
   * @param record of how intervals have held, on this run and others
   */
  constructor(
    private readonly reports: ForecastReports,
    private readonly definitions: readonly EstimatorDefinition[],
    private readonly totalReports: (reportSize: number) => number | undefined,
    private readonly record: RunIntervals = NO_RECORD,
  ) {}

  get ready(): boolean {
    return this.fed >= FIRST_FORECAST;
  }

  get fitted(): number {
    return this.fed;
  }

  /** Index of the newest report that the methods were fed; -1 before the first. */
  get lastFed(): number {
    return this.fedBefore;
  }

  /** Where a filter was re-opened, oldest first. */
  get changes(): readonly RegimeChange[] {
    return this.recognised === undefined ? this.changeList : [this.recognised, ...this.changeList];
  }

  /** Feeds what is new; begins anew where reports were replaced or the report size changed. */
  advance(): void {
    const { reports } = this;
    const size = reports.size;
    if (Number.isNaN(size)) return;
    if (this.generation !== reports.generation || this.size !== size) this.begin(size);
    for (; this.fed < reports.length; this.fed++) {
      const report = this.epochEnds === undefined ? this.fed : this.epochEnds.endBefore(this.fed);
      if (report >= 0) this.feed(report);
    }
  }

  method(name: string): MethodOnRun | undefined {
    return this.methods.find((method) => method.definition.name === name);
  }

  /** @param data cumulative data in samples; @returns a forecast of its own, all NaN before the first report */
  forecast(method: MethodOnRun, data: number): Forecast {
    return method.estimator.forecast(data / this.size, emptyForecast());
  }

  /**
   * Cumulative data at which a quantile of the forecast falls to the target; Infinity when not before `limit`.
   * @param from cumulative data now, in samples; @param limit where to stop looking
   */
  dataAtTarget(
    method: MethodOnRun,
    quantile: 'logLoss' | 'lower80' | 'upper80',
    logTarget: number,
    from: number,
    limit: number,
  ): number {
    const below = (data: number): boolean =>
      method.estimator.forecast(data / this.size, this.scratch)[quantile] <= logTarget;
    if (below(from)) return from;
    if (!below(limit)) return Infinity;
    let low = Math.log(from);
    let high = Math.log(limit);
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      if (below(Math.exp(middle))) high = middle;
      else low = middle;
    }
    return Math.exp(high);
  }

  /** The forecast as a curve from the last report to `until`, evenly in ln(data). */
  curve(
    method: MethodOnRun,
    run: string,
    until: number,
    stepAt: (data: number) => number,
    timeAt: (data: number) => number,
  ): ForecastCurve | undefined {
    const from = this.reports.data.last();
    if (!(until > from)) return undefined;
    const data = Float64Array.from({ length: CURVE_POINTS }, (_, i) =>
      Math.exp(Math.log(from) + (Math.log(until / from) * i) / (CURVE_POINTS - 1)),
    );
    const forecasts = Array.from(data, (s) => this.forecast(method, s));
    if (forecasts.some((forecast) => !Number.isFinite(forecast.logLoss))) return undefined;
    const banded = forecasts.every((forecast) => Number.isFinite(forecast.upper80));
    return {
      run,
      method: method.definition.name,
      title: method.definition.title,
      data,
      step: data.map(stepAt),
      time: data.map(timeAt),
      loss: Float64Array.from(forecasts, (forecast) => Math.exp(forecast.logLoss)),
      lower: banded
        ? Float64Array.from(forecasts, (forecast) => Math.exp(forecast.lower80))
        : new Float64Array(0),
      upper: banded
        ? Float64Array.from(forecasts, (forecast) => Math.exp(forecast.upper80))
        : new Float64Array(0),
    };
  }

  private begin(size: number): void {
    this.recognised = undefined;
    this.epochEnds = undefined;
    this.beginFeeding(size);
  }

  private beginFeeding(size: number): void {
    this.size = size;
    this.generation = this.reports.generation;
    this.fed = 0;
    this.level = NaN;
    this.nextPromise = FIRST_FORECAST;
    this.changeList.length = 0;
    this.lastReopened = -Infinity;
    this.fedBefore = -1;
    const total = this.totalReports(size);
    this.methods = this.definitions.map((definition) => new MethodOnRun(definition, total, this.record));
  }

  private feed(report: number): void {
    const data = this.reports.data.at(report) / this.size;
    const loss = this.reports.loss.at(report);
    this.side.learningRate = this.reports.learningRate.at(report);
    this.level = Number.isNaN(this.level) ? loss : this.level + 0.3 * (loss - this.level);
    for (const method of this.methods) {
      method.observe(data, loss, this.side);
      if (this.level > 0) method.score(data, this.level);
    }
    const reopening = this.methods.find(({ estimator }) => estimator.reopening !== undefined);
    if (reopening !== undefined) this.noteChange(reopening.estimator.reopening!, report);
    this.fedBefore = report;
    if (this.fed + 1 < this.nextPromise) return;
    this.nextPromise = Math.max(this.fed + 2, (this.fed + 1) * STEP);
    for (const method of this.methods) method.promise(data * RATIO, this.scratch);
  }

  /** A step of the learning rate is always told; a jump of the loss, only if nothing just before explains it. */
  private noteChange(kind: Reopening, report: number): void {
    const follows = this.fed - this.lastReopened <= SAME_CHANGE;
    this.lastReopened = this.fed;
    if (kind !== 'learning-rate' && follows) return;
    // A jump is told at its second report, and began at the one before.
    this.changeList.push({ kind, report: kind === 'learning-rate' ? report : this.fedBefore });
    if (this.changeList.length > CHANGES) this.changeList.shift();
    if (this.recognised === undefined && kind !== 'learning-rate') this.lookForRunningMean(report);
  }

  private lookForRunningMean(report: number): void {
    const { loss } = this.reports;
    const jumps = this.changeList.flatMap((change) => (change.kind === 'learning-rate' ? [] : change.report));
    const period = runningMeanPeriod(jumps, loss);
    if (period === undefined) return;
    this.recognised = { kind: 'running-mean', report };
    this.epochEnds = new EpochEnds(period, jumps.at(-1)!, loss);
    this.beginFeeding(this.size);
    // The present step of the loop goes on at the first report.
    this.fed = -1;
  }
}

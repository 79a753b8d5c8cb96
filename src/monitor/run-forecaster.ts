import {
  emptyForecast,
  type Estimator,
  type EstimatorDefinition,
  type Forecast,
  type Reopening,
} from '../core/estimators/estimator.js';
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

/** Where and why a method re-opened its filter. */
export interface RegimeChange {
  readonly kind: Reopening;
  /** Index of the first report of the new regime. */
  readonly report: number;
}

/** One method on one run: its estimator and how far its own earlier forecasts were off. */
export class MethodOnRun {
  estimator: Estimator;
  private readonly pending: { readonly at: number; readonly logLoss: number }[] = [];
  private readonly errors: number[] = [];

  constructor(
    readonly definition: EstimatorDefinition,
    totalReports: number | undefined,
  ) {
    this.estimator = definition.create({ totalReports });
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
    const logLoss = this.estimator.forecast(at, out).logLoss;
    if (Number.isFinite(logLoss)) this.pending.push({ at, logLoss });
  }
}

/**
 * Feeds every report of a run once to every method and answers what they forecast. Cumulative data is counted in
 * samples outside and in reports (s / B) inside.
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

  /**
   * @param definitions the methods, the one that makes the verdicts first
   * @param totalReports reports from the beginning to the deadline with the whole machine, by the report size;
   *   undefined where it is not known
   */
  constructor(
    private readonly reports: Reports,
    private readonly definitions: readonly EstimatorDefinition[],
    private readonly totalReports: (reportSize: number) => number | undefined,
  ) {}

  get ready(): boolean {
    return this.fed >= FIRST_FORECAST;
  }

  get fitted(): number {
    return this.fed;
  }

  /** Where a filter was re-opened, oldest first. */
  get changes(): readonly RegimeChange[] {
    return this.changeList;
  }

  /** Feeds what is new; begins anew where reports were replaced or the report size changed. */
  advance(): void {
    const { reports } = this;
    const size = reports.size;
    if (Number.isNaN(size)) return;
    if (this.generation !== reports.generation || this.size !== size) this.begin(size);
    for (; this.fed < reports.length; this.fed++) {
      this.side.learningRate = reports.learningRate.at(this.fed);
      this.feed(reports.data.at(this.fed) / size, reports.loss.at(this.fed));
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
    this.size = size;
    this.generation = this.reports.generation;
    this.fed = 0;
    this.level = NaN;
    this.nextPromise = FIRST_FORECAST;
    this.changeList.length = 0;
    this.lastReopened = -Infinity;
    const total = this.totalReports(size);
    this.methods = this.definitions.map((definition) => new MethodOnRun(definition, total));
  }

  private feed(data: number, loss: number): void {
    this.level = Number.isNaN(this.level) ? loss : this.level + 0.3 * (loss - this.level);
    for (const method of this.methods) {
      method.estimator.observe(data, loss, this.side);
      if (this.level > 0) method.score(data, this.level);
    }
    const reopening = this.methods.find(({ estimator }) => estimator.reopening !== undefined);
    if (reopening !== undefined) this.noteChange(reopening.estimator.reopening!);
    if (this.fed + 1 < this.nextPromise) return;
    this.nextPromise = Math.max(this.fed + 2, (this.fed + 1) * STEP);
    for (const method of this.methods) method.promise(data * RATIO, this.scratch);
  }

  /** A step of the learning rate is always told; a jump of the loss, only if nothing just before explains it. */
  private noteChange(kind: Reopening): void {
    const follows = this.fed - this.lastReopened <= SAME_CHANGE;
    this.lastReopened = this.fed;
    if (kind !== 'learning-rate' && follows) return;
    // A jump is told at its second report, and began at the one before.
    const report = kind === 'learning-rate' ? this.fed : Math.max(this.fed - 1, 0);
    this.changeList.push({ kind, report });
    if (this.changeList.length > CHANGES) this.changeList.shift();
  }
}

import type { ProblemView } from '../protocol/runs.js';
import type { LogEvent, Problem, ScalarEvent } from '../readers/reader.js';
import { Column } from './columns.js';
import { CumulativeData, type DataSettings } from './cumulative-data.js';
import type { Log } from './log.js';
import { findLearningRate, LoggedRate } from './logged-rate.js';
import { LossChoice } from './loss-choice.js';
import { LossCurve } from './loss-curve.js';
import { median } from './median.js';
import { MetricSeries } from './metric-series.js';
import { pace } from './pace.js';
import { Reports } from './reports.js';
import { RunHorizon, type Horizon } from './run-horizon.js';
import { RunProblems } from './run-problems.js';

/** Non-finite losses in a row after which a run counts as diverged. */
const DIVERGED = 3;
/** Last losses shown as a sparkline. */
const RECENT = 48;
/** Restarts kept per run, the newest. */
const RESTARTS = 32;

/** What is fixed about a run by a person, in a bundle or by a choice of metric. */
export interface RunSettings extends DataSettings {
  /** The metric to take for the training loss; undefined: by the rules. */
  readonly metric: string | undefined;
  /** Samples per report; undefined: as logged. */
  readonly reportSize: number | undefined;
}

/**
 * One training run: everything its logs recorded, the metric taken for its training loss, and that metric as a curve
 * of reports. Only ever grows, unless a log takes back what it told; one that is read again adds what is new in it.
 */
export class Run {
  readonly metrics = new Map<string, MetricSeries>();
  readonly curve = new LossCurve();
  readonly reports = new Reports();
  readonly files = new Map<string, Log>();
  /** Indices in the curve where the step went back, the newest ones. */
  readonly restarts: number[] = [];
  /** When the newest value arrived, milliseconds since 1970 UTC; NaN before. */
  lastReportAt = NaN;
  /** When the target was reached, and NaN before. */
  reachedAt = NaN;
  gone = false;
  /** Exit status of the process, where the log tells that it has ended. */
  exitCode: number | undefined;

  private readonly choice = new LossChoice();
  private readonly cumulative = new CumulativeData(this.metrics);
  private logHorizon = new RunHorizon();
  private readonly problemList = new RunProblems();
  /** Values of the loss metric already in the curve. */
  private taken = 0;
  private nonFiniteInARow = 0;
  private readonly arrivals = new Column();
  private loggedRate: LoggedRate | undefined;
  /** Metrics among which a learning rate was looked for. */
  private metricsSearched = 0;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly colour: number,
    private settings: RunSettings,
  ) {
    this.reports.configure(settings.reportSize);
  }

  /** What a person fixed has changed: the curve and its reports are made again from what was read. */
  configure(settings: RunSettings): void {
    const { metric, dataPerStep, reportSize, inSamples } = this.settings;
    if (
      metric === settings.metric &&
      dataPerStep === settings.dataPerStep &&
      reportSize === settings.reportSize &&
      inSamples === settings.inSamples
    )
      return;
    this.settings = settings;
    this.reports.configure(settings.reportSize);
    this.choice.reopen();
  }

  /** The metric taken for the training loss; '' before one is found. */
  get lossMetric(): string {
    return this.choice.metric;
  }

  get metricReason(): string {
    return this.choice.reason;
  }

  /** Metrics that the rules find as fit as the one taken. */
  get tied(): readonly string[] {
    return this.choice.tied;
  }

  /** Where cumulative data come from, for people. */
  get dataSource(): string {
    return this.cumulative.source(this.settings);
  }

  get loss(): number {
    return this.curve.loss.last();
  }

  get diverged(): boolean {
    return this.nonFiniteInARow >= DIVERGED;
  }

  get problems(): readonly ProblemView[] {
    return this.problemList.views;
  }

  get recent(): number[] {
    return Array.from(this.curve.loss.slice(this.curve.length - RECENT));
  }

  /**
   * Takes what a log brought.
   * @param arrival when it was seen, milliseconds since 1970 UTC; NaN for what stood there at the first look
   */
  apply(event: LogEvent, log: Log, arrival: number): void {
    switch (event.kind) {
      case 'scalar':
        this.scalar(event, arrival);
        break;
      case 'horizon':
        this.logHorizon.state(event.step);
        break;
      case 'remaining':
        this.logHorizon.remaining(event);
        break;
      case 'objective':
        this.choice.setDirection(event);
        break;
      case 'retell':
        this.forget(event.metrics);
        break;
      case 'restart':
        // The steps themselves show where a writer went back.
        this.exitCode = undefined;
        break;
      case 'end':
        this.exitCode = event.exitCode;
        break;
      case 'hidden':
        this.problemList.add(log, {
          kind: 'hidden-value',
          message: `${event.metric} at step ${event.step ?? '?'}: ${event.reason}`,
          place: event.place,
        });
        break;
    }
  }

  addProblem(problem: Problem, log: Log): void {
    this.problemList.add(log, problem);
  }

  /** A log of this run; called before its first event. */
  addLog(log: Log): void {
    if (this.files.has(log.path)) return;
    this.files.set(log.path, log);
    if (log.repeats) this.restartReading(log);
  }

  /** The log is read from its beginning again: what it repeats will be recognised, its old problems are void. */
  restartReading(log: Log): void {
    for (const series of this.metrics.values()) series.restartReading();
    this.problemList.forget(log);
  }

  /**
   * Moves new values of the loss metric into the curve and the reports.
   * @returns whether there were any
   */
  advance(): boolean {
    if (this.choice.choose(this.metrics, this.settings.metric)) this.beginCurve();
    const series = this.metrics.get(this.lossMetric);
    if (series === undefined || this.taken === series.length) return false;
    if (this.cumulative.choose(this.settings, this.taken === 0)) this.beginCurve();
    this.followLearningRate();
    for (; this.taken < series.length; this.taken++) this.take(series, this.taken);
    return true;
  }

  /** The learning rate at every loss of the curve; NaN where the log does not tell it. */
  learningRates(): Float64Array {
    const losses = this.metrics.get(this.lossMetric);
    const rates = findLearningRate(this.metrics);
    const logged = rates === undefined ? undefined : new LoggedRate(rates);
    return Float64Array.from({ length: losses?.length ?? 0 }, (_, i) => logged?.at(losses!, i) ?? NaN);
  }

  /** Median seconds between arrivals of new reports; NaN before there are three. */
  usualSilence(): number {
    const gaps: number[] = [];
    for (let i = Math.max(1, this.arrivals.length - 32); i < this.arrivals.length; i++) {
      gaps.push((this.arrivals.at(i) - this.arrivals.at(i - 1)) / 1000);
    }
    return gaps.length < 2 ? NaN : median(gaps);
  }

  /** Samples per second as observed, pauses left out; NaN before it can be told. */
  measuredDataRate(): number {
    return pace(this.curve.data, this.curve.time);
  }

  /** Step at a cumulative data, the inverse of what the curve shows. */
  stepAt(data: number): number {
    return this.cumulative.stepAt(data, this.curve);
  }

  /** Where the run will end by its own log; undefined where that does not tell. */
  horizon(): Horizon | undefined {
    return this.logHorizon.of(this.curve);
  }

  /** Cumulative data at the log's own horizon; NaN where it has none. */
  horizonData(): number {
    const series = this.metrics.get(this.lossMetric);
    const horizon = this.horizon();
    return horizon === undefined || series === undefined || series.length === 0
      ? NaN
      : this.cumulative.at(horizon.step, series);
  }

  private scalar(event: ScalarEvent, arrival: number): void {
    let series = this.metrics.get(event.metric);
    if (series === undefined) {
      series = new MetricSeries(event.metric);
      this.metrics.set(event.metric, series);
    }
    const time = event.wallTime === undefined ? NaN : event.wallTime * 1000;
    const isNew = series.add(event.step ?? NaN, event.value, time, event.place, arrival);
    if (isNew) this.logHorizon.scalar(event);
  }

  /** What a log told of these metrics is void: it tells it again, by other steps. */
  private forget(metrics: readonly string[]): void {
    for (const metric of metrics) this.metrics.delete(metric);
    this.logHorizon = new RunHorizon();
    this.beginCurve();
  }

  /** What was taken so far is void: another metric, or another count of data, holds. */
  private beginCurve(): void {
    this.taken = 0;
    this.nonFiniteInARow = 0;
    this.curve.clear();
    this.reports.clear();
    this.restarts.length = 0;
    this.loggedRate = undefined;
    this.metricsSearched = 0;
  }

  private followLearningRate(): void {
    if (this.loggedRate !== undefined || this.metricsSearched === this.metrics.size) return;
    this.metricsSearched = this.metrics.size;
    const rates = findLearningRate(this.metrics);
    if (rates !== undefined) this.loggedRate = new LoggedRate(rates);
  }

  private take(series: MetricSeries, i: number): void {
    const logged = series.step.at(i);
    const step = Number.isNaN(logged) ? i + 1 : logged;
    const loss = series.value.at(i);
    const arrival = series.arrival.at(i);
    const written = series.time.at(i);
    const time = Number.isNaN(written) ? arrival : written;
    const data = this.cumulative.at(step, series);
    if (step < this.curve.step.last()) {
      this.restarts.push(i);
      if (this.restarts.length > RESTARTS) this.restarts.shift();
    }
    this.curve.push(step, data, time, loss);
    this.nonFiniteInARow = Number.isFinite(loss) ? 0 : this.nonFiniteInARow + 1;
    this.reports.add(data, loss, time, i, this.loggedRate?.at(series, i) ?? NaN);
    if (!Number.isNaN(arrival)) {
      if (arrival !== this.arrivals.last()) this.arrivals.push(arrival);
      this.lastReportAt = arrival;
    } else if (!Number.isNaN(written)) {
      this.lastReportAt = written;
    }
  }
}

import { chooseLossMetric, metricRole } from '../readers/metric-role.js';
import type { LogEvent, ObjectiveEvent, Problem, ScalarEvent } from '../readers/reader.js';
import type { ProblemView } from '../protocol/runs.js';
import { Column } from './columns.js';
import { CountedData, findDataCount } from './counted-data.js';
import type { Log } from './log.js';
import { LoggedRate } from './logged-rate.js';
import { LossCurve } from './loss-curve.js';
import { median } from './median.js';
import { MetricSeries } from './metric-series.js';
import { Reports } from './reports.js';
import { TimeLeft } from './time-left.js';

/** Problems kept per run; a log of rubbish must not fill the memory. */
const PROBLEMS = 200;
/** Non-finite losses in a row after which a run counts as diverged. */
const DIVERGED = 3;
/** Last losses shown as a sparkline. */
const RECENT = 48;

/** Restarts kept per run, the newest. */
const RESTARTS = 32;

/** Metrics that tell how many samples a step processes. */
const BATCH_SIZE =
  /^(?:global[ _]batch[ _]size|train[ _]batch[ _]size|batch[ _]size|samples[ _]per[ _]step)$/i;

/** Metrics that tell how many seconds a run will still take. */
const REMAINING_SECONDS =
  /(?:^|\/)(?:eta|remaining|remaining_time|time_remaining|time_left)_(?:s|secs?|seconds)$/i;

/** Where a run will end. */
export interface Horizon {
  readonly step: number;
  /** `log`: the log names the last step; `eta`: derived from the time that it says is left. */
  readonly origin: 'log' | 'eta';
}

/** What is fixed about a run by a person, in a bundle or by a choice of metric. */
export interface RunSettings {
  readonly metric: string | undefined;
  /** Samples per step; undefined: as the log counts them, else the batch size that it tells, else 1. */
  readonly dataPerStep: number | undefined;
  /** Samples per report; undefined: as logged. */
  readonly reportSize: number | undefined;
  /** Whether data must be samples, for a person gave other numbers in samples; else tokens will do. */
  readonly inSamples: boolean;
}

/**
 * One training run: everything its logs recorded, the metric taken for its training loss, and that metric as a curve
 * of reports. Only ever grows; a log that is read again adds what is new in it.
 */
export class Run {
  readonly metrics = new Map<string, MetricSeries>();
  readonly curve = new LossCurve();
  readonly reports = new Reports();
  readonly files = new Map<string, Log>();
  /** Indices in the curve where the step went back, the newest ones. */
  readonly restarts: number[] = [];
  /** The metric taken for the training loss; '' before one is found. */
  lossMetric = '';
  metricReason = 'No metric looks like a training loss yet.';
  /** Metrics that the rules find equally fit. */
  tied: readonly string[] = [];
  /** When the newest value arrived, milliseconds since 1970 UTC; NaN before. */
  lastReportAt = NaN;
  /** When the target was reached, and NaN before. */
  reachedAt = NaN;
  gone = false;
  /** Exit status of the process, where the log tells that it has ended. */
  exitCode: number | undefined;

  private readonly problemList: ProblemView[] = [];
  private problemCount = 0;
  /** Values of the loss metric already in the curve. */
  private taken = 0;
  private nonFiniteInARow = 0;
  private readonly arrivals = new Column();
  /** Samples per step, where the log does not count them. */
  private dataPerStep = 1;
  /** The log's own count of samples; undefined without one. */
  private counted: CountedData | undefined;
  /** Which way metrics are meant to go, where the log says so. */
  private readonly directions = new Map<string, ObjectiveEvent['direction']>();
  /** Last step that the log names. */
  private statedEnd: number | undefined;
  private readonly timeLeft = new TimeLeft();
  /** Metrics that the choice of the loss metric has considered. */
  private metricsSeen = 0;
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
    this.lossMetric = '';
    this.metricsSeen = 0;
  }

  get loss(): number {
    return this.curve.loss.last();
  }

  get diverged(): boolean {
    return this.nonFiniteInARow >= DIVERGED;
  }

  get problems(): readonly ProblemView[] {
    return this.problemList;
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
        this.statedEnd = event.step;
        break;
      case 'remaining':
        this.timeLeft.add(event.step, event.seconds, event.clock ?? NaN, event.epochEnd ?? NaN);
        break;
      case 'objective':
        this.directions.set(event.metric, event.direction);
        break;
      case 'restart':
        // The steps themselves show where a writer went back.
        this.exitCode = undefined;
        break;
      case 'end':
        this.exitCode = event.exitCode;
        break;
      case 'hidden':
        this.note(log, {
          kind: 'hidden-value',
          message: `${event.metric} at step ${event.step ?? '?'}: ${event.reason}`,
          place: event.place,
        });
        break;
    }
  }

  addProblem(problem: Problem, log: Log): void {
    this.note(log, problem);
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
    for (let i = this.problemList.length - 1; i >= 0; i--) {
      if (this.problemList[i]?.file === log.path) this.problemList.splice(i, 1);
    }
  }

  /**
   * Moves new values of the loss metric into the curve and the reports.
   * @returns whether there were any
   */
  advance(): boolean {
    this.chooseMetric();
    const series = this.metrics.get(this.lossMetric);
    if (series === undefined || this.taken === series.length) return false;
    this.chooseDataCount();
    // Settled at the first report: a batch size that changes later must not bend the curve.
    if (this.taken === 0) {
      this.dataPerStep = this.settings.dataPerStep ?? this.loggedBatchSize()?.value.at(0) ?? 1;
    }
    this.followLearningRate();
    for (; this.taken < series.length; this.taken++) this.take(series, this.taken);
    return true;
  }

  /** The learning rate at every loss of the curve; NaN where the log does not tell it. */
  learningRates(): Float64Array {
    const losses = this.metrics.get(this.lossMetric);
    const rates = this.findLearningRates();
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
    return this.observedRate(this.curve.data);
  }

  /** @returns how fast a column of the curve grows, per second */
  private observedRate(column: Column): number {
    const rates: number[] = [];
    const { time } = this.curve;
    let previous = Math.max(0, this.curve.length - 256);
    for (let i = previous + 1; i < this.curve.length; i++) {
      const seconds = (time.at(i) - time.at(previous)) / 1000;
      const amount = column.at(i) - column.at(previous);
      if (!(seconds > 0)) continue;
      if (amount > 0) rates.push(amount / seconds);
      previous = i;
    }
    return rates.length < 2 ? NaN : median(rates);
  }

  private scalar(event: ScalarEvent, arrival: number): void {
    let series = this.metrics.get(event.metric);
    if (series === undefined) {
      series = new MetricSeries(event.metric);
      this.metrics.set(event.metric, series);
    }
    const time = event.wallTime === undefined ? NaN : event.wallTime * 1000;
    const isNew = series.add(event.step ?? NaN, event.value, time, event.place, arrival);
    if (isNew && REMAINING_SECONDS.test(series.name)) {
      this.timeLeft.add(event.step ?? NaN, event.value, event.wallTime ?? NaN, NaN);
    }
  }

  private chooseMetric(): void {
    const wanted = this.settings.metric;
    if (wanted !== undefined) {
      if (this.lossMetric === '' && this.metrics.has(wanted)) {
        this.takeMetric(wanted, `${wanted} was chosen by a person.`, []);
      } else if (this.lossMetric === '') {
        this.metricReason = `The metric ${wanted} is asked for, and is not in the log yet.`;
      }
      return;
    }
    if (this.metrics.size === this.metricsSeen && this.lossMetric !== '') return;
    this.metricsSeen = this.metrics.size;
    const choice = chooseLossMetric(
      [...this.metrics.values()].map(({ name, length }) => ({
        name,
        points: length,
        direction: this.directions.get(name),
      })),
    );
    if (choice === undefined) {
      const [maximised] = this.directions.keys();
      if (maximised !== undefined)
        this.metricReason = `The log says that "${maximised}" is maximised: it is no loss, and no other metric looks like one.`;
      return;
    }
    if (choice.name !== this.lossMetric) this.takeMetric(choice.name, choice.reason, choice.tied);
    this.metricReason = choice.reason;
    this.tied = choice.tied;
  }

  private takeMetric(name: string, reason: string, tied: readonly string[]): void {
    this.lossMetric = name;
    this.metricReason = reason;
    this.tied = tied;
    this.taken = 0;
    this.nonFiniteInARow = 0;
    this.curve.clear();
    this.reports.clear();
    this.restarts.length = 0;
    this.loggedRate = undefined;
    this.metricsSearched = 0;
  }

  private findLearningRates(): MetricSeries | undefined {
    return [...this.metrics.values()].find((series) => metricRole(series.name) === 'learning-rate');
  }

  private followLearningRate(): void {
    if (this.loggedRate !== undefined || this.metricsSearched === this.metrics.size) return;
    this.metricsSearched = this.metrics.size;
    const rates = this.findLearningRates();
    if (rates !== undefined) this.loggedRate = new LoggedRate(rates);
  }

  /** Takes the log's count of samples for the data, from the first report on, as soon as it is known for one. */
  private chooseDataCount(): void {
    if (this.settings.dataPerStep !== undefined) {
      this.counted = undefined;
      return;
    }
    if (this.counted === undefined || this.taken === 0) {
      const count = findDataCount(this.metrics.values(), this.settings.inSamples);
      if (count !== this.counted?.series) {
        this.counted = count === undefined ? undefined : new CountedData(count);
        this.takeMetric(this.lossMetric, this.metricReason, this.tied);
      }
    }
    this.counted?.advance();
  }

  private take(series: MetricSeries, i: number): void {
    const logged = series.step.at(i);
    const step = Number.isNaN(logged) ? i + 1 : logged;
    const loss = series.value.at(i);
    const arrival = series.arrival.at(i);
    const written = series.time.at(i);
    const time = Number.isNaN(written) ? arrival : written;
    const data = this.dataAt(step, series);
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

  /**
   * Cumulative data at a step, in samples. A log that counts from 0, or from its first interval, has seen one interval
   * of data at its first report: data is never 0, for its logarithm is the estimators' regressor.
   */
  private dataAt(step: number, series: MetricSeries): number {
    if (this.counted !== undefined) return this.counted.at(step);
    const first = series.step.at(0);
    if (Number.isNaN(first)) return step * this.dataPerStep;
    const spacing = series.length > 1 ? Math.max(series.step.at(1) - first, 0) : 1;
    const shift = first < spacing ? spacing - first : 0;
    return Math.max(step + shift, 0.5) * this.dataPerStep;
  }

  /** Step at a cumulative data, the inverse of what the curve shows. */
  stepAt(data: number): number {
    if (this.counted !== undefined) return this.counted.stepAt(data);
    const shift =
      this.curve.length === 0 ? 0 : this.curve.data.at(0) / this.dataPerStep - this.curve.step.at(0);
    return data / this.dataPerStep - shift;
  }

  /** Where the run will end by its own log: as that says, else as its time to go tells; undefined where neither does. */
  horizon(): Horizon | undefined {
    if (this.statedEnd !== undefined) return { step: this.statedEnd, origin: 'log' };
    const step = this.timeLeft.lastStep(this.observedRate(this.curve.step));
    return step === undefined ? undefined : { step, origin: 'eta' };
  }

  /** Cumulative data at the log's own horizon; NaN where it has none. */
  horizonData(): number {
    const series = this.metrics.get(this.lossMetric);
    const horizon = this.horizon();
    return horizon === undefined || series === undefined || series.length === 0
      ? NaN
      : this.dataAt(horizon.step, series);
  }

  /** Where cumulative data come from, for people. */
  get dataSource(): string {
    if (this.counted !== undefined) return `"${this.counted.series.name}" of the log`;
    if (this.settings.dataPerStep !== undefined) return `${this.dataPerStep} a step, as the bundle says`;
    const batch = this.loggedBatchSize();
    return batch === undefined
      ? '1 a step, for the log tells neither samples nor a batch size'
      : `${this.dataPerStep} a step, by "${batch.name}" of the log`;
  }

  private loggedBatchSize(): MetricSeries | undefined {
    for (const series of this.metrics.values()) {
      if (BATCH_SIZE.test(series.name) && series.value.at(0) > 0) return series;
    }
    return undefined;
  }

  private note(
    log: Log,
    problem: { readonly kind: string; readonly message: string; readonly place: number },
  ): void {
    this.problemCount++;
    if (this.problemList.length >= PROBLEMS) {
      this.problemList[PROBLEMS - 1] = {
        file: log.path,
        kind: 'more',
        message: `${this.problemCount - PROBLEMS + 1} more problems are not listed.`,
      };
      return;
    }
    const place = log.placeUnit === 'line' ? { line: problem.place } : { offset: problem.place };
    this.problemList.push({ file: log.path, kind: problem.kind, message: problem.message, ...place });
  }
}

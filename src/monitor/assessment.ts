import { formatLoss } from '../base/number-format.js';
import type { EstimatorDefinition, Forecast } from '../core/estimators/estimator.js';
import { interval80, probabilityAtMost } from '../core/evaluation/predictive.js';
import type { RunRecording } from '../protocol/analysis.js';
import type { ForecastCurve } from '../protocol/curves.js';
import type { MethodView, RunView, TaskStatus, TaskView, Verdict } from '../protocol/runs.js';
import { resolveMoment, type BundleTask } from './bundle.js';
import { changesOf } from './changes.js';
import type { IntervalRecord } from './interval-record.js';
import { RunForecaster, type MethodOnRun } from './run-forecaster.js';
import type { Run } from './run.js';
import { explainVerdict, FIRST_VERDICT, judge } from './verdict.js';

/** A silence this many times the usual one, and at least this many seconds long, is a stall. */
const STALL_FACTOR = 6;
const STALL_SECONDS = 180;

/** What the scheduler says of a run, told with its assessment. */
export interface Standing {
  readonly score: number;
  readonly requiredRate: number;
  readonly predictedRate: number;
  /** Whether the slice in force lets the run train; null without one. */
  readonly allowed: boolean | null;
}

/** One run under observation: its task, what is forecast of it, and the verdict. */
export class Assessment {
  readonly forecaster: RunForecaster;
  /** Resolved task; undefined for a run without target and deadline. */
  readonly task: TaskView | undefined;
  reachedAt = NaN;
  /** Nothing was taken into account yet. */
  fresh = true;
  /** Of the last view. */
  verdict: Verdict = 'unknown';
  /** Reports already held against the target. */
  private checked = 0;
  private generation = -1;

  /**
   * @param start when the bundle's durations begin, milliseconds since 1970 UTC
   * @param definitions the methods, the one that makes the verdicts first
   * @param record of how intervals have held on all runs
   */
  constructor(
    readonly run: Run,
    readonly bundleTask: BundleTask | undefined,
    readonly start: number,
    definitions: readonly EstimatorDefinition[],
    record: IntervalRecord,
  ) {
    this.task = bundleTask === undefined ? undefined : resolveTask(bundleTask, start);
    this.forecaster = new RunForecaster(
      run.reports,
      definitions,
      (reportSize) => this.totalReports(reportSize),
      record.ofRun(run.id),
    );
  }

  /** Takes new reports into account. */
  advance(): void {
    this.forecaster.advance();
    this.checkTarget();
  }

  /** Samples per second with the whole machine: given, or as observed; NaN where unknown. */
  get dataRate(): number {
    return this.bundleTask?.dataRate ?? this.run.measuredDataRate();
  }

  /** Cumulative data now, in samples. */
  get data(): number {
    const data = this.run.curve.data.last();
    return Number.isNaN(data) ? 0 : data;
  }

  status(now: number, allowed: boolean | null): TaskStatus {
    if (!Number.isNaN(this.reachedAt)) return 'reached';
    if (this.task !== undefined && now >= this.task.deadline) return 'missed';
    if (this.run.diverged) return 'diverged';
    if (this.run.curve.length === 0 || (this.task !== undefined && now < this.task.begin)) return 'waiting';
    const usual = this.run.usualSilence();
    const limit = Math.max(STALL_SECONDS, Number.isNaN(usual) ? 0 : STALL_FACTOR * usual);
    return allowed !== false && (now - this.lastReportAt()) / 1000 > limit ? 'stalled' : 'running';
  }

  /** Milliseconds since 1970 UTC. */
  lastReportAt(): number {
    if (!Number.isNaN(this.run.lastReportAt)) return this.run.lastReportAt;
    let newest = NaN;
    for (const file of this.run.files.values()) if (!(file.modified <= newest)) newest = file.modified;
    return newest;
  }

  /** Everything that the views show of the run. @param now milliseconds since 1970 UTC */
  view(now: number, standing: Standing): RunView {
    const { run, task } = this;
    const status = this.status(now, standing.allowed);
    const main = this.forecaster.methods[0];
    const until = this.forecastUntil(now);
    const forecast =
      main === undefined || !this.forecaster.ready ? undefined : this.forecaster.forecast(main, until);
    const probability = this.probability(status, forecast);
    this.verdict = status === 'reached' ? 'feasible' : judge(probability, run.reports.length, this.verdict);
    if (status === 'missed') this.verdict = 'infeasible';
    const timing = status === 'reached' ? undefined : this.timeToTarget(main);
    const predictedLoss = forecast === undefined ? NaN : Math.exp(forecast.logLoss);
    return {
      id: run.id,
      name: run.name,
      colour: run.colour,
      format: [...run.files.values()][0]?.format ?? '',
      files: [...run.files.keys()],
      metric: run.lossMetric,
      metricReason: run.metricReason,
      status,
      verdict: this.verdict,
      reason:
        task === undefined
          ? this.explainWithoutTask(predictedLoss, until)
          : explainVerdict({
              status,
              verdict: this.verdict,
              reports: run.reports.length,
              probability,
              predictedLoss,
              loss: run.loss,
              target: task.target,
              secondsLeft: (task.deadline - now) / 1000,
              timeToTarget: timing?.median ?? NaN,
              secondsSilent: (now - this.lastReportAt()) / 1000,
              dataRateKnown: !Number.isNaN(this.dataRate),
              metricReason: run.metricReason,
            }),
      task: task === undefined ? null : { ...task, dataRate: this.dataRate },
      probability,
      methods: this.methodViews(until),
      timeToTarget: timing?.median ?? NaN,
      timeToTarget80: timing === undefined ? null : [timing.early, timing.late],
      reachedAt: this.reachedAt,
      requiredRate: standing.requiredRate,
      predictedRate: standing.predictedRate,
      score: standing.score,
      reports: run.reports.length,
      step: run.curve.step.last(),
      data: this.data,
      loss: run.loss,
      lastReportAt: this.lastReportAt(),
      usualSilence: run.usualSilence(),
      recent: run.recent,
      segments: run.metrics.get(run.lossMetric)?.segments() ?? 0,
      nonFinite: run.metrics.get(run.lossMetric)?.nonFinite ?? 0,
      allowed: standing.allowed,
      problems: run.problems,
      changes: changesOf(run, this.forecaster.changes),
    };
  }

  /** Every method's forecast as a curve to the deadline, or to the horizon without one. */
  curves(now: number): ForecastCurve[] {
    if (!this.forecaster.ready || !Number.isNaN(this.reachedAt)) return [];
    const until = this.forecastUntil(now);
    const rate = this.dataRate;
    const from = this.data;
    const at = Number.isNaN(rate) ? () => NaN : (data: number) => now + ((data - from) / rate) * 1000;
    return this.forecaster.methods.flatMap(
      (method) =>
        this.forecaster.curve(method, this.run.id, until, (data) => this.run.stepAt(data), at) ?? [],
    );
  }

  /** The run as plain numbers, for looking back; undefined before it has reports. */
  recording(): RunRecording | undefined {
    const { run, task, start } = this;
    const { reports } = run;
    if (reports.length < 2) return undefined;
    return {
      run: run.id,
      name: run.name,
      metric: run.lossMetric,
      losses: reports.loss.slice(),
      data: reports.data.slice(),
      learningRates: reports.learningRate.slice(),
      reportSize: reports.size,
      task:
        task === undefined || Number.isNaN(this.dataRate)
          ? null
          : {
              resource: task.resource,
              begin: (task.begin - start) / 1000,
              deadline: (task.deadline - start) / 1000,
              target: task.target,
              dataRate: this.dataRate,
              reached: !Number.isNaN(this.reachedAt),
            },
    };
  }

  private totalReports(reportSize: number): number | undefined {
    const rate = this.bundleTask?.dataRate;
    if (this.task !== undefined && rate !== undefined) {
      return (rate * (this.task.deadline - this.task.begin)) / 1000 / reportSize;
    }
    const horizon = this.run.horizonData();
    return Number.isNaN(horizon) ? undefined : horizon / reportSize;
  }

  /** Cumulative data to forecast at: at the deadline with the whole machine, at the log's horizon, or twice today's. */
  private forecastUntil(now: number): number {
    if (this.task !== undefined) {
      const seconds = (this.task.deadline - now) / 1000;
      return seconds > 0 ? this.data + seconds * this.dataRate : this.data;
    }
    const horizon = this.run.horizonData();
    return horizon > this.data ? horizon : 2 * this.data;
  }

  private probability(status: TaskStatus, forecast: Forecast | undefined): number {
    if (this.task === undefined) return NaN;
    if (status === 'reached') return 1;
    if (status === 'missed') return 0;
    if (forecast === undefined || this.run.reports.length < FIRST_VERDICT) return NaN;
    return probabilityAtMost(forecast, Math.log(this.task.target));
  }

  private checkTarget(): void {
    if (this.task === undefined) return;
    const { reports } = this.run;
    if (this.generation !== reports.generation) this.checked = 0;
    this.generation = reports.generation;
    for (; this.checked < reports.length && Number.isNaN(this.reachedAt); this.checked++) {
      const when = this.timeOf(this.checked);
      if (reports.loss.at(this.checked) <= this.task.target && !(when > this.task.deadline))
        this.reachedAt = when;
    }
  }

  /**
   * When a report was made, milliseconds since 1970 UTC. A log without times that stood there at the first look tells
   * only when it was last written; its reports are taken to have come at an even pace since the beginning.
   */
  private timeOf(report: number): number {
    const { reports } = this.run;
    const known = reports.time.at(report);
    const last = this.lastReportAt();
    if (!Number.isNaN(known) || this.task === undefined || last < this.task.begin)
      return Number.isNaN(known) ? last : known;
    return this.task.begin + (last - this.task.begin) * (reports.data.at(report) / reports.data.last());
  }

  /** Seconds of the whole machine until the forecast falls to the target. */
  private timeToTarget(
    main: MethodOnRun | undefined,
  ): { median: number; early: number; late: number } | undefined {
    if (
      main === undefined ||
      this.task === undefined ||
      !this.forecaster.ready ||
      Number.isNaN(this.dataRate)
    ) {
      return undefined;
    }
    const logTarget = Math.log(this.task.target);
    const horizon = ((this.task.deadline - this.task.begin) / 1000) * this.dataRate;
    const limit = Math.max(this.data * 4, this.data + 4 * horizon);
    const seconds = (quantile: 'logLoss' | 'lower80' | 'upper80'): number =>
      (this.forecaster.dataAtTarget(main, quantile, logTarget, this.data, limit) - this.data) / this.dataRate;
    return { median: seconds('logLoss'), early: seconds('lower80'), late: seconds('upper80') };
  }

  private methodViews(until: number): MethodView[] {
    if (!this.forecaster.ready) return [];
    const logTarget = this.task === undefined ? NaN : Math.log(this.task.target);
    return this.forecaster.methods.map((method) => {
      const forecast = this.forecaster.forecast(method, until);
      const banded = Number.isFinite(forecast.upper80);
      return {
        method: method.definition.name,
        title: method.definition.title,
        loss: Math.exp(forecast.logLoss),
        interval80: banded ? interval80(forecast) : null,
        probability: probabilityAtMost(forecast, logTarget),
        relativeError: method.relativeError,
        usesLearningRate: method.estimator.usesLearningRate ?? false,
      };
    });
  }

  private explainWithoutTask(predictedLoss: number, until: number): string {
    if (this.run.curve.length === 0) return this.run.metricReason;
    const forecast = Number.isNaN(predictedLoss)
      ? ''
      : ` Forecast ${formatLoss(predictedLoss)} at step ${Math.round(this.run.stepAt(until)).toLocaleString('en')}.`;
    return `No target yet: set a target and a deadline to get a verdict.${forecast}`;
  }
}

function resolveTask(task: BundleTask, start: number): TaskView {
  const begin = task.begin === undefined ? start : resolveMoment(task.begin, start);
  return {
    target: task.target,
    begin,
    deadline: resolveMoment(task.deadline, start),
    resource: task.resource,
    dataRate: task.dataRate ?? NaN,
    dataRateSource: task.dataRate === undefined ? 'measured' : 'given',
  };
}

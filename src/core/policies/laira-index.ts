import type { Estimator, EstimatorDefinition } from '../estimators/estimator.js';
import { dkf } from '../estimators/dkf.js';
import { WeightedLeastSquares } from '../estimators/weighted-least-squares.js';
import { isFittable } from '../estimators/fittable.js';
import { activeTasks, timeToReports, totalReports } from '../laira/active.js';
import { staysFeasible, type FeasibilitySettings } from '../laira/feasibility.js';
import { Outlook } from '../laira/outlook.js';
import { bareCandidate, rank } from '../laira/ranking.js';
import { evaluateRates, type ConfidenceSettings, type Rates } from '../laira/rates.js';
import { wholeMachine } from '../laira/shares.js';
import {
  firstSlice,
  nextSlice,
  predictionError,
  type SliceSettings,
  type SliceState,
} from '../laira/slices.js';
import type { Candidate, Decision, Policy, PolicyDefinition, TaskProgress, TaskSpec } from './policy.js';

export interface IndexSettings {
  /** Whose forecasts make the probabilities. It has to give intervals. */
  readonly estimator: EstimatorDefinition;
  /** Reports a task makes before it is ranked: at most `reports`, and at most `part` of all it could make, at least 2. */
  readonly warmUp: { readonly reports: number; readonly part: number };
  /** Factor on the score of the task that ran last: what a switch has to be worth. */
  readonly persistence: number;
  /** M_1 and its greatest value, as parts of T / K. */
  readonly slice: { readonly initial: number; readonly maximum: number; readonly minimum: number };
  /** PD gains per unit of M_1. */
  readonly gains: { readonly proportional: number; readonly derivative: number };
  /** A slice ends this much after the time at which the target is expected (1: exactly then). */
  readonly margin: number;
  readonly feasibility: FeasibilitySettings;
  readonly discount: number;
  readonly ridge: number;
  readonly confidence: ConfidenceSettings;
}

export const INDEX_DEFAULTS: IndexSettings = {
  estimator: dkf,
  warmUp: { reports: 5, part: 0.02 },
  persistence: 1.2,
  slice: { initial: 0.25, maximum: 0.4, minimum: 0.05 },
  gains: { proportional: -1, derivative: -0.3 },
  margin: 1.25,
  feasibility: { drop: 0.05, readmit: 0.15 },
  discount: 0.98,
  ridge: 0.001,
  confidence: { parameterBound: 1, sigma: 0.3, delta: 0.1 },
};

/** What the policy keeps of a task. Data is counted in reports. */
interface IndexTask {
  readonly estimator: Estimator;
  readonly line: WeightedLeastSquares;
  readonly outlook: Outlook;
  readonly logTarget: number;
  /** Data rate in reports per unit time. */
  readonly rate: number;
  /** Data and time at which the outlook was tabulated; NaN when it has to be done again. */
  tabulatedAt: number;
  tabulatedFrom: number;
  logLoss: number;
  feasible: boolean;
}

/** The slice that runs: what was expected of it. */
interface RunningSlice {
  readonly task: number;
  readonly state: SliceState;
  readonly predictedLogLoss: number;
  readonly reports: number;
}

/**
 * LaiRA with its three parts put on probabilities: look-ahead gives P(success by the deadline) instead of a yes or no,
 * priority is the chance of success per unit of machine time, and slices follow the prediction error by PD control.
 */
class IndexPolicy implements Policy {
  private readonly states: readonly IndexTask[];
  private readonly slices: SliceSettings;
  private running: RunningSlice | undefined;
  private readonly first: SliceState;

  constructor(
    private readonly tasks: readonly TaskSpec[],
    horizon: number,
    private readonly settings: IndexSettings,
  ) {
    const share = horizon / Math.max(tasks.length, 1);
    const initial = settings.slice.initial * share;
    this.slices = {
      initial,
      proportionalGain: settings.gains.proportional * initial,
      derivativeGain: settings.gains.derivative * initial,
      keepFraction: true,
      minimum: settings.slice.minimum * share,
      maximum: settings.slice.maximum * share,
      whole: false,
    };
    this.first = firstSlice(this.slices);
    this.states = tasks.map((task) => ({
      estimator: settings.estimator.create({ totalReports: totalReports(task) }),
      line: new WeightedLeastSquares({ discount: settings.discount, ridge: settings.ridge }),
      outlook: new Outlook(),
      logTarget: Math.log(task.target),
      rate: task.dataRate / task.reportSize,
      tabulatedAt: NaN,
      tabulatedFrom: NaN,
      logLoss: NaN,
      feasible: true,
    }));
  }

  observe(task: number, data: number, loss: number): void {
    const state = this.states[task]!;
    const reports = data / this.tasks[task]!.reportSize;
    if (!isFittable(reports, loss)) return;
    state.estimator.observe(reports, loss);
    state.logLoss = Math.log(loss);
    state.line.update(Math.log(reports), state.logLoss);
    state.tabulatedAt = NaN;
  }

  decide(now: number, progress: readonly TaskProgress[]): Decision {
    const active = activeTasks(this.tasks, progress, now);
    const length = this.sliceState(progress).length;
    const waiting = active.filter((k) => this.lacksReports(k, progress[k]!));
    const ranked = rank(
      active.map((k) => this.candidate(k, now, progress[k]!, length)),
      this.tasks,
    );
    const best = ranked[0];
    if (best === undefined) {
      return { shares: new Float64Array(this.tasks.length), length, phase: 'idle', candidates: ranked };
    }
    const shares = wholeMachine(this.tasks.length, best.task);
    const task = this.tasks[best.task]!;
    if (waiting.includes(best.task)) {
      const time = timeToReports(task, progress[best.task]!, this.warmUpReports(task));
      return { shares, length: Math.min(time, task.deadline - now), phase: 'warm-up', candidates: ranked };
    }
    return {
      shares,
      length: this.boundLength(best, length, now, progress[best.task]!),
      phase: ranked.some((candidate) => candidate.feasible) ? 'slice' : 'best-effort',
      candidates: ranked,
    };
  }

  commit(decision: Decision, now: number, progress: readonly TaskProgress[]): void {
    for (const { task, feasible } of decision.candidates) this.states[task]!.feasible = feasible;
    const state = this.sliceState(progress);
    const task = decision.candidates[0]?.task;
    if (task === undefined || decision.phase === 'idle') return;
    const { line, rate } = this.states[task]!;
    const { data, reports } = progress[task]!;
    const ahead =
      data / this.tasks[task]!.reportSize +
      rate * Math.min(decision.length, this.tasks[task]!.deadline - now);
    const predictedLogLoss = decision.phase === 'warm-up' ? NaN : line.predict(Math.log(ahead));
    this.running = { task, state, predictedLogLoss, reports };
  }

  /** The length of the next slice: that of the running one, moved by its error if it made reports. */
  private sliceState(progress: readonly TaskProgress[]): SliceState {
    const { running } = this;
    if (running === undefined) return this.first;
    const made = progress[running.task]!.reports - running.reports;
    if (Number.isNaN(running.predictedLogLoss) || made <= 0) return running.state;
    const error = predictionError(running.predictedLogLoss, this.states[running.task]!.logLoss, 1);
    return nextSlice(this.slices, running.state, error);
  }

  private warmUpReports(task: TaskSpec): number {
    const { reports, part } = this.settings.warmUp;
    return Math.min(reports, Math.max(2, Math.ceil(part * totalReports(task))));
  }

  private lacksReports(k: number, progress: TaskProgress): boolean {
    return progress.reports < this.warmUpReports(this.tasks[k]!);
  }

  private candidate(k: number, now: number, progress: TaskProgress, slice: number): Candidate {
    const task = this.tasks[k]!;
    const state = this.states[k]!;
    const timeLeft = task.deadline - now;
    if (state.line.reports === 0) return bareCandidate(k, Infinity);
    const data = progress.data / task.reportSize;
    if (state.tabulatedAt !== data) {
      state.outlook.tabulate(state.estimator, state.logTarget, data, state.rate, timeLeft);
      state.tabulatedAt = data;
    }
    const probability = state.outlook.probability(timeLeft);
    const rates = this.rates(state, data, timeLeft, slice);
    const persistence = this.running?.task === k ? this.settings.persistence : 1;
    return {
      task: k,
      score: this.lacksReports(k, progress) ? Infinity : persistence * state.outlook.index(timeLeft),
      probability,
      remainingTime: state.outlook.medianTime,
      requiredRate: rates.required,
      predictedRate: rates.predicted,
      feasible: staysFeasible(this.settings.feasibility, probability, state.feasible),
    };
  }

  private rates(state: IndexTask, data: number, timeLeft: number, slice: number): Rates {
    return evaluateRates(
      state.line,
      {
        logLoss: state.logLoss,
        logTarget: state.logTarget,
        data,
        remainingData: state.rate * timeLeft,
        sliceData: state.rate * Math.min(slice, timeLeft),
      },
      this.settings.confidence,
    );
  }

  /** Not beyond the deadline, nor far beyond the expected success, but at least to the next report. */
  private boundLength(best: Candidate, length: number, now: number, progress: TaskProgress): number {
    const task = this.tasks[best.task]!;
    const toReport = timeToReports(task, progress, progress.reports + 1);
    const expected = Math.max(this.settings.margin * best.remainingTime, toReport);
    return Math.min(Math.max(length, toReport), expected, task.deadline - now);
  }
}

/** @param settings replaces single defaults */
export function makeIndexPolicy(settings: Partial<IndexSettings> = {}): PolicyDefinition {
  return {
    name: 'laira-index',
    title: 'LaiRA+ index',
    description:
      'The default: the chance of success per unit of machine time (Gittins index of the forecast time to target), with PD slices.',
    create: (tasks, horizon) => new IndexPolicy(tasks, horizon, { ...INDEX_DEFAULTS, ...settings }),
  };
}

export const lairaIndex = makeIndexPolicy();

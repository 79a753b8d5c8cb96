import { dkf } from '../estimators/dkf.js';
import { emptyForecast, type Estimator, type EstimatorDefinition } from '../estimators/estimator.js';
import { isFittable } from '../estimators/fittable.js';
import { WeightedLeastSquares } from '../estimators/weighted-least-squares.js';
import { probabilityAtMost } from '../evaluation/predictive.js';
import { activeTasks, nextBegin, timeToReports, totalReports } from '../laira/active.js';
import { staysFeasible, type FeasibilitySettings } from '../laira/feasibility.js';
import { chanceRate, Outlook } from '../laira/outlook.js';
import { allowances, planTime, type PlanTask } from '../laira/plan.js';
import { newcomer, rank } from '../laira/ranking.js';
import { evaluateRates, type ConfidenceSettings, type Rates } from '../laira/rates.js';
import { runningTask, wholeMachine } from '../laira/shares.js';
import {
  firstSlice,
  nextSlice,
  predictionError,
  type SliceSettings,
  type SliceState,
} from '../laira/slices.js';
import type {
  Candidate,
  Decision,
  Policy,
  PolicyDefinition,
  Surroundings,
  TaskProgress,
  TaskSpec,
} from './policy.js';

export interface IndexSettings {
  /** The forecaster; it has to give intervals. */
  readonly estimator: EstimatorDefinition;
  /**
   * What a task gets before it is ranked: the reports that it makes in `part` of T / K, within bounds, and no more than
   * `most` of all the reports that it could make.
   */
  readonly warmUp: {
    readonly part: number;
    readonly reports: readonly [least: number, greatest: number];
    readonly most: number;
  };
  /** Factor on the return of the task that ran last: what a switch has to be worth. */
  readonly persistence: number;
  /** Factor on expected times in the plan. */
  readonly caution: number;
  /** M_1, least and greatest length of a slice, as parts of T / K. */
  readonly slice: { readonly initial: number; readonly minimum: number; readonly maximum: number };
  /** PD gains per unit of M_1, on errors of ln(loss). */
  readonly gains: { readonly proportional: number; readonly derivative: number };
  /** A slice ends by this multiple of the time that the target is expected to take. */
  readonly margin: number;
  readonly feasibility: FeasibilitySettings;
  /** Short looks at tasks that the forecasts put last; undefined leaves them out. */
  readonly probing: ProbingSettings | undefined;
  /** gamma, lambda and bonus of the rates, equations (9) to (12). */
  readonly discount: number;
  readonly ridge: number;
  readonly confidence: ConfidenceSettings;
}

/**
 * A task that is called out of reach gets no data, and without data a wrong forecast is never corrected: least of all
 * on a first plateau, where the loss says little about the fall to come. So such tasks get a multiple of their data now
 * and then, the cheapest first; as each look is longer than all before it, looks become rare.
 */
export interface ProbingSettings {
  /** No look that takes them all together beyond this part of the time to come: early, a correction still helps. */
  readonly share: number;
  /** Nor beyond this part of an even share, 1 / K, of it: of many tasks many are out of reach. */
  readonly part: number;
  /** A look ends when the task has this multiple of its data. */
  readonly growth: number;
  /** Least chance of a task that gets a look: its deadline can be met at an optimistic rate at least. */
  readonly optimism: number;
  /** No look while the task that would get the slice is so likely to reach its target, or likelier. */
  readonly waitsFor: number;
}

export const INDEX_DEFAULTS: IndexSettings = {
  estimator: dkf,
  warmUp: { part: 0.08, reports: [2, 3], most: 0.02 },
  persistence: 1.2,
  caution: 1.6,
  slice: { initial: 0.15, minimum: 0.05, maximum: 0.3 },
  gains: { proportional: -1, derivative: -0.3 },
  margin: 1.25,
  feasibility: { drop: 0.05, readmit: 0.15 },
  probing: { share: 0.03, part: 0.3, growth: 3, optimism: 0.015, waitsFor: 0.5 },
  discount: 0.95,
  ridge: 0.01,
  confidence: { parameterBound: 1, sigma: 0.3, delta: 0.1 },
};

/** What the policy keeps of a task. Data is counted in reports. */
interface IndexTask {
  readonly estimator: Estimator;
  readonly line: WeightedLeastSquares;
  readonly outlook: Outlook;
  readonly logTarget: number;
  /** Reports per unit time with the whole machine. */
  readonly rate: number;
  readonly warmUpReports: number;
  /** Data for which the outlook was tabulated; NaN when there are new reports. */
  tabulatedFor: number;
  logLoss: number;
  feasible: boolean;
}

/** An active task in a decision. */
interface Contender extends PlanTask {
  readonly task: number;
  readonly progress: TaskProgress;
  /** P(target reached by the deadline with the whole machine); NaN before any report. */
  readonly chance: number;
}

/** A look that may be taken, and the machine time that it costs. */
interface Probe {
  readonly task: number;
  readonly length: number;
}

/** The slice that runs, and what was expected of it. */
interface RunningSlice {
  readonly task: number;
  readonly state: SliceState;
  /** WLS prediction of ln(loss) at its end; NaN in a warm-up. */
  readonly predictedLogLoss: number;
  readonly reports: number;
}

/**
 * LaiRA with its three parts put on probabilities. Look-ahead gives the distribution of the machine time that each task
 * needs, in place of a yes or no. Priority is the chance of success per unit of that time and of the time left, reduced
 * for a task whose slice would break the plan of more urgent ones, where the plan is the Moore-Hodgson rule on expected
 * times. Slices follow the prediction error by PD control, as in the paper. Between them, short looks at tasks that are
 * called out of reach correct what was judged too early, unless a likely success can be had first.
 */
class IndexPolicy implements Policy {
  private readonly states: readonly IndexTask[];
  private readonly slices: SliceSettings;
  private readonly scratch = emptyForecast();
  private running: RunningSlice | undefined;
  /** Machine time that went to probes. */
  private probed = 0;

  constructor(
    private readonly tasks: readonly TaskSpec[],
    private readonly horizon: number,
    private readonly settings: IndexSettings,
    private readonly switchCost: number,
  ) {
    const share = horizon / Math.max(tasks.length, 1);
    this.slices = sliceSettings(settings, share);
    this.states = tasks.map((task) => ({
      estimator: settings.estimator.create({ totalReports: totalReports(task) }),
      line: new WeightedLeastSquares({ discount: settings.discount, ridge: settings.ridge }),
      outlook: new Outlook(),
      logTarget: Math.log(task.target),
      rate: task.dataRate / task.reportSize,
      warmUpReports: warmUpReports(settings, task, share),
      tabulatedFor: NaN,
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
    state.tabulatedFor = NaN;
  }

  decide(now: number, progress: readonly TaskProgress[]): Decision {
    const { length } = this.nextState();
    const contenders = activeTasks(this.tasks, progress, now)
      .map((task) => this.contender(task, now, progress[task]!))
      .sort((a, b) => a.timeLeft - b.timeLeft || a.task - b.task);
    const planned = planTime(contenders, this.settings.caution);
    const allowed = allowances(contenders, planned);
    const candidates = inUnitsOfFirst(
      rank(
        contenders.map((contender, i) => this.candidate(contender, length, allowed[i]!)),
        this.tasks,
      ),
      (task) => this.tasks[task]!.deadline - now,
    );
    const best = candidates[0];
    if (best === undefined) {
      return { shares: new Float64Array(this.tasks.length), length, phase: 'idle', candidates };
    }
    const place = contenders.findIndex(({ task }) => task === best.task);
    const { timeLeft, progress: account } = contenders[place]!;
    const shares = wholeMachine(this.tasks.length, best.task);
    // A task that begins is considered at once.
    const toBegin = nextBegin(this.tasks, now) - now;
    if (best.warmingUp) {
      const time = timeToReports(this.tasks[best.task]!, account, this.states[best.task]!.warmUpReports);
      return { shares, length: Math.min(time, timeLeft, toBegin), phase: 'warm-up', candidates };
    }
    const bounded = this.boundLength(best.task, account, Math.min(length, allowed[place]!), timeLeft);
    const ordinary: Decision = {
      shares,
      length: Math.min(bounded, toBegin),
      phase: best.feasible ? 'slice' : 'best-effort',
      candidates,
    };
    const probe = this.probe(now, contenders, best);
    if (probe === undefined) return ordinary;
    const look = wholeMachine(this.tasks.length, probe.task);
    return { shares: look, length: Math.min(probe.length, toBegin), phase: 'probe', candidates, ordinary };
  }

  commit(decision: Decision, _now: number, progress: readonly TaskProgress[]): void {
    for (const { task, feasible } of decision.candidates) this.states[task]!.feasible = feasible;
    if (decision.phase === 'probe') {
      // The slice that it interrupted goes on where it was.
      this.probed += this.costOfLook(decision.length);
      return;
    }
    const state = this.nextState();
    const task = runningTask(decision.shares);
    if (task === undefined) return;
    const { line, rate } = this.states[task]!;
    const { data, reports } = progress[task]!;
    const ahead = data / this.tasks[task]!.reportSize + rate * decision.length;
    const predictedLogLoss = decision.phase === 'warm-up' ? NaN : line.predict(Math.log(ahead));
    this.running = { task, state, predictedLogLoss, reports };
  }

  /** The length of the next slice: that of the running one, moved by its error once it has made reports. */
  private nextState(): SliceState {
    const { running } = this;
    if (running === undefined) return firstSlice(this.slices);
    const { line, logLoss } = this.states[running.task]!;
    if (Number.isNaN(running.predictedLogLoss) || line.reports <= running.reports) return running.state;
    return nextSlice(this.slices, running.state, predictionError(running.predictedLogLoss, logLoss, 1));
  }

  /**
   * The cheapest look that the budget allows; undefined where there is none, or where it can wait for a likely success.
   * @param best is not probed: it gets a slice anyway
   */
  private probe(now: number, contenders: readonly Contender[], best: Candidate): Probe | undefined {
    const { probing, feasibility } = this.settings;
    if (probing === undefined || best.probability >= probing.waitsFor) return undefined;
    let cheapest: Probe | undefined;
    for (const { task, progress, timeLeft, chance } of contenders) {
      if (task === best.task || chance < probing.optimism || !(chance < feasibility.readmit)) continue;
      const length = timeToReports(this.tasks[task]!, progress, probing.growth * progress.reports);
      if (length > timeLeft || (cheapest !== undefined && length >= cheapest.length)) continue;
      cheapest = { task, length };
    }
    const share = Math.min(probing.share, probing.part / this.tasks.length);
    const budget = share * (this.horizon - now) - this.probed;
    return cheapest !== undefined && this.costOfLook(cheapest.length) <= budget ? cheapest : undefined;
  }

  /** A look takes the machine from a task and gives it back. */
  private costOfLook(length: number): number {
    return length + 2 * this.switchCost;
  }

  private isWarmingUp(task: number, progress: TaskProgress): boolean {
    const { line, warmUpReports } = this.states[task]!;
    return line.reports === 0 || progress.reports < warmUpReports;
  }

  private contender(task: number, now: number, progress: TaskProgress): Contender {
    const state = this.states[task]!;
    const timeLeft = this.tasks[task]!.deadline - now;
    if (state.line.reports === 0) return { task, progress, timeLeft, stretches: [], chance: NaN };
    const data = progress.data / this.tasks[task]!.reportSize;
    if (state.tabulatedFor !== data) {
      const { estimator, logTarget, rate } = state;
      state.outlook.tabulate({ estimator, logTarget, data, rate, timeLeft });
      state.tabulatedFor = data;
    }
    const { outlook } = state;
    return {
      task,
      progress,
      timeLeft,
      stretches: outlook.stretches(timeLeft),
      chance: outlook.chance(timeLeft),
    };
  }

  private candidate(
    { task, progress, timeLeft, stretches, chance }: Contender,
    slice: number,
    allowed: number,
  ): Candidate {
    const state = this.states[task]!;
    if (state.line.reports === 0) return newcomer(task);
    const { rate, logTarget, outlook } = state;
    const data = progress.data / this.tasks[task]!.reportSize;
    const deadline = state.estimator.forecast(data + rate * timeLeft, this.scratch);
    const probability = probabilityAtMost(deadline, logTarget);
    const rates = this.rates(state, data, timeLeft, slice);
    const [persistence, delay] =
      this.running?.task === task ? [this.settings.persistence, 0] : [1, this.switchCost];
    const room = Math.min(1, allowed / this.boundLength(task, progress, slice, timeLeft));
    const warmingUp = this.isWarmingUp(task, progress);
    return {
      task,
      score: warmingUp ? NaN : (persistence * chanceRate(stretches, delay) * room) / timeLeft,
      warmingUp,
      probability,
      remainingTime: outlook.medianTime,
      requiredRate: rates.required,
      predictedRate: rates.predicted,
      feasible: warmingUp || staysFeasible(this.settings.feasibility, chance, state.feasible),
    };
  }

  private rates(state: IndexTask, data: number, timeLeft: number, slice: number): Rates {
    const { logLoss, logTarget, rate } = state;
    const sliceData = rate * Math.min(slice, timeLeft);
    const standing = { logLoss, logTarget, data, remainingData: rate * timeLeft, sliceData };
    return evaluateRates(state.line, standing, this.settings.confidence);
  }

  /** Not beyond the deadline, nor far beyond the expected success, but to the next report at least. */
  private boundLength(task: number, progress: TaskProgress, length: number, timeLeft: number): number {
    const toReport = timeToReports(this.tasks[task]!, progress, progress.reports + 1);
    const expected = this.settings.margin * this.states[task]!.outlook.medianTime;
    const least = Math.max(this.slices.minimum, toReport);
    return Math.min(Math.max(Math.min(length, expected), least), timeLeft);
  }
}

/**
 * Scores per unit of the first one's time left: its own is then its chance of success per unit of machine time, and that
 * of any other task is lower or higher as its deadline is farther or nearer.
 */
function inUnitsOfFirst(
  candidates: readonly Candidate[],
  timeLeft: (task: number) => number,
): readonly Candidate[] {
  const first = candidates.find(({ warmingUp }) => !warmingUp);
  if (first === undefined) return candidates;
  const factor = timeLeft(first.task);
  return candidates.map((candidate) => ({ ...candidate, score: candidate.score * factor }));
}

/** Reports that a task makes before it is ranked. @param share T / K */
function warmUpReports({ warmUp }: IndexSettings, task: TaskSpec, share: number): number {
  const [least, greatest] = warmUp.reports;
  const affordable = Math.min(
    (warmUp.part * share * task.dataRate) / task.reportSize,
    warmUp.most * totalReports(task),
  );
  return Math.min(greatest, Math.max(least, Math.ceil(affordable)));
}

/** @param share T / K */
function sliceSettings({ slice, gains }: IndexSettings, share: number): SliceSettings {
  const initial = slice.initial * share;
  return {
    initial,
    proportionalGain: gains.proportional * initial,
    derivativeGain: gains.derivative * initial,
    keepFraction: true,
    minimum: slice.minimum * share,
    maximum: slice.maximum * share,
    whole: false,
  };
}

function asItIs(definition: EstimatorDefinition): EstimatorDefinition {
  return definition;
}

/** @param settings replaces single defaults */
export function makeIndexPolicy(settings: Partial<IndexSettings> = {}): PolicyDefinition {
  return {
    name: 'laira-index',
    title: 'LaiRA+ index',
    description:
      'The default: chance of success per unit of machine time by the forecasts, with respect to the deadlines of the other tasks, in PD slices.',
    scoreMeaning: 'chance-rate',
    create: (tasks, horizon, { prepare = asItIs, switchCost = 0 }: Surroundings = {}) => {
      const { estimator, ...others } = { ...INDEX_DEFAULTS, ...settings };
      return new IndexPolicy(tasks, horizon, { ...others, estimator: prepare(estimator) }, switchCost);
    },
  };
}

export const lairaIndex = makeIndexPolicy();

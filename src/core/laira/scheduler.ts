import { isFittable } from '../estimators/fittable.js';
import { WeightedLeastSquares } from '../estimators/weighted-least-squares.js';
import type { Candidate, Decision, Policy, TaskProgress, TaskSpec } from '../policies/policy.js';
import { activeTasks, nextBegin, timeToReports } from './active.js';
import type { LookAhead } from './look-ahead.js';
import { bareCandidate, newcomer, rank } from './ranking.js';
import { evaluateRates, type ConfidenceSettings, type Rates } from './rates.js';
import { runningTask, wholeMachine } from './shares.js';
import { firstSlice, nextSlice, predictionError, type SliceSettings, type SliceState } from './slices.js';

/** Everything that Algorithm 1 needs, and what it leaves open. */
export interface LairaSettings {
  /** Look-ahead of each task; undefined leaves the feasibility check out (LaiRA-DKF, STA). */
  readonly lookAhead: ((task: TaskSpec) => LookAhead) | undefined;
  /** Reports of a task before its look-ahead is heeded. */
  readonly checkReports: number;
  /**
   * Reports that every task makes before it is ranked, the paper's "initial uniform allocation". At least 1: without
   * a report neither rate is defined.
   */
  readonly warmUpReports: number;
  /** gamma and lambda of equation (9). */
  readonly discount: number;
  readonly ridge: number;
  /** Bonus of equation (12); undefined leaves it out (LaiRA-UCB). */
  readonly confidence: ConfidenceSettings | undefined;
  readonly slices: SliceSettings;
  /** Divisor of equation (10): |F| as printed, or the tasks that ran, as only they can have an error. */
  readonly errorOver: 'feasible' | 'trained';
  /** What e of equation (10) is measured in: the loss as printed, or ln(loss), so that tasks of any scale count alike. */
  readonly errorIn: 'loss' | 'log-loss';
  /** What runs where F is empty: the best of all active tasks, or nothing. */
  readonly whenNoneFeasible: 'best-effort' | 'idle';
  /** What a slice does where another task begins: end, so that the task is considered at once, or run on. */
  readonly atBegin: 'end' | 'run-on';
}

interface LairaTask {
  readonly lookAhead: LookAhead | undefined;
  readonly line: WeightedLeastSquares;
  readonly logTarget: number;
  logLoss: number;
}

interface RunningSlice {
  readonly task: number;
  readonly state: SliceState;
  readonly predictedLogLoss: number;
  /** Divisor of equation (10). */
  readonly tasks: number;
}

/** Algorithm 1 of the paper. Data in its estimators is counted in samples. */
export class LairaScheduler implements Policy {
  private readonly states: readonly LairaTask[];
  /** The last slice that was committed, warm-up aside. */
  private running: RunningSlice | undefined;

  constructor(
    private readonly tasks: readonly TaskSpec[],
    private readonly settings: LairaSettings,
  ) {
    this.states = tasks.map((task) => ({
      lookAhead: settings.lookAhead?.(task),
      line: new WeightedLeastSquares({ discount: settings.discount, ridge: settings.ridge }),
      logTarget: Math.log(task.target),
      logLoss: NaN,
    }));
  }

  observe(task: number, data: number, loss: number): void {
    if (!isFittable(data, loss)) return;
    const state = this.states[task]!;
    state.lookAhead?.observe(data, loss);
    state.logLoss = Math.log(loss);
    state.line.update(Math.log(data), state.logLoss);
  }

  decide(now: number, progress: readonly TaskProgress[]): Decision {
    const active = activeTasks(this.tasks, progress, now);
    const waiting = active.find((k) => progress[k]!.reports < this.settings.warmUpReports);
    const most = this.settings.atBegin === 'end' ? nextBegin(this.tasks, now) - now : Infinity;
    if (waiting !== undefined) return this.warmUp(waiting, active, progress[waiting]!, most);
    const { length } = this.nextState();
    // Lines 3 to 6 of Algorithm 1; where nothing is feasible, F = A.
    const passed = active.map((k) => this.isFeasible(k, now, progress[k]!));
    const empty = !passed.includes(true);
    const candidates = active.map((k, i) =>
      this.candidate(k, now, progress[k]!, length, empty || passed[i]!),
    );
    const ranked = rank(candidates, this.tasks);
    const best = ranked[0];
    if (best === undefined || (empty && this.settings.whenNoneFeasible === 'idle')) {
      return { shares: new Float64Array(this.tasks.length), length, phase: 'idle', candidates: ranked };
    }
    return {
      shares: wholeMachine(this.tasks.length, best.task),
      length: Math.min(length, this.tasks[best.task]!.deadline - now, most),
      phase: empty ? 'best-effort' : 'slice',
      candidates: ranked,
    };
  }

  commit(decision: Decision, _now: number, progress: readonly TaskProgress[]): void {
    const task = runningTask(decision.shares);
    if (task === undefined || decision.phase === 'warm-up') return;
    const state = this.nextState();
    const ahead = progress[task]!.data + this.tasks[task]!.dataRate * decision.length;
    const feasible = decision.candidates.filter((candidate) => candidate.feasible).length;
    this.running = {
      task,
      state,
      predictedLogLoss: this.states[task]!.line.predict(Math.log(ahead)),
      tasks: this.settings.errorOver === 'feasible' ? feasible : 1,
    };
  }

  /** e of the running slice by what was reported so far, equation (10); NaN before the first slice. */
  get error(): number {
    const { running } = this;
    if (running === undefined) return NaN;
    const { logLoss } = this.states[running.task]!;
    return this.settings.errorIn === 'loss'
      ? predictionError(Math.exp(running.predictedLogLoss), Math.exp(logLoss), running.tasks)
      : predictionError(running.predictedLogLoss, logLoss, running.tasks);
  }

  /** M_tau of the next slice, were it to begin now. */
  get nextLength(): number {
    return this.nextState().length;
  }

  private nextState(): SliceState {
    const { slices } = this.settings;
    return this.running === undefined
      ? firstSlice(slices)
      : nextSlice(slices, this.running.state, this.error);
  }

  /** @param most greatest length of the slice */
  private warmUp(task: number, active: readonly number[], progress: TaskProgress, most: number): Decision {
    const length = Math.ceil(timeToReports(this.tasks[task]!, progress, this.settings.warmUpReports));
    const others = active.filter((k) => k !== task);
    return {
      shares: wholeMachine(this.tasks.length, task),
      length: Math.min(length, most),
      phase: 'warm-up',
      candidates: [newcomer(task), ...others.map((k) => bareCandidate(k, NaN))],
    };
  }

  private isFeasible(k: number, now: number, progress: TaskProgress): boolean {
    const { lookAhead, logTarget } = this.states[k]!;
    const task = this.tasks[k]!;
    const ahead = task.dataRate * (task.deadline - now);
    // With less than one report to come, D_k = 0, there is nothing to look ahead to.
    if (lookAhead === undefined || progress.reports < this.settings.checkReports || ahead < task.reportSize) {
      return true;
    }
    return lookAhead.predictLogLoss(progress.data, ahead) <= logTarget;
  }

  private candidate(
    k: number,
    now: number,
    progress: TaskProgress,
    length: number,
    feasible: boolean,
  ): Candidate {
    const rates = this.rates(k, now, progress, length);
    return {
      ...bareCandidate(k, rates.score),
      requiredRate: rates.required,
      predictedRate: rates.predicted,
      feasible,
    };
  }

  private rates(k: number, now: number, progress: TaskProgress, length: number): Rates {
    const { line, logLoss, logTarget } = this.states[k]!;
    const { dataRate, deadline } = this.tasks[k]!;
    const standing = {
      logLoss,
      logTarget,
      data: progress.data,
      remainingData: dataRate * (deadline - now),
      sliceData: dataRate * Math.min(length, deadline - now),
    };
    return evaluateRates(line, standing, this.settings.confidence);
  }
}

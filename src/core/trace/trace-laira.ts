import { DynamicKalmanFilter, type DynamicKalmanOptions } from '../estimators/dynamic-kalman.js';
import { isFittable } from '../estimators/fittable.js';
import type { LookAhead } from '../laira/look-ahead.js';
import { LairaScheduler, type LairaSettings } from '../laira/scheduler.js';
import type { Decision, Policy, TaskProgress, TaskSpec } from '../policies/policy.js';
import type { SimulatedTask } from '../simulation/bundle.js';
import { simulate, type Allocation } from '../simulation/simulator.js';
import {
  TraceInputError,
  traceLosses,
  traceNumber,
  traceNumbers,
  tracePositive,
  traceRecord,
  traceRecords,
  type TraceInput,
} from './trace-input.js';

/**
 * Algorithm 1 over given curves, slice by slice, in whole units of time. The filter's prior is built at a task's first
 * report, Theta_0 = [-b0, ln l_1 + b0 ln B, 0, 0, 0, 0], and D_k = floor(N_k (d_k - t) / B) steps lead to s + N_k (d_k - t).
 */
export function traceLaira(input: TraceInput): Record<string, unknown> {
  const tasks = readTasks(input);
  const settings = readSettings(input);
  const recorders: Recorder[] = [];
  const result = simulate(
    { name: 'trace', tasks },
    {
      name: 'laira',
      title: 'LaiRA',
      description: '',
      create: (specs) => {
        const recorder = new Recorder(specs, settings);
        recorders.push(recorder);
        return recorder;
      },
    },
    { switchCost: 0, trace: true },
  );
  const slices = recorders[0]!.finish();
  return {
    allocation: describeAll(result.allocations, slices),
    done: result.reachedAt.map((time) => (Number.isNaN(time) ? null : time)),
    data: result.data,
    minRelativeScoreGap: slices.reduce(
      (least, { decision }) => Math.min(least, scoreGap(decision)),
      Infinity,
    ),
  };
}

function readTasks(input: TraceInput): SimulatedTask[] {
  const reportSize = tracePositive(input, 'B');
  const tasks = traceRecords(input, 'tasks');
  if (tasks.length === 0) throw new TraceInputError('"tasks" is empty: give one task at least.');
  return tasks.map((task, index) => {
    try {
      return readTask(task, index, reportSize);
    } catch (error) {
      if (error instanceof TraceInputError) throw new TraceInputError(`"tasks"[${index}]: ${error.message}`);
      throw error;
    }
  });
}

function readTask(task: TraceInput, index: number, reportSize: number): SimulatedTask {
  const begin = traceNumber(task, 'b');
  const deadline = tracePositive(task, 'd');
  if (!(begin < deadline))
    throw new TraceInputError(`"b" is ${begin} and has to be before "d", ${deadline}.`);
  const losses = traceLosses(task, 'loss');
  if (losses.length === 0) throw new TraceInputError('"loss" is empty: give one loss at least.');
  return {
    name: String(index),
    begin,
    deadline,
    target: tracePositive(task, 'eps'),
    dataRate: tracePositive(task, 'N'),
    reportSize,
    losses: Float64Array.from(losses),
  };
}

function readSettings(input: TraceInput): LairaSettings {
  const reportSize = tracePositive(input, 'B');
  const filter = traceRecord(input, 'dkf');
  const exponent = traceNumber(filter, 'b0');
  const options: DynamicKalmanOptions = {
    step: traceNumber(filter, 'delta'),
    processNoise: traceNumbers(filter, 'q', 3) as [number, number, number],
    observationNoise: traceNumber(filter, 'R'),
    priorVariance: traceNumbers(filter, 'p0', 3) as [number, number, number],
  };
  return {
    lookAhead: () => printedLookAhead(options, exponent, reportSize),
    checkReports: traceNumber(input, 'ncheck'),
    warmUpReports: tracePositive(input, 'nmin'),
    discount: traceNumber(input, 'gamma'),
    ridge: traceNumber(input, 'lam'),
    confidence: {
      parameterBound: traceNumber(input, 'S'),
      sigma: traceNumber(input, 'sigma'),
      delta: traceNumber(input, 'delta'),
    },
    slices: {
      initial: tracePositive(input, 'M1'),
      proportionalGain: traceNumber(input, 'Kp'),
      derivativeGain: traceNumber(input, 'Kd'),
      keepFraction: true,
      minimum: 1,
      maximum: Infinity,
      whole: true,
    },
    errorOver: 'feasible',
    errorIn: 'log-loss',
    whenNoneFeasible: 'best-effort',
    atBegin: 'run-on',
  };
}

function printedLookAhead(options: DynamicKalmanOptions, exponent: number, reportSize: number): LookAhead {
  let filter: DynamicKalmanFilter | undefined;
  return {
    observe: (data, loss) => {
      if (!isFittable(data, loss)) return;
      filter ??= new DynamicKalmanFilter(
        options,
        -exponent,
        Math.log(loss) + exponent * Math.log(reportSize),
      );
      filter.predict(1);
      filter.update(Math.log(data), Math.log(loss));
    },
    predictLogLoss: (data, ahead) =>
      filter?.predictLogLoss(Math.floor(ahead / reportSize), Math.log(data + ahead)) ?? NaN,
  };
}

/** What was decided for one stretch of time. */
interface RecordedSlice {
  readonly decision: Decision;
  /** M before it is cut by a deadline or a success. */
  readonly length: number;
  /** e of this slice, equation (10); NaN in the warm-up. */
  error: number;
}

/** The scheduler, with a note of every decision. */
class Recorder implements Policy {
  private readonly scheduler: LairaScheduler;
  private readonly slices: RecordedSlice[] = [];

  constructor(tasks: readonly TaskSpec[], settings: LairaSettings) {
    this.scheduler = new LairaScheduler(tasks, settings);
  }

  observe(task: number, data: number, loss: number): void {
    this.scheduler.observe(task, data, loss);
  }

  decide(now: number, progress: readonly TaskProgress[]): Decision {
    return this.scheduler.decide(now, progress);
  }

  commit(decision: Decision, now: number, progress: readonly TaskProgress[]): void {
    this.noteError();
    this.slices.push({ decision, length: this.scheduler.nextLength, error: NaN });
    this.scheduler.commit(decision, now, progress);
  }

  finish(): readonly RecordedSlice[] {
    this.noteError();
    return this.slices;
  }

  /** The latest slice has ended: its error is known. */
  private noteError(): void {
    const latest = this.slices.at(-1);
    if (latest !== undefined && latest.decision.phase !== 'warm-up') latest.error = this.scheduler.error;
  }
}

/** The ordinary slices are numbered from 1. */
function describeAll(
  allocations: readonly Allocation[],
  slices: readonly RecordedSlice[],
): Record<string, unknown>[] {
  let number = 0;
  return allocations.map((allocation, i) => {
    const ordinary = allocation.phase === 'slice' || allocation.phase === 'best-effort';
    if (ordinary) number += 1;
    return describe(allocation, slices[i]!, number);
  });
}

function describe(allocation: Allocation, slice: RecordedSlice, number: number): Record<string, unknown> {
  const { start, length, phase, shares } = allocation;
  const task = shares[0]?.task ?? null;
  if (phase === 'warm-up' || phase === 'idle') return { start, task, length, phase };
  const feasible = slice.decision.candidates.filter((candidate) => candidate.feasible);
  return {
    start,
    task,
    length,
    phase: 'main',
    slice: number,
    M: slice.length,
    feasible: feasible.map((candidate) => candidate.task).sort((a, b) => a - b),
    empty: phase === 'best-effort',
    score: Object.fromEntries(feasible.map((candidate) => [candidate.task, candidate.score])),
    error: slice.error,
  };
}

/** How far the best score is from the next, relative to the best; Infinity where there is only one. */
function scoreGap({ candidates, phase }: Decision): number {
  const [best, next] = candidates.filter((candidate) => candidate.feasible);
  if (phase === 'warm-up' || best === undefined || next === undefined) return Infinity;
  return (best.score - next.score) / Math.abs(best.score);
}

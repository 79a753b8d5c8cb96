import type { TaskSpec } from '../policies/policy.js';

/** A task with the loss curve that a policy discovers only by processing its data. */
export interface SimulatedTask extends TaskSpec {
  readonly name: string;
  /**
   * Every report the task makes: element n - 1 is the loss reported at cumulative data n B.
   * Past its end the last loss is reported again and again.
   */
  readonly losses: Float64Array;
}

/** Tasks that compete for one machine. Times are whole units. */
export interface SimulationBundle {
  readonly name: string;
  readonly tasks: readonly SimulatedTask[];
}

/** T: the last deadline. */
export function horizonOf(tasks: readonly TaskSpec[]): number {
  return tasks.reduce((horizon, task) => Math.max(horizon, task.deadline), 0);
}

/** Loss of report n (from 1). */
export function lossOfReport(task: SimulatedTask, report: number): number {
  return task.losses[Math.min(report, task.losses.length) - 1] ?? NaN;
}

/** Cumulative data of the first report at or below the target, in samples; Infinity where there is none. */
export function dataToTarget(task: SimulatedTask): number {
  const first = task.losses.findIndex((loss) => loss <= task.target);
  return first < 0 ? Infinity : (first + 1) * task.reportSize;
}

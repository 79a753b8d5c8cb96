import type { TaskSpec } from '../policies/policy.js';

/** A task with the loss curve that a policy discovers only by processing its data. */
export interface SimulatedTask extends TaskSpec {
  readonly name: string;
  /** What it runs on; tasks compete only with those on the same resource. Without one, on the bundle's own machine. */
  readonly resource?: string;
  /**
   * Every report the task makes: element n - 1 is the loss reported at cumulative data n B.
   * Past its end the last loss is reported again and again.
   */
  readonly losses: Float64Array;
}

/** Tasks that compete for one machine, or for one per resource. Times are whole units. */
export interface SimulationBundle {
  readonly name: string;
  readonly tasks: readonly SimulatedTask[];
}

/** The tasks of each resource, as indices, in the order of first appearance. */
export function tasksByResource(tasks: readonly SimulatedTask[]): readonly (readonly number[])[] {
  const groups = new Map<string | undefined, number[]>();
  tasks.forEach(({ resource }, k) => {
    const group = groups.get(resource);
    if (group === undefined) groups.set(resource, [k]);
    else group.push(k);
  });
  return [...groups.values()];
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

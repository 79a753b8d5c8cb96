import { largestOnTimeSet, type Job } from '../policies/on-time-set.js';
import { dataToTarget, tasksByResource, type SimulationBundle } from './bundle.js';

/**
 * The most tasks that any policy could finish if it knew every curve: Moore-Hodgson on the true machine times to the
 * targets. A lower bound where tasks begin at different times.
 */
export function oracleSuccesses(bundle: SimulationBundle): number {
  const jobs = bundle.tasks.map((task): Job => ({
    release: task.begin,
    deadline: task.deadline,
    length: dataToTarget(task) / task.dataRate,
  }));
  return tasksByResource(bundle.tasks).reduce(
    (sum, members) =>
      sum +
      largestOnTimeSet(
        members.map((k) => jobs[k]!),
        0,
      ).length,
    0,
  );
}

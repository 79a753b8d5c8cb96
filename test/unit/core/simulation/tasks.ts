import type { SimulatedTask } from '../../../../src/core/simulation/bundle.js';

/** A task that reports once a unit and whose loss is 1/n at report n, with its deadline at 100 unless said otherwise. */
export function hyperbolicTask(task: Partial<SimulatedTask> = {}): SimulatedTask {
  return {
    name: 'task',
    begin: 0,
    deadline: 100,
    target: 0.1,
    dataRate: 10,
    reportSize: 10,
    losses: Float64Array.from({ length: 100 }, (_, i) => 1 / (i + 1)),
    ...task,
  };
}

import type { TaskProgress, TaskSpec } from '../policies/policy.js';

/** Whether a task may run: b_k <= t < d_k and its target not reached. */
export function isActive(task: TaskSpec, progress: TaskProgress, now: number): boolean {
  return task.begin <= now && now < task.deadline && !progress.reached;
}

/** Indices of the active tasks, A_t, in the order of the specs. */
export function activeTasks(
  tasks: readonly TaskSpec[],
  progress: readonly TaskProgress[],
  now: number,
): number[] {
  const active: number[] = [];
  tasks.forEach((task, k) => {
    if (isActive(task, progress[k]!, now)) active.push(k);
  });
  return active;
}

/** Time on the whole machine until a task has made `reports` reports. */
export function timeToReports(task: TaskSpec, progress: TaskProgress, reports: number): number {
  return (reports * task.reportSize - progress.data) / task.dataRate;
}

/** N_k (d_k - b_k) / B_k: the reports a task would make with the whole machine from its beginning to its deadline. */
export function totalReports(task: TaskSpec): number {
  return (task.dataRate * (task.deadline - task.begin)) / task.reportSize;
}

/** The next beginning of a task after `now`; Infinity where there is none. */
export function nextBegin(tasks: readonly TaskSpec[], now: number): number {
  return tasks.reduce((next, task) => (task.begin > now ? Math.min(next, task.begin) : next), Infinity);
}

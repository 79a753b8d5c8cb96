import { Heap } from './heap.js';
import type { Stretch } from './outlook.js';

/** A task of a plan: how long it has, and the work that is worth doing on it. */
export interface PlanTask {
  readonly timeLeft: number;
  readonly stretches: readonly Stretch[];
}

interface Portion {
  readonly task: number;
  readonly chanceRate: number;
  time: number;
}

/**
 * Plans machine time for tasks of unknown length so that the expected number of successes is greatest, when every
 * deadline holds in the mean: Moore-Hodgson with stretches of work in place of jobs. Tasks are taken by deadline, each
 * with all its stretches; while the expected end is late, the stretch of least return is cut. As the constraints are
 * nested (the work of all tasks due by d fits before d), the greedy cut is optimal for divisible stretches.
 * O(S log S) for S stretches.
 * @param tasks in order of deadline; @param margin factor on expected times, above 1 for caution
 * @returns planned time per task
 */
export function planTime(tasks: readonly PlanTask[], margin: number): Float64Array {
  const planned = new Float64Array(tasks.length);
  // Of equal returns the later task is cut first.
  const portions = new Heap<Portion>(
    (a, b) => a.chanceRate < b.chanceRate || (a.chanceRate === b.chanceRate && a.task > b.task),
  );
  let total = 0;
  tasks.forEach(({ timeLeft, stretches }, task) => {
    for (const stretch of stretches) {
      const time = margin * stretch.time;
      portions.add({ task, chanceRate: stretch.chanceRate, time });
      planned[task]! += time;
      total += time;
    }
    while (total > timeLeft) {
      const least = portions.top;
      if (least === undefined) break;
      const cut = Math.min(least.time, total - timeLeft);
      least.time -= cut;
      planned[least.task]! -= cut;
      total -= cut;
      if (least.time > 0) break;
      portions.remove();
    }
  });
  // What rounding leaves of a task that was cut altogether is no plan.
  return planned.map((time, task) => (time > 1e-9 * tasks[task]!.timeLeft ? time : 0));
}

/**
 * How long each task could run from now on before the plan of another one breaks. A planned task pushes only those with
 * earlier deadlines, a task without a plan pushes all.
 * @param tasks in order of deadline
 */
export function allowances(tasks: readonly PlanTask[], planned: Float64Array): Float64Array {
  const allowed = new Float64Array(tasks.length);
  let used = 0;
  let least = Infinity;
  tasks.forEach(({ timeLeft }, task) => {
    allowed[task] = least;
    if (planned[task]! > 0) {
      used += planned[task]!;
      least = Math.min(least, Math.max(0, timeLeft - used));
    }
  });
  return allowed.map((time, task) => (planned[task]! > 0 ? time : Math.min(time, least)));
}

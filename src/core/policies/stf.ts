import { activeTasks, nextBegin } from '../laira/active.js';
import { bareCandidate, rank } from '../laira/ranking.js';
import { wholeMachine } from '../laira/shares.js';
import type { Decision, PolicyDefinition, TaskProgress, TaskSpec } from './policy.js';

export const stf: PolicyDefinition = {
  name: 'stf',
  title: 'STF',
  description:
    'Shortest task first: the machine goes to the active task with the closest deadline, ties by index.',
  create: (tasks) => ({
    observe: () => undefined,
    decide: (now, progress) => closestDeadline(tasks, progress, now),
    commit: () => undefined,
  }),
};

function closestDeadline(
  tasks: readonly TaskSpec[],
  progress: readonly TaskProgress[],
  now: number,
): Decision {
  const candidates = rank(
    activeTasks(tasks, progress, now).map((k) => bareCandidate(k, -tasks[k]!.deadline)),
    tasks,
  );
  const best = candidates[0];
  if (best === undefined) {
    return { shares: new Float64Array(tasks.length), length: Infinity, phase: 'idle', candidates };
  }
  // A task that begins later may have a closer deadline.
  const length = Math.min(tasks[best.task]!.deadline, nextBegin(tasks, now)) - now;
  return { shares: wholeMachine(tasks.length, best.task), length, phase: 'slice', candidates };
}

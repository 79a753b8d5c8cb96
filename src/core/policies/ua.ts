import { activeTasks, nextBegin } from '../laira/active.js';
import { bareCandidate } from '../laira/ranking.js';
import type { Decision, PolicyDefinition, TaskProgress, TaskSpec } from './policy.js';

/** Uniform shares over the active tasks until that set changes; a stretch also ends when a task succeeds or expires. */
function shareEvenly(tasks: readonly TaskSpec[], progress: readonly TaskProgress[], now: number): Decision {
  const active = activeTasks(tasks, progress, now);
  const shares = new Float64Array(tasks.length);
  for (const k of active) shares[k] = 1 / active.length;
  return {
    shares,
    length: nextBegin(tasks, now) - now,
    phase: active.length > 0 ? 'slice' : 'idle',
    candidates: active.map((k) => bareCandidate(k, NaN)),
  };
}

export const ua: PolicyDefinition = {
  name: 'ua',
  title: 'UA',
  description: 'Uniform allocation: every active task has the same share of the machine.',
  create: (tasks) => ({
    observe: () => undefined,
    decide: (now, progress) => shareEvenly(tasks, progress, now),
    commit: () => undefined,
  }),
};

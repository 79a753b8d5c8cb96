import { activeTasks } from '../laira/active.js';
import { bareCandidate } from '../laira/ranking.js';
import { runningTask, wholeMachine } from '../laira/shares.js';
import type { Decision, Policy, PolicyDefinition, TaskProgress, TaskSpec } from './policy.js';

/** The quantum as a part of T / K: 10 units for the paper's tables. */
const QUANTUM = 1 / 16;

class RoundRobin implements Policy {
  private last = -1;
  private readonly quantum: number;

  constructor(
    private readonly tasks: readonly TaskSpec[],
    horizon: number,
  ) {
    this.quantum = (QUANTUM * horizon) / Math.max(tasks.length, 1);
  }

  observe(): void {
    // Blind to losses.
  }

  decide(now: number, progress: readonly TaskProgress[]): Decision {
    const active = activeTasks(this.tasks, progress, now);
    const count = this.tasks.length;
    // The next in cyclic order is served first.
    const turns = active.map((k) => ((k - this.last - 1 + count) % count) + 1);
    const candidates = active.map((k, i) => bareCandidate(k, -turns[i]!)).sort((a, b) => b.score - a.score);
    const next = candidates[0];
    if (next === undefined) {
      return { shares: new Float64Array(count), length: this.quantum, phase: 'idle', candidates };
    }
    const length = Math.min(this.quantum, this.tasks[next.task]!.deadline - now);
    return { shares: wholeMachine(count, next.task), length, phase: 'slice', candidates };
  }

  commit(decision: Decision): void {
    this.last = runningTask(decision.shares) ?? this.last;
  }
}

export const rr: PolicyDefinition = {
  name: 'rr',
  title: 'RR',
  description: 'Round robin: whole slices of one length, in cyclic order over the active tasks.',
  create: (tasks, horizon) => new RoundRobin(tasks, horizon),
};

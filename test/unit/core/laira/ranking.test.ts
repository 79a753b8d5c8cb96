import { describe, expect, it } from 'vitest';
import { bareCandidate, newcomer, rank } from '../../../../src/core/laira/ranking.js';
import { runningTask, wholeMachine } from '../../../../src/core/laira/shares.js';
import type { TaskSpec } from '../../../../src/core/policies/policy.js';

const TASKS: readonly TaskSpec[] = [30, 20, 20, 40].map((deadline) => ({
  begin: 0,
  deadline,
  target: 1,
  dataRate: 1,
  reportSize: 1,
}));

function order(scores: readonly number[], infeasible: readonly number[] = []): number[] {
  const candidates = scores.map((score, task) => ({
    ...bareCandidate(task, score),
    feasible: !infeasible.includes(task),
  }));
  return rank(candidates, TASKS).map(({ task }) => task);
}

describe('rank', () => {
  it('puts the highest score first', () => {
    expect(order([1, 3, 2, 4])).toEqual([3, 1, 2, 0]);
  });

  it('breaks ties by deadline, then index', () => {
    expect(order([1, 1, 1, 1])).toEqual([1, 2, 0, 3]);
    expect(order([Infinity, 1, 1, Infinity])).toEqual([0, 3, 1, 2]);
  });

  it('puts those that warm up first, by deadline', () => {
    const candidates = [bareCandidate(0, 9), newcomer(3), newcomer(1), bareCandidate(2, 1)];
    expect(rank(candidates, TASKS).map(({ task }) => task)).toEqual([1, 3, 0, 2]);
  });

  it('puts what is no number last, and everything outside F behind F', () => {
    expect(order([NaN, 1, -5, 2])).toEqual([3, 1, 2, 0]);
    expect(order([9, 1, 2, 3], [0, 3])).toEqual([2, 1, 0, 3]);
  });
});

describe('shares', () => {
  it('name the task that has the machine', () => {
    expect(runningTask(wholeMachine(4, 2))).toBe(2);
    expect(runningTask(new Float64Array([0, 0.2, 0.5, 0.3]))).toBe(2);
    expect(runningTask(new Float64Array(3))).toBeUndefined();
  });
});

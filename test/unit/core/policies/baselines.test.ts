import { describe, expect, it } from 'vitest';
import { makeLara } from '../../../../src/core/policies/lara.js';
import { policyByName } from '../../../../src/core/policies/registry.js';
import { simulate, type SimulationResult } from '../../../../src/core/simulation/simulator.js';
import type { SimulatedTask } from '../../../../src/core/simulation/bundle.js';
import { PURE_BUNDLE } from '../../../../src/core/simulation/paper-bundles.js';
import { hyperbolicTask } from '../simulation/tasks.js';

function run(policy: string, tasks: readonly SimulatedTask[]): SimulationResult {
  return simulate({ name: '', tasks }, policyByName(policy)!, { switchCost: 0, trace: true });
}

/** Task by task: who had the machine, in order. */
function turns({ allocations }: SimulationResult): number[] {
  return allocations.flatMap(({ shares }) => shares.map(({ task }) => task));
}

const OUT_OF_REACH = hyperbolicTask({ target: 1e-9 });

describe('ua', () => {
  it('gives every active task the same share, and theirs to the others when one leaves', () => {
    const { data, reachedAt } = run('ua', [hyperbolicTask(), OUT_OF_REACH]);
    expect(reachedAt[0]).toBe(20);
    expect(data[1]).toBeCloseTo(100 + 800, 9);
  });

  it('shares anew when a task begins', () => {
    const { allocations } = run('ua', [OUT_OF_REACH, { ...OUT_OF_REACH, begin: 30 }]);
    expect(allocations.map(({ start, shares }) => [start, shares.length])).toEqual([
      [0, 1],
      [30, 2],
    ]);
  });
});

describe('stf', () => {
  it('spends the beginning of Table 1 on task 2, then 9, when they cannot succeed', () => {
    const tasks = PURE_BUNDLE.map(([name, deadline, , dataRate]) =>
      hyperbolicTask({ name, deadline, dataRate, reportSize: dataRate, target: 1e-9 }),
    );
    const { allocations } = run('stf', tasks);
    expect(allocations.slice(0, 2)).toMatchObject([
      { start: 0, length: 1000, shares: [{ task: 1 }] },
      { start: 1000, length: 200, shares: [{ task: 8 }] },
    ]);
  });

  it('breaks ties by index and turns to a later task with a closer deadline', () => {
    const late = { ...OUT_OF_REACH, begin: 20, deadline: 50 };
    expect(turns(run('stf', [OUT_OF_REACH, OUT_OF_REACH, late]))).toEqual([0, 2, 0]);
  });
});

describe('rr', () => {
  it('goes round in slices of one length', () => {
    const tasks = Array.from({ length: 4 }, () => ({ ...OUT_OF_REACH, deadline: 640 }));
    const result = run('rr', tasks);
    expect(turns(result).slice(0, 6)).toEqual([0, 1, 2, 3, 0, 1]);
    expect(result.allocations[0]!.length).toBe(10);
    expect(new Set(result.data).size).toBe(1);
  });

  it('passes over tasks that are over', () => {
    const tasks = [hyperbolicTask({ deadline: 640 }), { ...OUT_OF_REACH, deadline: 640 }];
    expect(turns(run('rr', tasks)).slice(0, 3)).toEqual([0, 1, 1]);
  });
});

describe('sh', () => {
  it('halves the field by loss, after equal slices', () => {
    // Losses 4/n, 3/n, 2/n and 1/n: the last task is always the best.
    const tasks = [4, 3, 2, 1].map((scale) =>
      hyperbolicTask({
        deadline: 80,
        target: 1e-9,
        losses: Float64Array.from({ length: 100 }, (_, i) => scale / (i + 1)),
      }),
    );
    const { allocations } = run('sh', tasks);
    expect(allocations.map(({ length, shares }) => [shares[0]!.task, length])).toEqual([
      [0, 10],
      [1, 10],
      [2, 10],
      [3, 10],
      [2, 20],
      [3, 20],
    ]);
  });

  it('gives the machine back to those that were cut, when the winner is done', () => {
    const winner = hyperbolicTask({ deadline: 80, target: 0.03 });
    const result = run('sh', [winner, { ...OUT_OF_REACH, deadline: 80, losses: new Float64Array([5]) }]);
    expect(turns(result)).toEqual([0, 1]);
    expect(result.reachedAt[0]).toBe(34);
  });
});

describe('lara', () => {
  it('explores in turns, then does by deadline what can be done in time', () => {
    const result = simulate(
      {
        name: '',
        tasks: [
          hyperbolicTask({ target: 1 / 60 }),
          hyperbolicTask({ target: 1 / 30, deadline: 60 }),
          OUT_OF_REACH,
        ],
      },
      makeLara({ exploration: 0.09 }),
      { switchCost: 0, trace: true },
    );
    expect(turns(result).slice(0, 9)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2]);
    // A power law is fitted exactly: 3 units each are done, 27 and 57 are left.
    expect(result.reachedAt[1]).toBe(36);
    expect(result.reachedAt[0]).toBe(93);
  });

  it('explores a task that begins later by its first reports', () => {
    const result = run('lara', [
      hyperbolicTask({ target: 1 / 90 }),
      hyperbolicTask({ begin: 50, target: 1 / 8 }),
    ]);
    const late = result.allocations.filter(({ start, shares }) => start >= 50 && shares[0]!.task === 1);
    expect(late[0]).toMatchObject({ start: 50, phase: 'warm-up' });
    expect(result.reachedAt[1]).toBeLessThan(100);
  });
});

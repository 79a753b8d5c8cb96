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

  /** Loss scale / n, out of reach unless said otherwise. */
  const scaled = (scale: number, task: Partial<SimulatedTask> = {}): SimulatedTask =>
    hyperbolicTask({
      deadline: 80,
      target: 1e-9,
      losses: Float64Array.from({ length: 100 }, (_, i) => scale / (i + 1)),
      ...task,
    });
  const slicesOf = (policy: string, tasks: readonly SimulatedTask[]): number[][] =>
    run(policy, tasks).allocations.map(({ length, shares }) => [shares[0]!.task, length]);

  it('has as many rounds as halvings, rounded up, and keeps the greater half', () => {
    const tasks = [3, 2, 1].map((scale) => scaled(scale, { deadline: 60 }));
    expect(slicesOf('sh', tasks)).toEqual([
      [0, 10],
      [1, 10],
      [2, 10],
      [1, 15],
      [2, 15],
    ]);
  });

  it('takes a task without a loss for the worst', () => {
    const tasks = [scaled(1, { reportSize: 1000 }), scaled(4), scaled(3), scaled(2)];
    expect(
      slicesOf('sh', tasks)
        .slice(4)
        .map(([task]) => task),
    ).toEqual([2, 3]);
  });

  it('takes those back first that came nearest', () => {
    const tasks = [scaled(4), scaled(3), scaled(2, { target: 0.1 }), scaled(1, { target: 0.05 })];
    expect(slicesOf('sh', tasks).slice(4)).toEqual([
      [2, 10],
      [3, 10],
      [1, 20],
    ]);
  });

  it('compares losses, or distances to targets', () => {
    // The last two have the lower losses, and farther to go.
    const tasks = [scaled(4, { target: 0.04 }), scaled(3, { target: 0.03 }), scaled(2), scaled(1)];
    const second = (policy: string) =>
      slicesOf(policy, tasks)
        .slice(4, 6)
        .map(([task]) => task);
    expect(second('sh')).toEqual([2, 3]);
    expect(second('sh-target')).toEqual([0, 1]);
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

  const wholly = (
    settings: Parameters<typeof makeLara>[0],
    tasks: readonly SimulatedTask[],
  ): SimulationResult => simulate({ name: '', tasks }, makeLara(settings), { switchCost: 0, trace: true });

  it('explores 15 % of the time unless told otherwise, as it says that it is a reconstruction', () => {
    const tasks = [OUT_OF_REACH, hyperbolicTask({ target: 1 / 60 })];
    const explored = ({ allocations }: SimulationResult): number =>
      allocations.filter(({ phase }) => phase === 'warm-up').length;
    expect([explored(run('lara', tasks)), explored(wholly({ exploration: 0.4 }, tasks))]).toEqual([15, 40]);
    expect(policyByName('lara')!.description).toContain('reconstructed');
  });

  it('gives the next task what the first does not need of a unit, and decides anew every unit', () => {
    const fine = { reportSize: 1, losses: Float64Array.from({ length: 1000 }, (_, i) => 1 / (i + 1)) };
    const tasks = [hyperbolicTask({ ...fine, target: 1 / 15 }), hyperbolicTask({ ...fine, target: 1 / 900 })];
    const { allocations } = wholly({ exploration: 0.02, ridge: 1e-9 }, tasks);
    // A unit each is done, the first needs half a unit more.
    const [, , shared, ...later] = allocations;
    expect(shared!.shares.map(({ task, share }) => [task, share.toFixed(6)])).toEqual([
      [0, '0.500000'],
      [1, '0.500000'],
    ]);
    expect(new Set([shared!, ...later].map(({ length }) => length))).toEqual(new Set([1]));
  });

  it.each([
    ['stops falling', (n: number) => 1 / Math.min(n, 8)],
    ['rises', (n: number) => 0.5 + 0.01 * n],
  ])('gives up a task whose loss %s, for one that it can finish', (_, loss) => {
    const losses = Float64Array.from({ length: 100 }, (__, i) => loss(i + 1));
    const stuck = hyperbolicTask({ deadline: 90, target: 1 / 30, losses });
    const result = wholly({ exploration: 0.1 }, [stuck, hyperbolicTask({ target: 1 / 30 })]);
    expect(result.reachedAt[1]).toBeLessThan(100);
  });

  it('takes turns where nothing can be done in time', () => {
    expect(run('lara', [OUT_OF_REACH, OUT_OF_REACH]).data).toEqual([500, 500]);
  });

  it('explores a task that begins later by its first reports', () => {
    const result = run('lara', [
      hyperbolicTask({ target: 1 / 90 }),
      hyperbolicTask({ begin: 50, target: 1 / 8 }),
    ]);
    const late = result.allocations.filter(({ start, shares }) => start >= 50 && shares[0]!.task === 1);
    expect(late[0]).toMatchObject({ start: 50, phase: 'warm-up' });
    expect(late.filter(({ phase }) => phase === 'warm-up')).toHaveLength(5);
    expect(result.reachedAt[1]).toBeLessThan(100);
  });
});

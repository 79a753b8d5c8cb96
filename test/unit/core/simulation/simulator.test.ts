import { describe, expect, it } from 'vitest';
import type { Decision, PolicyDefinition, TaskProgress } from '../../../../src/core/policies/policy.js';
import { policyByName } from '../../../../src/core/policies/registry.js';
import { dataToTarget, horizonOf, lossOfReport } from '../../../../src/core/simulation/bundle.js';
import { simulate } from '../../../../src/core/simulation/simulator.js';
import { hyperbolicTask } from './tasks.js';

const FREE = { switchCost: 0, trace: true };

/** A policy that does what the list says, one entry after the other, and notes what it is told. */
function scripted(
  script: readonly { readonly shares: readonly number[]; readonly length: number }[],
  told: [task: number, data: number, loss: number][] = [],
): PolicyDefinition {
  return {
    name: 'scripted',
    title: '',
    description: '',
    create: (tasks) => {
      let step = 0;
      return {
        observe: (task, data, loss) => told.push([task, data, loss]),
        decide: (): Decision => {
          const entry = script[Math.min(step, script.length - 1)]!;
          return {
            shares: Float64Array.from(tasks, (_, k) => entry.shares[k] ?? 0),
            length: entry.length,
            phase: 'slice',
            candidates: [],
          };
        },
        commit: () => {
          step += 1;
        },
      };
    },
  };
}

describe('simulate', () => {
  it('gives a task the reports of the data that it processed, and ends when it succeeds', () => {
    const told: [number, number, number][] = [];
    const result = simulate(
      { name: '', tasks: [hyperbolicTask()] },
      scripted([{ shares: [1], length: 50 }], told),
      FREE,
    );
    expect(told).toEqual(Array.from({ length: 10 }, (_, i) => [0, 10 * (i + 1), 1 / (i + 1)]));
    expect(result.reachedAt).toEqual([10]);
    expect(result.data).toEqual([100]);
    expect(result.allocations).toEqual([
      { start: 0, length: 10, phase: 'slice', shares: [{ task: 0, share: 1 }] },
    ]);
  });

  it('tells the reports of sharing tasks in the order in which they are made', () => {
    const told: [number, number, number][] = [];
    const tasks = [hyperbolicTask({ reportSize: 30 }), hyperbolicTask({ reportSize: 20 })];
    simulate({ name: '', tasks }, scripted([{ shares: [0.5, 0.5], length: 14 }], told), FREE);
    expect(told.slice(0, 5).map(([task, data]) => [task, data])).toEqual([
      [1, 20],
      [0, 30],
      [1, 40],
      [0, 60],
      [1, 60],
    ]);
  });

  it('sees a report at the end of the unit in which it is made, and counts one at the deadline', () => {
    const tasks = [hyperbolicTask({ deadline: 10, dataRate: 10.2 })];
    expect(simulate({ name: '', tasks }, scripted([{ shares: [1], length: 99 }]), FREE).reachedAt).toEqual([
      10,
    ]);
    const late = [hyperbolicTask({ deadline: 10, dataRate: 9.9 })];
    expect(simulate({ name: '', tasks: late }, scripted([{ shares: [1], length: 99 }]), FREE).successes).toBe(
      0,
    );
  });

  it('ends a stretch when a sharing task succeeds or expires', () => {
    const tasks = [hyperbolicTask({ deadline: 15, target: 1e-9 }), hyperbolicTask(), hyperbolicTask()];
    const { allocations } = simulate({ name: '', tasks }, policyByName('ua')!, FREE);
    // Two thirds of the machine until 15, then halves.
    expect(allocations[0]).toMatchObject({ start: 0, length: 15 });
    expect(allocations[1]).toMatchObject({ start: 15, length: 10 });
    expect(allocations[1]!.shares).toHaveLength(2);
  });

  it('ignores shares of tasks that are over, and idles until the next begins', () => {
    const tasks = [hyperbolicTask(), hyperbolicTask({ begin: 40 })];
    const { allocations, reachedAt } = simulate(
      { name: '', tasks },
      scripted([
        { shares: [1, 0], length: 20 },
        { shares: [1, 1], length: 20 },
      ]),
      FREE,
    );
    expect(allocations.map(({ start }) => start)).toEqual([0, 40]);
    expect(reachedAt).toEqual([10, 50]);
  });

  it('counts switches between slices, and rotations where tasks share', () => {
    const tasks = [hyperbolicTask({ target: 1e-9 }), hyperbolicTask({ target: 1e-9 })];
    const turns = scripted([
      { shares: [1, 0], length: 10 },
      { shares: [0, 1], length: 10 },
      { shares: [0, 1], length: 10 },
      { shares: [1, 0], length: 70 },
    ]);
    expect(simulate({ name: '', tasks }, turns, FREE)).toMatchObject({ switches: 2, setChanges: 2 });
    const sharing = scripted([{ shares: [0.5, 0.5], length: 100 }]);
    expect(simulate({ name: '', tasks }, sharing, FREE)).toMatchObject({ switches: 200, setChanges: 0 });
  });

  it('charges switches', () => {
    const tasks = [hyperbolicTask({ target: 1e-9 }), hyperbolicTask({ target: 1e-9 })];
    const turns = scripted([
      { shares: [1, 0], length: 50 },
      { shares: [0, 1], length: 50 },
    ]);
    expect(simulate({ name: '', tasks }, turns, { switchCost: 3, trace: false }).data).toEqual([500, 470]);
    const sharing = scripted([{ shares: [0.5, 0.5], length: 100 }]);
    expect(simulate({ name: '', tasks }, sharing, { switchCost: 0.1, trace: false }).data).toEqual([
      400, 400,
    ]);
  });

  it('ends a stretch at a success as late as switches make it', () => {
    const tasks = [hyperbolicTask({ target: 1e-9 }), hyperbolicTask(), hyperbolicTask()];
    const turns = scripted([
      { shares: [1], length: 10 },
      { shares: [0, 1], length: 50 },
      { shares: [0, 0.5, 0.5], length: 50 },
    ]);
    const alone = simulate({ name: '', tasks }, turns, { switchCost: 3, trace: true });
    expect(alone.allocations[1]).toMatchObject({ start: 10, length: 13 });
    expect(alone.reachedAt[1]).toBe(23);
    // Halves, of which a fifth goes to the rotation.
    const sharing = scripted([{ shares: [0, 0.5, 0.5], length: 50 }]);
    const together = simulate({ name: '', tasks }, sharing, { switchCost: 0.1, trace: true });
    expect(together.allocations[0]).toMatchObject({ start: 0, length: 25 });
    expect(together.reachedAt.slice(1)).toEqual([25, 25]);
  });

  it('knows over an idle stretch who had the machine before', () => {
    const tasks = [hyperbolicTask({ target: 1e-9 }), hyperbolicTask({ target: 1e-9 })];
    const over = (then: readonly number[]): number =>
      simulate(
        { name: '', tasks },
        scripted([
          { shares: [1, 0], length: 10 },
          { shares: [0, 0], length: 10 },
          { shares: then, length: 80 },
        ]),
        FREE,
      ).switches;
    expect([over([1, 0]), over([0, 1])]).toEqual([0, 1]);
  });

  it('shows a policy its progress, not its curves', () => {
    const seen: TaskProgress[] = [];
    const policy = policyByName('rr')!;
    const watching: PolicyDefinition = {
      ...policy,
      create: (tasks, horizon) => {
        expect(Object.keys(tasks[0]!)).not.toContain('losses');
        expect(horizon).toBe(100);
        const inner = policy.create(tasks, horizon);
        return {
          observe: inner.observe.bind(inner),
          decide: (now, progress) => {
            seen.push({ ...progress[0]! });
            return inner.decide(now, progress);
          },
          commit: inner.commit.bind(inner),
        };
      },
    };
    simulate({ name: '', tasks: [hyperbolicTask({ target: 0.05 })] }, watching, FREE);
    expect(seen[0]).toMatchObject({ data: 0, reports: 0, loss: NaN, reached: false });
    expect(seen[1]!.reports).toBeGreaterThan(0);
    expect(seen[1]!.loss).toBe(1 / seen[1]!.reports);
  });
});

describe('bundle', () => {
  it('knows the data that a target needs, and repeats the last loss', () => {
    const task = hyperbolicTask({ losses: new Float64Array([3, 2, 1, 2]), target: 1 });
    expect(dataToTarget(task)).toBe(30);
    expect(dataToTarget({ ...task, target: 0.5 })).toBe(Infinity);
    expect(lossOfReport(task, 9)).toBe(2);
    expect(horizonOf([task, { ...task, deadline: 7 }])).toBe(100);
  });
});

import { describe, expect, it } from 'vitest';
import { dataToTarget, type SimulatedTask } from '../../../../src/core/simulation/bundle.js';
import { generateCurve } from '../../../../src/core/simulation/generated-curves.js';
import { makePaperBundle, makeScaleBundle } from '../../../../src/core/simulation/make-bundle.js';
import { oracleSuccesses } from '../../../../src/core/simulation/oracle.js';
import { Random } from '../../../../src/core/simulation/random.js';

const feasible = (task: SimulatedTask): boolean => dataToTarget(task) < task.dataRate * task.deadline;

describe('makePaperBundle', () => {
  it('has the rows of Table 1 and Table 2', () => {
    const pure = makePaperBundle('pure', 1);
    expect(pure.tasks).toHaveLength(10);
    expect(pure.tasks[1]).toMatchObject({ name: 'LSTM', deadline: 1000, target: 0.23, dataRate: 247 });
    expect(makePaperBundle('mixed', 1).tasks[4]).toMatchObject({
      deadline: 980,
      target: 0.0012,
      dataRate: 61,
    });
  });

  it('gives every task 500 reports until its deadline, and seven of ten a target within reach', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { tasks } = makePaperBundle('pure', seed);
      for (const task of tasks) {
        expect(task.losses).toHaveLength(500);
        expect((task.dataRate * task.deadline) / task.reportSize).toBeCloseTo(500, 9);
      }
      expect(tasks.filter(feasible)).toHaveLength(7);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    expect(makePaperBundle('mixed', 7)).toEqual(makePaperBundle('mixed', 7));
    expect(makePaperBundle('mixed', 8)).not.toEqual(makePaperBundle('mixed', 7));
  });

  it('takes curves from elsewhere', () => {
    const curve = Float64Array.from({ length: 300 }, (_, i) => 5 / (i + 1));
    const { tasks } = makePaperBundle('pure', 1, () => curve);
    const [first] = tasks;
    expect(first!.losses).toHaveLength(300);
    expect(first!.losses[0]! / first!.losses[1]!).toBeCloseTo(2, 9);
  });
});

describe('makeScaleBundle', () => {
  it('has deadlines short, middle and long as 2 : 6 : 2', () => {
    const { tasks } = makeScaleBundle(50, 3);
    const parts = tasks.map(({ deadline }) => deadline / (160 * 50));
    expect(parts.filter((part) => part <= 0.5)).toHaveLength(10);
    expect(parts.filter((part) => part > 0.5 && part < 0.8)).toHaveLength(30);
    expect(parts.filter((part) => part >= 0.8)).toHaveLength(10);
    expect(oracleSuccesses({ name: '', tasks })).toBeGreaterThan(20);
  });

  it('makes any number of tasks', () => {
    expect(makeScaleBundle(1, 1).tasks).toHaveLength(1);
    expect(makeScaleBundle(1000, 1).tasks).toHaveLength(1000);
  });
});

describe('generateCurve', () => {
  it('is positive and finite, and mostly falls', () => {
    const random = new Random(4);
    for (let i = 0; i < 100; i++) {
      const curve = generateCurve(random, 500);
      expect(curve.every((loss) => loss > 0 && loss < Infinity)).toBe(true);
      const mean = (from: number, to: number): number =>
        curve.subarray(from, to).reduce((sum, loss) => sum + loss, 0) / (to - from);
      expect(mean(450, 500)).toBeLessThan(mean(0, 50));
    }
  });
});

describe('Random', () => {
  it('gives the same numbers for a seed, uniform and normal', () => {
    const a = new Random(42);
    const b = new Random(42);
    const uniform = Array.from({ length: 4000 }, () => a.uniform());
    expect(uniform.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => b.uniform()));
    expect(uniform.every((value) => value >= 0 && value < 1)).toBe(true);
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(uniform)).toBeCloseTo(0.5, 1);
    const normal = Array.from({ length: 4000 }, () => a.normal());
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(mean(normal.map((value) => value * value))).toBeCloseTo(1, 1);
  });

  it('shuffles without loss and without touching its input', () => {
    const items = [1, 2, 3, 4, 5, 6];
    const shuffled = new Random(1).shuffle(items);
    expect(items).toEqual([1, 2, 3, 4, 5, 6]);
    expect([...shuffled].sort()).toEqual(items);
  });
});

import { describe, expect, it } from 'vitest';
import { allowances, planTime, type PlanTask } from '../../../../src/core/laira/plan.js';
import { largestOnTimeSet } from '../../../../src/core/policies/on-time-set.js';
import { Random } from '../../../../src/core/simulation/random.js';

/** A job of known length: one stretch that ends in success. */
function certain(timeLeft: number, time: number): PlanTask {
  return { timeLeft, stretches: [{ time, chanceRate: 1 / time }] };
}

describe('planTime', () => {
  it('plans all work where all deadlines hold', () => {
    expect(Array.from(planTime([certain(10, 4), certain(20, 6)], 1))).toEqual([4, 6]);
  });

  it('cuts the work of least return before a deadline that does not hold', () => {
    const tasks = [certain(10, 8), certain(12, 3), certain(30, 5)];
    expect(Array.from(planTime(tasks, 1))).toEqual([8, 3, 5]);
    expect(Array.from(planTime([certain(10, 8), certain(10, 3), certain(30, 5)], 1))).toEqual([7, 3, 5]);
  });

  it('cuts the later stretches of a task first', () => {
    const stretches = [
      { time: 2, chanceRate: 0.2 },
      { time: 9, chanceRate: 0.01 },
    ];
    const planned = planTime([{ timeLeft: 10, stretches }, certain(11, 8)], 1);
    expect(planned[0]).toBeCloseTo(3, 12);
    expect(planned[1]).toBe(8);
  });

  it('makes room by its margin', () => {
    expect(Array.from(planTime([certain(20, 4), certain(20, 6)], 1.5))).toEqual([6, 9]);
  });

  it('keeps every deadline in the mean, and every job that Moore and Hodgson keep short', () => {
    const random = new Random(5);
    for (let i = 0; i < 200; i++) {
      const tasks = Array.from({ length: 1 + random.index(12) }, () =>
        certain(random.between(5, 100), random.between(1, 40)),
      ).sort((a, b) => a.timeLeft - b.timeLeft);
      const planned = planTime(tasks, 1);
      let used = 0;
      tasks.forEach(({ timeLeft }, k) => {
        used += planned[k]!;
        expect(used).toBeLessThanOrEqual(timeLeft * (1 + 1e-9));
      });
      const jobs = tasks.map(({ timeLeft, stretches }) => ({
        release: 0,
        deadline: timeLeft,
        length: stretches[0]!.time,
      }));
      const whole = jobs.filter(({ length }, k) => planned[k]! >= length * (1 - 1e-9)).length;
      expect(whole).toBeLessThanOrEqual(largestOnTimeSet(jobs, 0).length);
    }
  });
});

describe('allowances', () => {
  const tasks = [certain(10, 4), certain(20, 6), certain(40, 5)];
  const planned = planTime(tasks, 1);

  it('gives the most urgent task all the time, the others the slack before them', () => {
    expect(Array.from(allowances(tasks, planned))).toEqual([Infinity, 6, 6]);
  });

  it('lets a task without a plan push all that are planned', () => {
    const idle = { timeLeft: 5, stretches: [] };
    expect(allowances([idle, ...tasks], planTime([idle, ...tasks], 1))[0]).toBe(6);
  });
});

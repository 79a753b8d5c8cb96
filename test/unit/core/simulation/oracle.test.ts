import { describe, expect, it } from 'vitest';
import { largestOnTimeSet, type Job } from '../../../../src/core/policies/on-time-set.js';
import { oracleSuccesses } from '../../../../src/core/simulation/oracle.js';
import { Random } from '../../../../src/core/simulation/random.js';
import { hyperbolicTask } from './tasks.js';

/** The most jobs that can be on time, by trying every subset under preemptive EDF in whole units. */
function bruteForce(jobs: readonly Job[]): number {
  let best = 0;
  for (let subset = 0; subset < 1 << jobs.length; subset++) {
    const chosen = jobs.filter((_, i) => (subset >> i) & 1);
    if (chosen.length > best && feasible(chosen)) best = chosen.length;
  }
  return best;
}

function feasible(jobs: readonly Job[]): boolean {
  const rest = jobs.map(({ length }) => length);
  const horizon = Math.max(0, ...jobs.map(({ deadline }) => deadline));
  for (let now = 0; now < horizon; now++) {
    const ready = jobs
      .map((job, i) => ({ ...job, i }))
      .filter(({ release, i }) => release <= now && rest[i]! > 0)
      .sort((a, b) => a.deadline - b.deadline)[0];
    if (ready !== undefined && now < ready.deadline) rest[ready.i]! -= 1;
    else if (ready !== undefined) return false;
  }
  return rest.every((left) => left === 0);
}

function draw(random: Random, latestRelease: number): Job[] {
  return Array.from({ length: 1 + random.index(8) }, () => {
    const release = random.index(latestRelease + 1);
    return { release, deadline: release + 1 + random.index(30), length: 1 + random.index(12) };
  });
}

describe('largestOnTimeSet', () => {
  it('is as large as any, when all jobs are there from the start', () => {
    const random = new Random(11);
    for (let i = 0; i < 300; i++) {
      const jobs = draw(random, 0);
      const set = largestOnTimeSet(jobs, 0);
      expect(set).toHaveLength(bruteForce(jobs));
      expect(feasible(set.map((index) => jobs[index]!))).toBe(true);
    }
  });

  it('can be done, and comes near the most, when jobs come later', () => {
    const random = new Random(12);
    let found = 0;
    let most = 0;
    for (let i = 0; i < 300; i++) {
      const jobs = draw(random, 15);
      const set = largestOnTimeSet(jobs, 0);
      expect(feasible(set.map((index) => jobs[index]!))).toBe(true);
      found += set.length;
      most += bruteForce(jobs);
    }
    expect(found / most).toBeGreaterThan(0.97);
    expect(found).toBeLessThanOrEqual(most);
  });

  it('leaves out what cannot be done, and counts from now', () => {
    const jobs = [
      { release: 0, deadline: 20, length: Infinity },
      { release: 0, deadline: 20, length: 8 },
      { release: 0, deadline: 20, length: 5 },
    ];
    expect(largestOnTimeSet(jobs, 0)).toEqual([1, 2]);
    expect(largestOnTimeSet(jobs, 10)).toEqual([2]);
    expect(largestOnTimeSet([], 0)).toEqual([]);
  });
});

describe('oracleSuccesses', () => {
  it('uses the true machine times', () => {
    const tasks = [
      hyperbolicTask({ deadline: 12 }),
      hyperbolicTask({ deadline: 19 }),
      hyperbolicTask({ deadline: 20 }),
      hyperbolicTask({ target: 1e-9 }),
    ];
    expect(oracleSuccesses({ name: '', tasks })).toBe(2);
  });
});

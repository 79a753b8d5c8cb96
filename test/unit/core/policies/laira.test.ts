import { describe, expect, it } from 'vitest';
import { lairaDefaults } from '../../../../src/core/policies/laira.js';
import type { Decision, TaskProgress } from '../../../../src/core/policies/policy.js';
import { policyByName } from '../../../../src/core/policies/registry.js';
import { simulate, type SimulationResult } from '../../../../src/core/simulation/simulator.js';
import type { SimulatedTask } from '../../../../src/core/simulation/bundle.js';
import { makePaperBundle } from '../../../../src/core/simulation/make-bundle.js';

/** Loss n^-exponent, 500 reports until a deadline at 1000. */
function powerLawTask(exponent: number, target: number): SimulatedTask {
  return {
    name: '',
    begin: 0,
    deadline: 1000,
    target,
    dataRate: 64,
    reportSize: 128,
    losses: Float64Array.from({ length: 500 }, (_, i) => (i + 1) ** -exponent),
  };
}

function run(policy: string, tasks: readonly SimulatedTask[]): SimulationResult {
  return simulate({ name: '', tasks }, policyByName(policy)!, { switchCost: 0, trace: true });
}

describe('laira', () => {
  it('warms up every task, then leaves out what its look-ahead says is out of reach', () => {
    // At 500 reports: 0.11 and 0.84; the second target needs far more.
    const tasks = [powerLawTask(0.35, 0.2), powerLawTask(0.03, 0.3), powerLawTask(0.35, 0.25)];
    const result = run('laira', tasks);
    const phases = result.allocations.map(({ phase }) => phase);
    expect(phases.slice(0, 4)).toEqual(['warm-up', 'warm-up', 'warm-up', 'slice']);
    expect(result.reachedAt[0]).toBeLessThan(500);
    expect(result.reachedAt[2]).toBeLessThan(500);
    const wasted = result.allocations.filter(
      ({ shares, phase, start }) => shares[0]!.task === 1 && phase === 'slice' && start < 300,
    );
    expect(wasted.length).toBeLessThanOrEqual(2);
  });

  it('works on when nothing is feasible, and says so', () => {
    const { allocations } = run('laira', [powerLawTask(0.03, 0.1), powerLawTask(0.02, 0.1)]);
    expect(allocations.at(-1)!.phase).toBe('best-effort');
    expect(allocations.reduce((sum, { length }) => sum + length, 0)).toBe(1000);
  });

  it('has M_1 of half of T / K and whole slices', () => {
    expect(lairaDefaults(10, 1680).slices.initial).toBe(84);
    const { allocations } = run('laira', makePaperBundle('pure', 2).tasks);
    expect(allocations.every(({ length }) => Number.isInteger(length))).toBe(true);
    expect(allocations.filter(({ phase }) => phase === 'slice').map(({ length }) => length)).toContain(84);
  });

  it('has ablations that differ in one thing each', () => {
    const { tasks } = makePaperBundle('mixed', 4);
    const plain = run('laira', tasks).allocations;
    for (const name of ['laira-ucb', 'laira-dkf']) expect(run(name, tasks).allocations).not.toEqual(plain);
    expect(run('sta', tasks)).toEqual(run('laira-dkf', tasks));
    const lengths = run('laira-pd', tasks)
      .allocations.filter(({ phase }) => phase !== 'warm-up')
      .map(({ length }) => length);
    expect(Math.max(...lengths)).toBe(lairaDefaults(10, 1400).slices.initial);
  });

  it('follows the task that really runs when another one is committed', () => {
    const tasks = [powerLawTask(0.3, 0.2), powerLawTask(0.3, 0.2)];
    const policy = policyByName('laira')!.create(tasks, 1000);
    const progress: TaskProgress[] = tasks.map(({ losses }, k) => {
      for (let n = 1; n <= 5; n++) policy.observe(k, n * 128, losses[n - 1]!);
      return { data: 640, reports: 5, loss: losses[4]!, reached: false };
    });
    const decision = policy.decide(20, progress);
    const other: Decision = { ...decision, shares: new Float64Array([0, 1]) };
    policy.commit(other, 20, progress);
    expect(policy.decide(20, progress).candidates).toHaveLength(2);
  });
});

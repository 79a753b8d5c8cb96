import { describe, expect, it } from 'vitest';
import type { LairaSettings } from '../../../../src/core/laira/scheduler.js';
import { firstSlice, nextSlice } from '../../../../src/core/laira/slices.js';
import { lairaDefaults, lairaVariant } from '../../../../src/core/policies/laira.js';
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

  it('has the settings that its documentation tells', () => {
    // T / K = 160: M_1 is 80, and the gains are negative, as the text of the paper has it.
    expect(lairaDefaults(10, 1600)).toMatchObject({
      checkReports: 20,
      warmUpReports: 5,
      discount: 0.95,
      ridge: 0.01,
      confidence: { parameterBound: 1, sigma: 0.3, delta: 0.1 },
      slices: { initial: 80, proportionalGain: -100, derivativeGain: -32, minimum: 1, maximum: 160 },
      errorOver: 'feasible',
      errorIn: 'log-loss',
      whenNoneFeasible: 'best-effort',
      atBegin: 'end',
    });
  });

  it('lengthens slices as predictions get better, and keeps the fraction of a length', () => {
    const { slices } = lairaDefaults(10, 1600);
    const lengthAfter = (errors: readonly number[]): number =>
      errors.reduce((state, error) => nextSlice(slices, state, error), firstSlice(slices)).length;
    expect(lengthAfter([0.4, 0.3, 0.2])).toBe(90);
    expect(lengthAfter([0.2, 0.3, 0.4])).toBe(70);
    // Twenty times three tenths of a unit.
    expect(lengthAfter(Array.from({ length: 23 }, (_, i) => 0.3 - 0.003 * i))).toBe(86);
  });

  it('gives every task five reports before the first slice, and its ablation without look-ahead one', () => {
    const tasks = [powerLawTask(0.35, 0.2), powerLawTask(0.03, 0.3)];
    const warmUps = (name: string) =>
      run(name, tasks).allocations.flatMap(({ phase, shares, length }) =>
        phase === 'warm-up' ? [[shares[0]!.task, length]] : [],
      );
    // Two units a report.
    expect(warmUps('laira')).toEqual([
      [0, 10],
      [1, 10],
    ]);
    expect(warmUps('laira-dkf')).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  it.each<[string, (defaults: LairaSettings) => LairaSettings]>([
    ['laira-ucb', (defaults) => ({ ...defaults, confidence: undefined })],
    ['laira-dkf', (defaults) => ({ ...defaults, lookAhead: undefined, warmUpReports: 1 })],
    ['sta', (defaults) => ({ ...defaults, lookAhead: undefined, warmUpReports: 1 })],
    [
      'laira-pd',
      ({ slices, ...rest }) => ({ ...rest, slices: { ...slices, proportionalGain: 0, derivativeGain: 0 } }),
    ],
  ])('has the ablation %s, which differs in nothing else', (name, change) => {
    const { tasks } = makePaperBundle('mixed', 4);
    const settings = { switchCost: 0, trace: true };
    const alone = simulate({ name: '', tasks }, lairaVariant('', '', '', change), settings);
    const result = run(name, tasks);
    expect(result).toEqual(alone);
    expect(result.allocations).not.toEqual(run('laira', tasks).allocations);
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

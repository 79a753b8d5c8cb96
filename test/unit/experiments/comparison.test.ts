import { describe, expect, it, vi } from 'vitest';
import { POLICIES } from '../../../src/core/policies/registry.js';
import { horizonOf } from '../../../src/core/simulation/bundle.js';
import { makeScaleBundle } from '../../../src/core/simulation/make-bundle.js';
import { simulate } from '../../../src/core/simulation/simulator.js';
import { compare, LARA_SWEEP, printComparison } from '../../experiments/comparison.js';
import { barPlot } from '../../experiments/svg-plot.js';
import { successPanel } from '../../experiments/tournament.js';

const comparison = await compare({ name: 'four tasks', make: (seed) => makeScaleBundle(4, seed) }, 3);
const { shown, explored } = comparison;
const ablations = ['laira-ucb', 'laira-pd', 'laira-dkf'];
const others = POLICIES.map(({ name }) => name).filter(
  (name) => name !== 'lara' && !ablations.includes(name),
);

describe('the comparison of all policies', () => {
  it('has LARA with every exploration share, and shows the best of them', () => {
    expect(explored.map(({ policy }) => policy).sort()).toEqual(LARA_SWEEP.map(({ name }) => name).sort());
    const successes = explored.map((standing) => standing.successes);
    expect(successes).toEqual([...successes].sort((a, b) => b - a));
    const names = shown.standings.map(({ policy }) => policy);
    expect(names.filter((name) => name.startsWith('lara'))).toEqual([explored[0]!.policy]);
    expect(names.filter((name) => !name.startsWith('lara ')).sort()).toEqual([...others].sort());
  });

  it('explores with LARA for 5 to 30 % of the time', () => {
    const bundle = makeScaleBundle(4, 1);
    const explored = LARA_SWEEP.map((policy) => {
      const { allocations } = simulate(bundle, policy, { switchCost: 0, trace: true });
      return allocations.filter(({ phase }) => phase === 'warm-up').length / horizonOf(bundle.tasks);
    });
    [0.05, 0.1, 0.2, 0.3].forEach((share, i) => {
      expect(explored[i]).toBeCloseTo(share, 2);
    });
  });

  it('holds every policy against the same bundles and the oracle', () => {
    for (const { successes, ratio, lead } of shown.standings) {
      expect(ratio).toBeCloseTo(successes / shown.oracle, 12);
      const reference = shown.standings.find(({ policy }) => policy === 'laira-index')!;
      expect(lead).toBeCloseTo(successes - reference.successes, 12);
    }
  });

  it('is printed and drawn with every policy', () => {
    const write = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    printComparison(comparison);
    const text = write.mock.calls.flat().join('\n');
    write.mockRestore();
    expect(text).toMatch(
      /four tasks, 3 seeds; oracle .*\n.*successes .*of oracle .*switches .*less laira-index/,
    );
    const picture = barPlot([successPanel(shown)]);
    for (const { policy } of shown.standings) {
      expect(text).toContain(`\n  ${policy} `);
      expect(picture).toContain(`>${policy}<`);
    }
  });
});

import { describe, expect, it } from 'vitest';
import type { Policy, PolicyDefinition, TaskProgress } from '../../../../src/core/policies/policy.js';
import { DEFAULT_POLICY, POLICIES, policyByName } from '../../../../src/core/policies/registry.js';
import { makePaperBundle, makeScaleBundle } from '../../../../src/core/simulation/make-bundle.js';
import { Random } from '../../../../src/core/simulation/random.js';
import { simulate } from '../../../../src/core/simulation/simulator.js';

/** Wraps a policy and holds every decision against what `Policy` promises. */
function checked(definition: PolicyDefinition): PolicyDefinition {
  return {
    ...definition,
    create: (tasks, horizon) => {
      const inner = definition.create(tasks, horizon);
      const check = (now: number, progress: readonly TaskProgress[]): ReturnType<Policy['decide']> => {
        const decision = inner.decide(now, progress);
        const active = tasks.flatMap((task, k) =>
          task.begin <= now && now < task.deadline && !progress[k]!.reached ? [k] : [],
        );
        const sum = decision.shares.reduce((total, share) => total + share, 0);
        expect(decision.shares).toHaveLength(tasks.length);
        expect(sum).toBeLessThanOrEqual(1 + 1e-12);
        decision.shares.forEach((share, k) => {
          expect(share).toBeGreaterThanOrEqual(0);
          if (share > 0) expect(active).toContain(k);
        });
        expect(decision.length).toBeGreaterThan(0);
        expect(decision.candidates.map(({ task }) => task).sort((a, b) => a - b)).toEqual(active);
        for (const { score } of decision.candidates) expect(Math.abs(score)).not.toBe(Infinity);
        expect(decision.phase === 'idle').toBe(sum === 0);
        // Asking again changes nothing.
        expect(inner.decide(now, progress)).toEqual(decision);
        return decision;
      };
      return {
        observe: inner.observe.bind(inner),
        decide: check,
        commit: inner.commit.bind(inner),
      };
    },
  };
}

describe.each(POLICIES)('$name', (policy) => {
  it('keeps the contract of a policy, with tasks that begin at different times', () => {
    const random = new Random(8);
    const bundle = makePaperBundle('mixed', 3);
    const tasks = bundle.tasks.map((task, k) => ({
      ...task,
      begin: k % 3 === 0 ? 0 : random.index(400),
    }));
    const result = simulate({ name: '', tasks }, checked(policy), { switchCost: 0, trace: false });
    expect(result.decisions).toBeGreaterThan(5);
  });

  it('finishes some tasks, and the same ones every time', () => {
    const bundle = makePaperBundle('pure', 5);
    const settings = { switchCost: 0, trace: true };
    const result = simulate(bundle, policy, settings);
    expect(result.successes).toBeGreaterThan(0);
    expect(simulate(bundle, policy, settings)).toEqual(result);
  });

  it('bears losses that cannot be fitted', () => {
    const bundle = makePaperBundle('pure', 6);
    const tasks = bundle.tasks.map((task, k) => ({
      ...task,
      losses: task.losses.map((loss, i) => (i % 7 === k ? [NaN, Infinity, -1, 0][k % 4]! : loss)),
      target: k % 4 === 2 ? task.target : Math.max(task.target, 1e-6),
    }));
    const result = simulate({ name: '', tasks }, checked(policy), { switchCost: 0, trace: false });
    expect(result.successes).toBeGreaterThan(0);
  });

  it('takes a single task, and none', () => {
    const bundle = makeScaleBundle(1, 2);
    expect(simulate(bundle, checked(policy), { switchCost: 0, trace: false }).decisions).toBeGreaterThan(0);
    expect(policy.create([], 0).decide(0, []).phase).toBe('idle');
  });
});

describe('registry', () => {
  it('finds policies by their stable names', () => {
    const names = 'ua stf rr sh sh-target lara sta laira laira-ucb laira-pd laira-dkf laira-index'.split(' ');
    expect(POLICIES.map(({ name }) => name).sort()).toEqual(names.sort());
    expect(policyByName('laira')?.title).toBe('LaiRA');
    expect(policyByName('fifo')).toBeUndefined();
    expect(DEFAULT_POLICY.name).toBe('laira-index');
  });
});

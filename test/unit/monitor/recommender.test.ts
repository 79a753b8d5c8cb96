import { describe, expect, it } from 'vitest';
import { bareCandidate, newcomer } from '../../../src/core/laira/ranking.js';
import { lairaIndex } from '../../../src/core/policies/laira-index.js';
import type { Candidate, Decision, PolicyDefinition } from '../../../src/core/policies/policy.js';
import { ua } from '../../../src/core/policies/ua.js';
import { Recommender, type Contender } from '../../../src/monitor/recommender.js';
import { Reports } from '../../../src/monitor/reports.js';
import { adviceTitle } from '../../../src/protocol/advice-words.js';

const HOUR = 3600;

function contender(name: string): Contender {
  const spec = { begin: 0, deadline: 3 * HOUR, target: 0.38, dataRate: 1, reportSize: 60 };
  return { run: `task:${name}`, name, spec, reports: new Reports(), reached: false, data: 0, loss: 1 };
}

const CONTENDERS = ['vgg', 'densenet'].map(contender);

/** A recommender whose policy decides as told, and what was committed. */
function told(decision: Decision): { recommender: Recommender; committed: Decision[] } {
  const committed: Decision[] = [];
  const policy: PolicyDefinition = {
    ...lairaIndex,
    create: () => ({
      observe: () => undefined,
      decide: () => decision,
      commit: (taken) => committed.push(taken),
    }),
  };
  const recommender = new Recommender('gpu:0', policy, CONTENDERS, 3 * HOUR);
  recommender.look(0, new Set());
  return { recommender, committed };
}

function candidate(task: number, probability: number, feasible: boolean): Candidate {
  return { ...bareCandidate(task, 1 - task), probability, feasible, remainingTime: 11 * 60 };
}

const PROBE: Decision = {
  shares: new Float64Array([0, 1]),
  length: 90,
  phase: 'probe',
  candidates: [candidate(0, 0.86, true), candidate(1, 0.02, false)],
  ordinary: {
    shares: new Float64Array([1, 0]),
    length: 720,
    phase: 'slice',
    candidates: [candidate(0, 0.86, true), candidate(1, 0.02, false)],
  },
};

describe('a recommendation', () => {
  it('says why a task that is called out of reach gets a short look, and lists it first', () => {
    const { recommender } = told(PROBE);
    const advice = recommender.recommendation(1)!;
    expect(advice).toMatchObject({ name: 'densenet', length: 90 });
    expect(adviceTitle(advice)).toBe('a short look at densenet, 2 min');
    expect(advice.reason).toBe(
      'It is called out of reach (2 %) on 0 reports. That may be wrong, and without more data it would stay wrong: about 2 more tell.',
    );
    expect(advice.alternatives.map(({ name }) => name)).toEqual(['densenet', 'vgg']);
  });

  it('says that the forecast of a task may be wrong where it gets a slice with little chance', () => {
    const decision = {
      ...PROBE.ordinary!,
      candidates: [candidate(0, 0.03, true), candidate(1, 0.02, false)],
    };
    expect(told(decision).recommender.recommendation(1)!.reason).toBe(
      'It is called out of reach (3 %) on 0 reports. With 3 h to its deadline that may be wrong. densenet is out of reach (2 %).',
    );
  });

  it('tells what comes after a short look, with its own length and reason', () => {
    const { recommender } = told(PROBE);
    expect(recommender.recommendation(1)!.afterLook).toEqual({
      run: 'task:vgg',
      name: 'vgg',
      length: 720,
      reason: 'Needs about 11 min more to reach 0.38, with 86 % probability.',
    });
    const [look, slice] = [PROBE, { ...PROBE, phase: 'slice' as const }].map(
      (decision) => told(decision).recommender.recommendation(1)!.id,
    );
    expect(look).not.toBe(slice);
    const ordinary = told(PROBE.ordinary!).recommender.recommendation(1)!;
    expect(ordinary.afterLook).toBeNull();
    expect(adviceTitle(ordinary)).toBe('vgg for 12 min');
    expect(ordinary.reason).toContain('densenet is out of reach (2 %)');
  });

  it('counts as a look only when the advised task gets it', () => {
    const { recommender, committed } = told(PROBE);
    recommender.commit('task:vgg', 0);
    recommender.commit('task:densenet', 0);
    expect(committed.map(({ phase, length, shares }) => [phase, length, [...shares]])).toEqual([
      ['slice', 720, [1, 0]],
      ['probe', 90, [0, 1]],
    ]);
  });

  it('gives the score of the chosen task, what it means, and how every candidate stands', () => {
    const ordinary = told(PROBE.ordinary!).recommender.recommendation(1)!;
    expect(ordinary).toMatchObject({ run: 'task:vgg', score: 1, scoreMeaning: 'chance-rate', length: 720 });
    expect(ordinary.alternatives).toEqual([
      { run: 'task:vgg', name: 'vgg', score: 1, probability: 0.86, remainingTime: 660, feasible: true },
      {
        run: 'task:densenet',
        name: 'densenet',
        score: 0,
        probability: 0.02,
        remainingTime: 660,
        feasible: false,
      },
    ]);
    const idle: Decision = { ...PROBE.ordinary!, phase: 'idle', shares: new Float64Array(2) };
    expect(told(idle).recommender.recommendation(1)).toBeUndefined();
  });

  it('is by another policy where tasks, their settings or the horizon are others', () => {
    const { recommender } = told(PROBE);
    const [vgg, densenet] = CONTENDERS;
    const later = { ...vgg!, spec: { ...vgg!.spec, deadline: 2 * HOUR } };
    expect(recommender.fits([...CONTENDERS], 3 * HOUR)).toBe(true);
    expect(recommender.fits([{ ...vgg!, data: 600, loss: 0.5 }, densenet!], 3 * HOUR)).toBe(true);
    expect(recommender.fits([later, densenet!], 3 * HOUR)).toBe(false);
    expect(recommender.fits([densenet!, vgg!], 3 * HOUR)).toBe(false);
    expect(recommender.fits([vgg!], 3 * HOUR)).toBe(false);
    expect(recommender.fits([...CONTENDERS], 4 * HOUR)).toBe(false);
  });

  it('is never for less time than it takes to hand the machine over', () => {
    const { recommender } = told({ ...PROBE.ordinary!, length: 2 });
    expect(recommender.recommendation(1)!.length).toBe(10);
  });

  it('says of the others one that can wait, and two that are out of reach', () => {
    const names = ['vgg', 'vit', 'lstm', 'cnn', 'squeeze', 'late', 'small', 'slow'];
    const contenders = names.map(contender);
    const candidates = [0.86, 0.7, 0.6, 0.02, 0.03, 0.01, 0.3, 0.4].map((probability, task) => ({
      ...candidate(task, probability, task < 3 || task === 7),
      // More than there is until the deadline.
      remainingTime: task === 7 ? 4 * HOUR : 11 * 60,
    }));
    const ranked = [0, 7, 6, 1, 2, 3, 4, 5].map((task) => candidates[task]!);
    const shares = new Float64Array(8);
    shares[0] = 1;
    const decision: Decision = { shares, length: 720, phase: 'slice', candidates: ranked };
    const policy: PolicyDefinition = {
      ...lairaIndex,
      create: () => ({ observe: () => undefined, decide: () => decision, commit: () => undefined }),
    };
    const recommender = new Recommender('gpu:0', policy, contenders, 3 * HOUR);
    recommender.look(HOUR, new Set());
    expect(recommender.recommendation(1)!.reason).toBe(
      'Needs about 11 min more to reach 0.38, with 86 % probability. vit has 2 h left and can wait; cnn is out of reach (2 %); squeeze is out of reach (3 %).',
    );
  });

  it('says of a task that is warming up how much is known', () => {
    const one = { ...contender('vgg'), reports: new Reports() };
    const decision: Decision = {
      ...PROBE.ordinary!,
      phase: 'warm-up',
      candidates: [newcomer(0)],
      shares: new Float64Array([1]),
    };
    const policy: PolicyDefinition = {
      ...lairaIndex,
      create: () => ({ observe: () => undefined, decide: () => decision, commit: () => undefined }),
    };
    const reasonAfter = (reports: number): string => {
      while (one.reports.length < reports) one.reports.add(60 * (one.reports.length + 1), 1, NaN, 0, NaN);
      const recommender = new Recommender('gpu:0', policy, [one], 3 * HOUR);
      recommender.look(0, new Set());
      return recommender.recommendation(1)!.reason;
    };
    expect([0, 1, 2].map(reasonAfter)).toEqual([
      'Has no report yet: a few tell whether 0.38 is in reach.',
      'Has only 1 report yet: a few more tell whether 0.38 is in reach.',
      'Has only 2 reports yet: a few more tell whether 0.38 is in reach.',
    ]);
  });

  it('says so where no task is likely to reach its target', () => {
    const { recommender } = told({ ...PROBE.ordinary!, phase: 'best-effort' });
    expect(recommender.recommendation(1)!.reason).toContain(
      'No task is likely to reach its target; this one comes nearest to it (0.38, with 86 % probability).',
    );
  });

  it('is by a policy that was told every report once, and all anew where reports were replaced', () => {
    const reports = new Reports();
    const one = { ...contender('vgg'), reports };
    const seen: number[][] = [];
    const policy: PolicyDefinition = {
      ...lairaIndex,
      create: () => {
        const own: number[] = [];
        seen.push(own);
        return {
          observe: (_, data) => own.push(data),
          decide: () => PROBE,
          commit: () => undefined,
        };
      },
    };
    const recommender = new Recommender('gpu:0', policy, [one], 3 * HOUR);
    const add = (data: number): void => {
      reports.add(data, 1 / data, NaN, data, NaN);
    };
    add(60);
    add(120);
    expect(recommender.update([one])).toBe(true);
    expect(recommender.update([one])).toBe(false);
    add(180);
    expect(recommender.update([one])).toBe(true);
    expect(seen).toEqual([[60, 120, 180]]);
    reports.clear();
    add(90);
    recommender.update([one]);
    expect(seen).toEqual([[60, 120, 180], [90]]);
  });

  it('has no number where there is none, and says nothing of a probability that nobody computed', () => {
    const first = told({ ...PROBE, phase: 'warm-up', candidates: [newcomer(1), candidate(0, 0.86, true)] });
    const [densenet] = first.recommender.recommendation(1)!.alternatives;
    expect(densenet).toMatchObject({ name: 'densenet', score: NaN });
    expect(first.recommender.recommendation(1)!.reason).toContain('Has no report yet: a few tell whether');
    const uniform = new Recommender('gpu:0', ua, CONTENDERS, 3 * HOUR);
    uniform.look(0, new Set());
    expect(uniform.recommendation(1)!.reason).toBe('Has until its deadline 3 h to reach 0.38.');
  });
});

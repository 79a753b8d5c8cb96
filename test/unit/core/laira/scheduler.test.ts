import { describe, expect, it } from 'vitest';
import { LairaScheduler, type LairaSettings } from '../../../../src/core/laira/scheduler.js';
import { lairaDefaults } from '../../../../src/core/policies/laira.js';
import type { TaskProgress, TaskSpec } from '../../../../src/core/policies/policy.js';

/** A report every ten units of the whole machine. */
const TASK: TaskSpec = { begin: 0, deadline: 1000, target: 0.1, dataRate: 10, reportSize: 100 };
const TASKS = [TASK, TASK, TASK];

/** Two slices begun, the second after four reports of the first; every task has made 25 reports of n^-0.3 before. */
function scheduler(settings: Partial<LairaSettings>, tasks: readonly TaskSpec[] = TASKS) {
  const policy = new LairaScheduler(tasks, { ...lairaDefaults(tasks.length, 1000), ...settings });
  const progress: TaskProgress[] = tasks.map((_, k) => {
    for (let n = 1; n <= 25; n++) policy.observe(k, 100 * n, n ** -0.3);
    return { data: 2500, reports: 25, loss: 25 ** -0.3, reached: false };
  });
  return { policy, progress };
}

/** A look-ahead that always sees the same loss. */
function foreseeing(loss: number): LairaSettings['lookAhead'] {
  return () => ({ observe: () => undefined, predictLogLoss: () => Math.log(loss) });
}

describe('the look-ahead of Algorithm 1', () => {
  it('is heeded from the report on that the settings name', () => {
    const feasible = (checkReports: number): boolean =>
      scheduler({ lookAhead: foreseeing(0.2), checkReports }).policy.decide(
        300,
        TASKS.map(() => ({ data: 2500, reports: 25, loss: 0.38, reached: false })),
      ).phase === 'slice';
    expect([feasible(25), feasible(26)]).toEqual([false, true]);
  });

  it('says nothing when less than one report is to come', () => {
    const { policy, progress } = scheduler({ lookAhead: foreseeing(0.2) });
    expect(policy.decide(990, progress).phase).toBe('best-effort');
    expect(policy.decide(991, progress).phase).toBe('slice');
  });

  it('leaves the machine to the best task where it passes none, or idle', () => {
    const decide = (whenNoneFeasible: LairaSettings['whenNoneFeasible']) => {
      const { policy, progress } = scheduler({ lookAhead: foreseeing(0.2), whenNoneFeasible });
      return policy.decide(300, progress);
    };
    expect(decide('best-effort')).toMatchObject({
      phase: 'best-effort',
      shares: new Float64Array([1, 0, 0]),
    });
    expect(decide('idle')).toMatchObject({ phase: 'idle', shares: new Float64Array(3) });
    const { policy, progress } = scheduler({ lookAhead: foreseeing(0.1), whenNoneFeasible: 'idle' });
    expect(policy.decide(300, progress).phase).toBe('slice');
  });
});

describe('a slice of Algorithm 1', () => {
  it('ends where another task begins, or runs on', () => {
    const tasks = [TASK, { ...TASK, begin: 310 }];
    const lengths = (atBegin: LairaSettings['atBegin']): number[] => {
      const { policy, progress } = scheduler({ atBegin, lookAhead: undefined }, tasks);
      const unseen = { data: 0, reports: 0, loss: NaN, reached: false };
      return [
        policy.decide(300, [progress[0]!, unseen]).length,
        policy.decide(310, progress).length,
        policy.decide(300, [unseen, unseen]).length,
      ];
    };
    // M_1 is half of T / K; a warm-up takes 50 units.
    expect(lengths('end')).toEqual([10, 250, 10]);
    expect(lengths('run-on')).toEqual([250, 250, 50]);
  });
});

describe('the error of a slice, equation (10)', () => {
  /** e of a slice of task 0 of 40 units, or four reports, at whose end the loss is as it was. */
  function errorOf(settings: Partial<LairaSettings>): number {
    const { policy, progress } = scheduler({ confidence: undefined, lookAhead: undefined, ...settings });
    const decision = { ...policy.decide(300, progress), length: 40 };
    expect(Number.isNaN(policy.error)).toBe(true);
    policy.commit(decision, 300, progress);
    return policy.error;
  }

  // The line is fitted all but exactly: only the ridge is in the way.
  const [now, foreseen] = [25 ** -0.3, 29 ** -0.3];
  const free = { ridge: 1e-9 } as const;

  it('is a mean over F as printed, or over the task that ran', () => {
    const trained = errorOf({ ...free, errorOver: 'trained' });
    expect(trained).toBeCloseTo(Math.log(now / foreseen), 6);
    expect(errorOf({ ...free, errorOver: 'feasible' })).toBeCloseTo(trained / 3, 12);
  });

  it('is in the loss as printed, or in its logarithm', () => {
    expect(errorOf({ ...free, errorOver: 'trained', errorIn: 'loss' })).toBeCloseTo(now - foreseen, 6);
    expect(errorOf({ ...free, errorOver: 'trained', errorIn: 'log-loss' })).toBeCloseTo(
      Math.log(now / foreseen),
      6,
    );
  });
});

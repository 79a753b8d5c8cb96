import { describe, expect, it } from 'vitest';
import { registerSimulate } from '../../../src/cli/simulate.js';
import { POLICIES } from '../../../src/core/policies/registry.js';
import { type Printed, runCommand, TestFolder } from '../../support/commands.js';

const folder = new TestFolder();
const write = folder.write.bind(folder);

function simulate(...args: string[]): Promise<Printed> {
  return runCommand(registerSimulate, 'simulate', ...args);
}

interface Document {
  readonly bundle: string;
  readonly seeds: number;
  readonly policies: readonly {
    policy: string;
    successes: number[];
    meanSuccesses: number;
    standardError: number;
    switches: number[];
    meanSwitches: number;
    allocations?: { seed: number; slices: { start: number; length: number }[] }[];
  }[];
  readonly oracle?: { successes: number[]; meanSuccesses: number };
}

async function simulateJson(...args: string[]): Promise<Document> {
  return JSON.parse((await simulate(...args, '--json')).out) as Document;
}

const TASK = { deadline: 20, target: 0.1, dataRate: 10, reportSize: 10 };
const CURVES = {
  tasks: [
    { name: 'quick', ...TASK, losses: [0.5, 0.3, 0.2, 0.1] },
    { name: 'slow', ...TASK, losses: [0.5, 0.4, 0.3, 0.2, 0.15, 0.1] },
    { name: 'late', ...TASK, begin: 15, losses: [0.5, 0.09] },
  ],
};

describe('simulate', () => {
  it('counts successes and switches per seed, in the shape of the contract', async () => {
    const document = await simulateJson(
      '--bundle',
      'pure',
      '--policies',
      'ua,stf',
      '--seeds',
      '3',
      '--oracle',
    );
    expect(document).toMatchObject({ bundle: 'pure', seeds: 3 });
    expect(document.policies.map(({ policy }) => policy)).toEqual(['ua', 'stf']);
    for (const { successes, meanSuccesses, switches, meanSwitches, allocations } of document.policies) {
      expect(successes).toHaveLength(3);
      expect(meanSuccesses).toBeCloseTo(successes.reduce((a, b) => a + b, 0) / 3, 12);
      expect(switches).toHaveLength(3);
      expect(meanSwitches).toBeCloseTo(switches.reduce((a, b) => a + b, 0) / 3, 12);
      expect(allocations).toBeUndefined();
    }
    document.oracle!.successes.forEach((most, seed) => {
      for (const { successes } of document.policies) expect(successes[seed]).toBeLessThanOrEqual(most);
    });
  });

  it('starts at any seed', async () => {
    const args = ['--bundle', 'mixed', '--policies', 'ua'];
    const three = await simulateJson(...args, '--seeds', '3');
    const last = await simulateJson(...args, '--seeds', '1', '--first-seed', '3');
    expect(last.policies[0]!.successes[0]).toBe(three.policies[0]!.successes[2]);
  });

  it('replays the curves of a file, and traces every slice', async () => {
    const file = write('curves.json', CURVES);
    const document = await simulateJson(
      '--bundle',
      file,
      '--policies',
      'stf',
      '--seeds',
      '2',
      '--trace',
      '--oracle',
    );
    const [stf] = document.policies;
    expect(stf!.successes).toEqual([3, 3]);
    expect(stf!.allocations![1]).toMatchObject({ seed: 2 });
    expect(stf!.allocations![0]!.slices).toEqual([
      { start: 0, length: 4, phase: 'slice', shares: [{ task: 0, share: 1 }] },
      { start: 4, length: 6, phase: 'slice', shares: [{ task: 1, share: 1 }] },
      { start: 15, length: 2, phase: 'slice', shares: [{ task: 2, share: 1 }] },
    ]);
    expect(document.oracle!.meanSuccesses).toBe(3);
  });

  it('gives every resource a machine of its own', async () => {
    // On one machine only one of the two can end in time.
    const tasks = ['gpu:0', 'gpu:1'].map((resource) => ({
      ...TASK,
      deadline: 6,
      resource,
      losses: [1, 1, 1, 0.1],
    }));
    const file = write('machines.json', { tasks });
    const document = await simulateJson('--bundle', file, '--policies', 'stf', '--oracle', '--trace');
    expect(document.policies[0]).toMatchObject({ meanSuccesses: 2, meanSwitches: 0 });
    expect(document.policies[0]!.allocations![0]!.slices).toMatchObject([
      { start: 0, length: 4, shares: [{ task: 0 }] },
      { start: 0, length: 4, shares: [{ task: 1 }] },
    ]);
    expect(document.oracle!.meanSuccesses).toBe(2);
    expect((await simulate('--bundle', file, '--policies', 'stf')).out).toContain('2 tasks on 2 machines');
    const shared = write('shared.json', { tasks: tasks.map((task) => ({ ...task, resource: 'gpu:0' })) });
    const together = await simulateJson('--bundle', shared, '--policies', 'stf', '--oracle');
    expect(together.oracle!.meanSuccesses).toBe(1);
    expect(together.policies[0]!.meanSuccesses).toBe(1);
  });

  it('replays the runs of a laira.json, and draws recorded curves into a bundle', async () => {
    const line = (n: number): string => JSON.stringify({ step: n, loss: 2 / n ** 0.3, timestamp: 1.7e9 + n });
    const text = Array.from({ length: 600 }, (_, i) => line(i + 1)).join('\n');
    const log = write('run.jsonl', `${text}\n`);
    const bundle = write('laira.json', {
      start: new Date(1.7e12).toISOString(),
      tasks: [{ name: 'run', logs: 'run.jsonl', target: 0.5, deadline: '10m', dataRate: 1 }],
    });
    const recorded = await simulateJson('--bundle', bundle, '--policies', 'laira-index', '--seeds', '2');
    expect(recorded.policies[0]!.successes).toEqual([1, 1]);
    // What comes after the recording is drawn anew by every seed.
    const far = write('far.json', {
      start: new Date(1.7e12).toISOString(),
      tasks: [{ name: 'run', logs: 'run.jsonl', target: 0.22, deadline: '40m', dataRate: 1 }],
    });
    const open = await simulateJson('--bundle', far, '--policies', 'stf', '--seeds', '20');
    expect(new Set(open.policies[0]!.successes).size).toBe(2);
    const drawn = await simulateJson(
      '--bundle',
      'pure',
      '--curves',
      log,
      '--policies',
      'laira',
      '--seeds',
      '2',
    );
    expect(drawn.policies[0]!.meanSuccesses).toBeGreaterThan(2);
  });

  it('plays every policy on 30 bundles where nothing else is asked for', async () => {
    const document = await simulateJson('--bundle', write('one.json', { tasks: [CURVES.tasks[0]] }));
    expect(document.seeds).toBe(30);
    expect(document.policies.map(({ policy }) => policy)).toEqual(POLICIES.map(({ name }) => name));
  });

  it('charges switches, and counts changes of the set that runs', async () => {
    const file = write('curves.json', CURVES);
    const args = ['--bundle', file, '--policies', ' stf , ua', '--seeds', '1'];
    const [free, dear] = [await simulateJson(...args), await simulateJson(...args, '--switch-cost', '20')];
    expect(free.policies.map(({ policy }) => policy)).toEqual(['stf', 'ua']);
    // The first task needs no switch.
    expect([free, dear].map(({ policies }) => policies[0]!.successes)).toEqual([[3], [1]]);
    expect(free.policies[0]).toMatchObject({ meanSwitches: 2, meanSetChanges: 2 });
  });

  it('tells the share of the oracle, and the standard error of the mean', async () => {
    const args = ['--bundle', 'pure', '--policies', 'stf', '--seeds', '4', '--oracle'];
    const { policies, oracle } = await simulateJson(...args);
    const [{ successes, meanSuccesses, standardError }] = policies as [Document['policies'][0]];
    const squares = successes.reduce((sum, value) => sum + (value - meanSuccesses) ** 2, 0);
    expect(squares).toBeGreaterThan(0);
    expect(standardError).toBeCloseTo(Math.sqrt(squares / 3 / 4), 12);
    const [line] = /^stf .*$/m.exec((await simulate(...args)).out)!;
    expect(line.split(/ +/).slice(1, 4)).toEqual(
      [meanSuccesses, standardError, meanSuccesses / oracle!.meanSuccesses].map((value) => value.toFixed(2)),
    );
  });

  it('speaks of one task as of one', async () => {
    const { out } = await simulate('--bundle', 'scale:1', '--seeds', '1', '--policies', 'ua');
    expect(out).toMatch(/^scale:1: 1 task, 1 seed\n/);
  });

  it('draws recorded curves into every kind of bundle', async () => {
    const losses = Array.from({ length: 600 }, (_, i) => JSON.stringify({ step: i + 1, loss: 2 - i / 600 }));
    const log = write('straight.jsonl', `${losses.join('\n')}\n`);
    for (const bundle of ['pure', 'mixed', 'scale:12']) {
      const args = ['--bundle', bundle, '--policies', 'rr', '--seeds', '1', '--trace'];
      const drawn = await simulateJson(...args, '--curves', log);
      expect(drawn.policies[0]!.allocations).not.toEqual(
        (await simulateJson(...args)).policies[0]!.allocations,
      );
    }
  });

  it('says what is missing of recorded runs', async () => {
    const bundle = write('laira.json', {
      tasks: [{ name: 'none', logs: 'none.jsonl', target: 0.5, deadline: '10m' }],
    });
    await expect(simulate('--bundle', bundle)).rejects.toThrow(
      /laira\.json: no task has two loss reports and a known data rate; see the tasks with "laira verdicts/,
    );
    const short = write('short.jsonl', '{"step":1,"loss":2}\n{"step":2,"loss":1}\n');
    await expect(simulate('--bundle', 'pure', '--curves', short)).rejects.toThrow(
      /short\.jsonl: no run there has 500 losses above 0/,
    );
  });

  it('prints a table for people, best first, and its progress elsewhere', async () => {
    const { out, err } = await simulate(
      '--bundle',
      'scale:12',
      '--policies',
      'stf,laira-index',
      '--seeds',
      '2',
      '--oracle',
    );
    expect(out).toMatch(
      /^scale:12: 12 tasks, 2 seeds\npolicy +tasks done +± SE +of oracle +switches\nlaira-index /,
    );
    expect(out).toMatch(/The oracle, which knows all curves: \d+\.\d\d\n$/);
    expect(err).toBe('scale:12: stf (1 of 2)\nscale:12: laira-index (2 of 2)\n');
  });

  it.each([
    [['--bundle', '/no/such.json'], /such\.json: cannot be read/],
    [['--bundle', 'scale:none'], /write scale:K/],
    [['--bundle', 'pure', '--curves', '/no/such'], /no such file or folder/],
    [['--bundle', '/no/such.json', '--curves', '.'], /a file has its own/],
    [['--bundle', 'pure', '--policies', 'fifo'], /There is no policy "fifo"/],
    [['--bundle', 'pure', '--seeds', '0'], /whole number above 0/],
    [['--bundle', 'pure', '--seeds', '1e99'], /must be 10000 at most/],
    [['--bundle', 'pure', '--switch-cost', '-1'], /0 or more/],
  ])('refuses %j', async (args, message) => {
    await expect(simulate(...args)).rejects.toThrow(message);
  });

  it.each([
    ['no losses', { ...CURVES.tasks[0], losses: [] }, /task 2: "losses" has to be a list/],
    ['no deadline', { ...CURVES.tasks[0], deadline: 'soon' }, /task 2: "deadline" has to be a number/],
    ['a deadline before its beginning', { ...CURVES.tasks[0], begin: 30 }, /has to be after "begin"/],
    [
      'a beginning before time',
      { ...CURVES.tasks[0], begin: -1 },
      /"begin" has to be a number of units, at least 0/,
    ],
    ['an endless deadline', { ...CURVES.tasks[0], deadline: 1e300 }, /task 2: "deadline" is above 1/],
    [
      'reports without number',
      { ...CURVES.tasks[0], dataRate: 1e300 },
      /task 2: .* give a larger "reportSize"/,
    ],
    ['a rate of 0', { ...CURVES.tasks[0], dataRate: 0 }, /"dataRate" has to be a number above 0/],
    ['nothing', null, /task 2: has to be an object/],
  ])('names the task of a file that has %s', async (_, task, message) => {
    const file = write('broken.json', { tasks: [CURVES.tasks[0], task] });
    await expect(simulate('--bundle', file)).rejects.toThrow(message);
  });
});

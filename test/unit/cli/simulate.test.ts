import { describe, expect, it } from 'vitest';
import { registerSimulate } from '../../../src/cli/simulate.js';
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
    expect(err.split('\n')).toHaveLength(3);
  });

  it.each([
    [['--bundle', '/no/such.json'], /such\.json: cannot be read/],
    [['--bundle', 'scale:none'], /write scale:K/],
    [['--bundle', 'pure', '--curves', '/no/such'], /no such file or folder/],
    [['--bundle', '/no/such.json', '--curves', '.'], /a file has its own/],
    [['--bundle', 'pure', '--policies', 'fifo'], /There is no policy "fifo"/],
    [['--bundle', 'pure', '--seeds', '0'], /whole number above 0/],
    [['--bundle', 'pure', '--switch-cost', '-1'], /0 or more/],
  ])('refuses %j', async (args, message) => {
    await expect(simulate(...args)).rejects.toThrow(message);
  });

  it.each([
    ['no losses', { ...CURVES.tasks[0], losses: [] }, /task 2: "losses" has to be a list/],
    ['no deadline', { ...CURVES.tasks[0], deadline: 'soon' }, /task 2: "deadline" has to be a number/],
    ['a deadline before its beginning', { ...CURVES.tasks[0], begin: 30 }, /has to be after "begin"/],
    ['a rate of 0', { ...CURVES.tasks[0], dataRate: 0 }, /"dataRate" has to be a number above 0/],
    ['nothing', null, /task 2: has to be an object/],
  ])('names the task of a file that has %s', async (_, task, message) => {
    const file = write('broken.json', { tasks: [CURVES.tasks[0], task] });
    await expect(simulate('--bundle', file)).rejects.toThrow(message);
  });
});

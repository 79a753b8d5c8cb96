import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cli } from '../../support/cli.js';
import { powerLaw } from '../../support/monitor-harness.js';

let cli: Cli;
beforeAll(async () => {
  cli = await Cli.build();
});
afterAll(() => {
  cli.dispose();
});

function workspace(name: string): string {
  const folder = join(cli.folder, name);
  mkdirSync(join(folder, 'a'), { recursive: true });
  mkdirSync(join(folder, 'b'), { recursive: true });
  writeFileSync(join(folder, 'a/log.jsonl'), powerLaw(1, 60));
  writeFileSync(join(folder, 'b/log.jsonl'), powerLaw(1, 60, 3, 0.2));
  const deadline = new Date(Date.now() + 3600_000).toISOString();
  const task = (run: string, target: number) => ({
    name: run,
    logs: `${run}/*.jsonl`,
    target,
    deadline,
    dataRate: 1,
  });
  writeFileSync(
    join(folder, 'laira.json'),
    JSON.stringify({ start: new Date().toISOString(), tasks: [task('a', 0.3), task('b', 0.001)] }),
  );
  return folder;
}

describe('laira', () => {
  it('says what is wrong in one sentence, without a stack trace', async () => {
    for (const [args, status, words] of [
      [['inspect', '/no/such/place'], 1, /no such file or folder/],
      [['verdicts', '--bundle', '/no/bundle.json'], 1, /no such bundle/],
      [['verdicts'], 2, /--bundle/],
      [['frobnicate'], 2, /unknown command/],
      [['replay', 'src', '/tmp/x', '--speed', '0'], 2, /above 0/],
    ] as const) {
      const run = await cli.run(...args);
      expect(run.status, args.join(' ')).toBe(status);
      expect(run.err).toMatch(words);
      expect(run.err).not.toMatch(/\n\s+at /);
      expect(run.out).toBe('');
    }
  });

  it('explains every command in words, defaults included', async () => {
    const overview = await cli.run('--help');
    const commands = [...overview.out.matchAll(/^ {2}(\w[\w-]*) /gm)].map(([, name]) => name ?? '');
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) {
      const { status, out } = await cli.run(command, '--help');
      expect(status).toBe(0);
      expect(out, command).not.toMatch(/default: [[{]|\[object/);
    }
  });

  it('names file and line of an error in a bundle', async () => {
    const folder = workspace('broken');
    writeFileSync(join(folder, 'laira.json'), '{\n  "tasks": [\n    { "name": 3 }\n  ]\n}');
    const run = await cli.run('verdicts', '--bundle', join(folder, 'laira.json'));
    expect(run).toMatchObject({ status: 1, out: '' });
    expect(run.err).toMatch(/laira\.json, line 3: /);
  });

  it('verdicts say of a run without a report that there is nothing to say yet', async () => {
    const folder = workspace('silent');
    const deadline = new Date(Date.now() + 3600_000).toISOString();
    const task = { name: 'c', logs: 'c/*.jsonl', target: 0.3, deadline };
    writeFileSync(join(folder, 'laira.json'), JSON.stringify({ tasks: [task] }));
    const { out } = await cli.run('verdicts', '--bundle', join(folder, 'laira.json'));
    expect(out).toMatch(/^c +\? too early +– +– +– +0\.3 /m);
  });

  it('inspect keeps non-finite numbers as strings', async () => {
    const folder = workspace('nan');
    writeFileSync(join(folder, 'a/log.jsonl'), `${powerLaw(1, 20)}{"step":21,"loss":NaN}\n`);
    const { runs } = JSON.parse((await cli.run('inspect', join(folder, 'a'), '--json')).out) as {
      runs: { metrics: { name: string; lastValue: unknown; nonFinite: number; points: number }[] }[];
    };
    expect(runs[0]?.metrics.find((metric) => metric.name === 'loss')).toMatchObject({
      lastValue: 'NaN',
      nonFinite: 1,
      points: 21,
    });
  });

  it('inspect passes over the log of something else in a folder, and tells what it holds when it is named', async () => {
    const folder = workspace('other');
    const build = join(folder, 'a/build.log');
    writeFileSync(build, 'batch 1/2 size: 12\nbatch 2/2 size: 14\n');
    const filesOf = async (path: string) =>
      (
        JSON.parse((await cli.run('inspect', path, '--json')).out) as { runs: { files: string[] }[] }
      ).runs.flatMap(({ files }) => files);
    expect(await filesOf(join(folder, 'a'))).toEqual([join(folder, 'a/log.jsonl')]);
    expect(await filesOf(build)).toEqual([build]);
  });

  it('accepts through the ledger, refuses while a slice is in force, and tells the decisions', async () => {
    const folder = workspace('accept');
    const bundle = join(folder, 'laira.json');
    const accepted = await cli.run('accept', '--bundle', bundle, '--reason', 'first');
    expect(accepted).toMatchObject({ status: 0, err: '' });
    expect(JSON.parse(readFileSync(join(folder, 'a/laira-control.json'), 'utf8'))).toMatchObject({
      state: 'run',
    });
    expect(JSON.parse(readFileSync(join(folder, 'b/laira-control.json'), 'utf8'))).toMatchObject({
      state: 'pause',
    });
    const again = await cli.run('accept', '--bundle', bundle, '--task', 'b');
    expect(again.status).toBe(1);
    expect(again.err).toMatch(/slice 1 \(a\) holds/);
    const { decisions } = JSON.parse((await cli.run('decisions', '--bundle', bundle, '--json')).out) as {
      decisions: Record<string, unknown>[];
    };
    expect(decisions).toMatchObject([{ kind: 'accept', task: 'a', slice: 1, reason: 'first' }]);
    const unknown = await cli.run('accept', '--bundle', bundle, '--task', 'zz');
    expect(unknown).toMatchObject({ status: 1 });
    expect(unknown.err).toMatch(/no task "zz"/);
  });

  it('watch prints one JSON object a line until it is interrupted', async () => {
    const folder = workspace('watch');
    mkdirSync(join(folder, 'c'));
    writeFileSync(join(folder, 'c/log.jsonl'), `${powerLaw(1, 30)}{"step":31,"lo`);
    writeFileSync(join(folder, 'b/log.jsonl'), `${powerLaw(1, 40)}{"step": oops}\n${powerLaw(41, 60)}`);
    const child = spawn(process.execPath, [cli.file, 'watch', folder, '--json']);
    let text = '';
    await new Promise<void>((seen) => {
      child.stdout.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.split('\n').length > 2) seen();
      });
    });
    const status = new Promise((ended) => child.once('exit', ended));
    child.kill('SIGINT');
    expect(await status).toBe(0);
    const lines = text.trim().split('\n').slice(0, 2);
    for (const line of lines) {
      expect(JSON.parse(line)).toMatchObject({
        tasks: [{ task: 'a' }, { task: 'b' }],
        recommendation: { task: 'a', unit: 's' },
        runs: expect.arrayContaining([expect.objectContaining({ name: 'c', reports: 30 })]) as unknown,
        problems: [{ run: 'b', line: 41, kind: 'malformed-line' }],
      });
    }
  });

  it("verdicts have the contract's fields", async () => {
    const folder = workspace('verdicts');
    const { out } = await cli.run('verdicts', '--bundle', join(folder, 'laira.json'), '--json');
    const document = JSON.parse(out) as { tasks: object[]; recommendation: object };
    for (const field of [
      'task',
      'status',
      'verdict',
      'probability',
      'predictedLoss',
      'interval80',
      'target',
      'deadline',
    ]) {
      expect(document.tasks[0]).toHaveProperty(field);
    }
    for (const field of ['eta', 'requiredRate', 'predictedRate', 'score', 'reason']) {
      expect(document.tasks[0]).toHaveProperty(field);
    }
    expect(document.recommendation).toMatchObject({ task: 'a', unit: 's' });
    for (const field of ['slice', 'score', 'reason', 'alternatives']) {
      expect(document.recommendation).toHaveProperty(field);
    }
  });
});

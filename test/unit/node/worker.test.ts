import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../src/node/settings.js';
import { MonitorClient } from '../../../src/vscode/monitor-client.js';
import type { MonitorState } from '../../../src/protocol/runs.js';
import { ROOT } from '../../support/cli.js';
import { powerLaw } from '../../support/monitor-harness.js';

let folder: string;
let workerFile: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'laira-worker-'));
  workerFile = join(folder, 'worker.cjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/node/worker.ts'],
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    format: 'cjs',
    outfile: workerFile,
    logLevel: 'error',
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function until(client: MonitorClient, holds: (state: MonitorState) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const listening = client.onDidChange((state) => {
      if (!holds(state)) return;
      listening.dispose();
      resolve();
    });
  });
}

describe('the monitor in its worker', () => {
  it('finds, follows, answers and refuses', async () => {
    const logs = join(folder, 'logs');
    const log = join(logs, 'a.jsonl');
    await import('node:fs/promises').then((fs) => fs.mkdir(logs));
    writeFileSync(log, powerLaw(1, 20));
    const client = new MonitorClient(workerFile);
    client.start(defaultSettings([logs], join(logs, 'laira.json')));
    await client.whenScanned();
    expect(client.state.runs).toMatchObject([{ name: 'a', reports: 20 }]);
    const grown = until(client, (state) => state.runs[0]?.reports === 21);
    appendFileSync(log, powerLaw(21, 21));
    await grown;
    expect((await client.ask('explain', client.state.runs[0]!.id))?.text).toContain('Training loss: loss');
    expect(await client.ask('metrics', client.state.runs[0]!.id)).toEqual(['loss']);
    await expect(client.ask('intend', { type: 'skip', recommendation: 'x' })).rejects.toThrow(/no bundle/);
    const pending = client.ask('refresh', null);
    client.dispose();
    await expect(pending).rejects.toThrow(/stopped/);
  });

  it('tells everything first, also after it started anew', async () => {
    const client = new MonitorClient(workerFile);
    const first = (): Promise<boolean> =>
      new Promise((resolve) => {
        const listening = client.onDidUpdate(({ whole, revision }) => {
          if (revision !== 1) return;
          listening.dispose();
          resolve(whole);
        });
      });
    const settings = defaultSettings([folder], null);
    for (let i = 0; i < 2; i++) {
      const whole = first();
      client.start(settings);
      expect(await whole).toBe(true);
    }
    client.dispose();
  });

  it('says that it broke off, waits longer each time, and starts at once when asked', async () => {
    const broken = join(folder, 'broken.cjs');
    writeFileSync(broken, "throw new Error('No memory.');");
    const client = new MonitorClient(broken);
    const outage = (): Promise<string> =>
      new Promise((resolve) => {
        const listening = client.onDidBreakOff((message) => {
          listening.dispose();
          resolve(message);
        });
      });
    const first = outage();
    client.start(defaultSettings([folder], null));
    expect(await first).toBe('The monitor broke off: No memory. It starts again in 1 s.');
    expect(client.outage).toBe(await first);
    await expect(client.ask('whole', null)).rejects.toThrow(/broke off/);
    const second = outage();
    client.restart();
    expect(await second).toContain('again in 2 s');
    client.dispose();
  });
});

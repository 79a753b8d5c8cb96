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
});

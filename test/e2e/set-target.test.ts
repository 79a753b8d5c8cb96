import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../host/suite/until.js';
import { lossLog } from '../sample-workspace.mjs';
import { makeFolder, removeFolder, writeFiles } from './training-folder.js';
import { Window } from './window.js';

describe('a person sets a target and a deadline', () => {
  let folder: string;
  let window: Window;

  beforeAll(async () => {
    folder = await makeFolder('no-bundle');
    await writeFiles(folder, {
      'easy/metrics.csv': lossLog(0.4),
      'hard/metrics.csv': lossLog(0.25),
      '.vscode/settings.json': JSON.stringify({ 'workbench.colorTheme': 'Dark Modern' }),
    });
    window = await Window.open(folder);
  });
  afterEach((context) => window.screenshotFailure(context));
  afterAll(async () => {
    await window.close();
    await removeFolder(folder);
  });

  it('and the run becomes a task of a new bundle', async () => {
    const rows = await window.openRunsView();
    await rows.filter({ hasText: 'easy' }).filter({ hasText: 'no target' }).waitFor();
    await window.runCommand('LaiRA: Set Target and Deadline…');
    await window.choose('easy');
    await window.answer('easy: target and deadline (1/2)', '0.3');
    await window.answer('easy: target and deadline (2/2)', '4h');
    await rows.filter({ hasText: 'easy' }).filter({ hasNotText: 'no target' }).waitFor();
    const text = await until('the bundle', () =>
      readFile(join(folder, 'laira.json'), 'utf8').catch(() => undefined),
    );
    const { tasks } = JSON.parse(text) as { readonly tasks: readonly { readonly deadline: string }[] };
    expect(tasks).toMatchObject([{ name: 'easy', logs: ['easy/metrics.csv'], target: 0.3 }]);
    const hours = (Date.parse(tasks[0]!.deadline) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(3.9);
    expect(hours).toBeLessThanOrEqual(4);
    await window.screenshot('target-set');
  });
});

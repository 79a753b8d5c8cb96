import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../host/suite/until.js';
import { bundle, lossLog } from '../sample-workspace.mjs';
import { POLLING } from './patience.js';
import { controls, decisions, makeFolder, removeFolder, writeFiles } from './training-folder.js';
import { Window } from './window.js';

describe('a person reloads the window while a slice is in force', () => {
  let folder: string;
  let window: Window;

  beforeAll(async () => {
    folder = await makeFolder('two-runs');
    await writeFiles(folder, {
      'easy/metrics.csv': lossLog(0.4),
      'hard/metrics.csv': lossLog(0.25),
      'laira.json': bundle({ easy: 0.3, hard: 0.001 }),
      // Time enough to reload in.
      '.vscode/settings.json': JSON.stringify({
        'laira.undoSeconds': 300,
        'workbench.colorTheme': 'Dark Modern',
      }),
    });
    window = await Window.open(folder);
  });
  afterEach((context) => window.screenshotFailure(context));
  afterAll(async () => {
    await window.close();
    await removeFolder(folder);
  });

  it('finds tree, dashboard and slice there again', async () => {
    const openDashboard = async () => {
      await window.runCommand('LaiRA: Open Dashboard');
      await window.dashboard.untilDrawn();
    };
    await window.openRunsView();
    await openDashboard();
    await window.dashboard.acceptWhatIsAdvised();
    const before = await window.dashboard.inForce.locator('strong').innerText();
    expect(before).toBe('easy');

    await window.reloadWith('LaiRA Dashboard', openDashboard);
    await window.dashboard.untilDrawn();
    await window.dashboard.inForce.waitFor();
    expect(await window.dashboard.inForce.locator('strong').innerText()).toBe(before);
    await until('two rows in the tree', async () =>
      (await window.runRows().count()) === 2 ? true : undefined,
    );
    await expect.poll(() => controls(folder), POLLING).toEqual({ easy: 'run', hard: 'pause' });
    expect(await decisions(folder)).toHaveLength(1);
    await window.screenshot('after-reload');
  });

  it('can still take the slice back', async () => {
    await window.dashboard.takeBack();
    expect((await decisions(folder)).map(({ kind }) => kind)).toEqual(['accept', 'undo']);
    await expect.poll(() => controls(folder), POLLING).toEqual({});
  });
});

import { describe, expect, it } from 'vitest';
import { until } from '../host/suite/until.js';
import { bundle, lossLog } from '../sample-workspace.mjs';
import { openFolder } from './opened-folder.js';
import { POLLING } from './patience.js';
import { controls, decisions } from './training-folder.js';

describe('a person reloads the window while a slice is in force', () => {
  const opened = openFolder('two-runs', {
    files: {
      'easy/metrics.csv': lossLog(0.4),
      'hard/metrics.csv': lossLog(0.25),
      'laira.json': bundle({ easy: 0.3, hard: 0.001 }),
    },
    // Time enough to reload in.
    settings: { 'laira.undoSeconds': 300 },
  });

  it('finds tree, dashboard and slice there again', async () => {
    const { folder, window } = opened;
    await window.openRunsView();
    await window.openDashboard();
    await window.dashboard.acceptWhatIsAdvised();
    const before = await window.dashboard.inForce.locator('strong').innerText();
    expect(before).toBe('easy');

    await window.reloadWith('LaiRA Dashboard', () => window.openDashboard());
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
    const { folder, window } = opened;
    await window.dashboard.takeBack();
    expect((await decisions(folder)).map(({ kind }) => kind)).toEqual(['accept', 'undo']);
    await expect.poll(() => controls(folder), POLLING).toEqual({});
  });
});

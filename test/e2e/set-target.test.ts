import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../host/suite/until.js';
import { lossLog } from '../sample-workspace.mjs';
import { openFolder } from './opened-folder.js';

describe('a person sets a target and a deadline', () => {
  const opened = openFolder('no-bundle', {
    files: { 'easy/metrics.csv': lossLog(0.4), 'hard/metrics.csv': lossLog(0.25) },
  });

  it('and the run becomes a task of a new bundle', async () => {
    const { folder, window } = opened;
    const rows = await window.openRunsView();
    await rows.filter({ hasText: 'easy' }).filter({ hasText: 'no target' }).waitFor();
    await window.setTarget('easy', '0.3', '4h');
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

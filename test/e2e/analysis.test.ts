import { describe, expect, it } from 'vitest';
import { bundle, lossLog } from '../sample-workspace.mjs';
import { openFolder } from './opened-folder.js';

const REPORTS = 300;

describe('a person asks how far the forecasts can be trusted, and what another policy would do', () => {
  const opened = openFolder('three-runs', {
    files: {
      'easy/metrics.csv': lossLog(0.4, REPORTS),
      'middling/metrics.csv': lossLog(0.3, REPORTS),
      'hard/metrics.csv': lossLog(0.25, REPORTS),
      'laira.json': bundle({ easy: 0.12, middling: 0.15, hard: 0.001 }),
    },
  });

  it('sees how far off every method was on these runs', async () => {
    const { window } = opened;
    await window.openRunsView();
    await window.runCommand('LaiRA: Open Accuracy');
    const { panel } = window;
    await panel.getByTestId('method-dkf').waitFor();
    await panel.getByTestId('method-wls').waitFor();
    expect(await panel.getByTestId('headline').innerText()).not.toBe('');
    const intervals = panel.getByTestId('intervals').locator('tbody tr');
    await intervals.first().waitFor();
    expect(await intervals.count()).toBe(3);
    expect(await intervals.first().innerText()).toMatch(/DKF\s+\d+ %\s+\d+ %\s+\d+\s+× /);
    await window.screenshot('accuracy');
  });

  it('plays the tasks through under several policies', async () => {
    const { window } = opened;
    await window.runCommand('LaiRA: Open What If');
    const { panel } = window;
    await panel.getByTestId('run').click();
    await panel.locator('[data-testid^="outcome-"]').nth(1).waitFor();
    expect(await panel.getByTestId('headline').innerText()).not.toBe('');
    await window.screenshot('what-if');
  });
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { until } from '../host/suite/until.js';
import { lossLog } from '../sample-workspace.mjs';
import { openFolder } from './opened-folder.js';
import { POLLING } from './patience.js';
import { logSize, writeFiles } from './training-folder.js';

const RUNS = 10;
const COMMAND = 'LaiRA: Play Sample Runs';
const QUESTION = 'Replace them?';
/** The item of the status bar. */
const SHARE_PLAYED = /Sample runs \d+ %/;

describe('a person without logs plays the sample runs of the package', () => {
  const opened = openFolder('no-logs', {});
  const played = (...parts: string[]): string => join(opened.folder, 'laira-sample-runs', ...parts);
  /** When the runs that play now began, as their bundle says. */
  const start = async (): Promise<unknown> => {
    const text = await readFile(played('laira.json'), 'utf8');
    return /"start": "(.*)"/.exec(text)?.[1];
  };

  it('with the button of the empty dashboard, and sees them train', async () => {
    await opened.window.runCommand('LaiRA: Open Dashboard');
    const button = opened.window.dashboard.page.getByTestId('play-sample-runs');
    await button.waitFor();
    await opened.window.screenshot('no-logs');
    await button.click();
    await untilTheyTrain();
    await opened.window.dashboard.accept.waitFor();
    await opened.window.page.locator('.statusbar').getByText(SHARE_PLAYED).waitFor();
    expect(await opened.window.page.locator('.part.panel').isVisible()).toBe(false);
    await opened.window.screenshot('sample-runs');
  });

  it('is asked before they are replaced, and may leave them', async () => {
    const before = await start();
    await opened.window.runCommand(COMMAND);
    await opened.window.decide(QUESTION, 'Cancel');
    expect(await start()).toBe(before);
    await grows('lenet5');
  });

  it('plays them again from their beginning', async () => {
    const before = await start();
    await opened.window.runCommand(COMMAND);
    await opened.window.decide(QUESTION, 'Replace');
    await until('a new start', async () => {
      const now = await start().catch(() => undefined);
      return now !== undefined && now !== before ? true : undefined;
    });
    await untilTheyTrain();
    await grows('lenet5');
    await opened.window.screenshot('sample-runs-again');
  });

  it('changes a target in their bundle', async () => {
    await setTarget('vit', '0.77');
    await expect.poll(() => readFile(played('laira.json'), 'utf8'), POLLING).toContain('"target": 0.77');
  });

  it('sets a target for another run in a bundle of the folder itself, which is followed from then on', async () => {
    await writeFiles(opened.folder, { 'mine/metrics.csv': lossLog(0.4) });
    const rows = await opened.window.openRunsView();
    await rows.filter({ hasText: 'mine' }).filter({ hasText: 'no target' }).waitFor();
    const before = await readFile(played('laira.json'), 'utf8');
    await setTarget('mine', '0.3');
    await rows.filter({ hasText: 'mine' }).filter({ hasNotText: 'no target' }).waitFor();
    await rows.filter({ hasText: 'vit' }).filter({ hasText: 'no target' }).waitFor();
    expect(await readFile(played('laira.json'), 'utf8')).toBe(before);
    expect(JSON.parse(await readFile(join(opened.folder, 'laira.json'), 'utf8'))).toMatchObject({
      tasks: [{ name: 'mine', logs: ['mine/metrics.csv'], target: 0.3 }],
    });
  });

  it('keeps what somebody else has put beside them', async () => {
    await writeFile(played('notes.txt'), 'mine\n');
    const before = await start();
    await opened.window.runCommand(COMMAND);
    await opened.window.notification(/notes\.txt is not of sample runs/).waitFor();
    expect(await start()).toBe(before);
    expect(await readFile(played('notes.txt'), 'utf8')).toBe('mine\n');
  });

  it('stops them with a click on their item in the status bar', async () => {
    const item = opened.window.page.locator('.statusbar').getByText(SHARE_PLAYED);
    await item.click();
    await item.waitFor({ state: 'hidden' });
  });

  it('is told that this takes a folder', async () => {
    await opened.window.leaveFolder();
    await opened.window.runCommand(COMMAND);
    await opened.window.notification('Open a folder first').waitFor();
  });

  async function setTarget(run: string, target: string): Promise<void> {
    await opened.window.setTarget(run, target, '4h');
  }

  async function untilTheyTrain(): Promise<void> {
    const { dashboard } = opened.window;
    await until('ten rows', async () => ((await dashboard.rows.count()) === RUNS ? true : undefined));
    await dashboard.untilDrawn();
    const points = await dashboard.chartPoints();
    await until('more points', async () => ((await dashboard.chartPoints()) > points ? true : undefined));
  }

  async function grows(run: string): Promise<void> {
    const before = await logSize(played(), run);
    await until(`more of ${run}`, async () => ((await logSize(played(), run)) > before ? true : undefined));
  }
});

import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { until } from '../host/suite/until.js';
import { openFolder } from './opened-folder.js';
import { POLLING } from './patience.js';
import { Replay } from './replay.js';
import { watchSlice, type WatchedSlice } from './slice-watch.js';
import { controls, decisions, isAcceptance, type Acceptance } from './training-folder.js';

const RUNS = 10;
/** Recorded seconds per second: slow enough that a slice outlasts what a person does during it. */
const SPEED = 1;
/** Time enough to take a slice back, and so little that the slice is watched soon. */
const UNDO_SECONDS = { ample: 300, short: 5 };

function milliseconds(from: string, until: string): number {
  return Date.parse(until) - Date.parse(from);
}

describe('a person watches ten runs and shares the machine among them', () => {
  const opened = openFolder('training', {
    settings: { 'laira.undoSeconds': UNDO_SECONDS.ample },
    begin: (folder) => {
      const replay = Replay.start(folder, SPEED);
      return () => replay.stop();
    },
  });

  it('finds every run in the view "Runs" of the activity bar', async () => {
    const rows = await opened.window.openRunsView();
    await until('ten rows', async () => ((await rows.count()) === RUNS ? true : undefined));
    await rows.filter({ hasText: 'resnet18' }).waitFor();
  });

  it('opens the dashboard from the command palette', async () => {
    await opened.window.openDashboard();
    await until('ten rows', async () =>
      (await opened.window.dashboard.rows.count()) === RUNS ? true : undefined,
    );
  });

  it('draws points as they arrive', async () => {
    const { dashboard } = opened.window;
    const revision = await dashboard.drawnRevision();
    const points = await dashboard.chartPoints();
    expect(await dashboard.chartTraces()).toBeGreaterThan(0);
    await until('more points in the chart', async () =>
      (await dashboard.drawnRevision()) > revision && (await dashboard.chartPoints()) > points
        ? true
        : undefined,
    );
  });

  it('gives every run a verdict, in the dashboard, in the tree and in the status bar', async () => {
    const { dashboard } = opened.window;
    await dashboard.page.getByTestId('count-unknown').filter({ hasText: /\b0\b/ }).waitFor();
    await dashboard
      .row('vit')
      .filter({ hasText: /feasible|at risk/ })
      .waitFor();
    await opened.window.runRows().filter({ hasText: 'feasible' }).first().waitFor();
    await opened.window.page
      .locator('.statusbar')
      .getByText(/\d feasible/)
      .waitFor();
    await dashboard.accept.waitFor();
  });

  it('wears every kind of theme', async () => {
    await opened.window.wearTheme('Dark Modern', 'vscode-dark');
    await opened.window.screenshot('dashboard-dark');
    await opened.window.wearTheme('Light Modern', 'vscode-light');
    await opened.window.screenshot('dashboard-light');
    await opened.window.wearTheme('Default High Contrast', 'vscode-high-contrast');
    await opened.window.screenshot('dashboard-high-contrast');
    await opened.window.wearTheme('Dark Modern', 'vscode-dark');
  });

  it('takes an acceptance back while there is time', async () => {
    const { dashboard } = opened.window;
    const accepted = await accept();
    await dashboard.takeBack();
    await dashboard.inForce.waitFor({ state: 'hidden' });
    const entry = (await decisions(opened.folder)).at(-1);
    expect(entry).toMatchObject({ kind: 'undo', slice: accepted.slice });
    await expect.poll(() => controls(opened.folder), POLLING).toEqual({});
  });

  it('lets the accepted run train and pauses the others', async () => {
    await opened.window.changeSettings({ 'laira.undoSeconds': UNDO_SECONDS.short });
    let problem = '';
    const { sizes, ...slice } = await until(
      () => `a slice that is watched: ${problem}`,
      async () => {
        const watched = await watchOneSlice();
        if (typeof watched !== 'string') return watched;
        problem = watched;
        return undefined;
      },
      300,
    );
    expect(slice.allowed).toEqual([slice.task]);
    expect(slice.paused).toHaveLength(RUNS - 1);
    const [before, after] = sizes;
    expect(slice.hasGrown, `${slice.task} trained in its slice`).toBe(true);
    expect(Object.keys(before).sort()).toEqual([...slice.paused].sort());
    expect(after).toEqual(before);
  });

  /** Accepts a slice and watches the logs in it; otherwise tells why it could not. */
  async function watchOneSlice(): Promise<WatchedSlice | string> {
    const slice = await accept();
    if (milliseconds(slice.time, slice.from) > UNDO_SECONDS.short * 1000) {
      await opened.window.dashboard.takeBack();
      return 'the short time to undo is not in force yet';
    }
    const [watched] = await Promise.all([watchSlice(opened.folder, slice, RUNS), picture(slice)]);
    if (typeof watched === 'string') await opened.window.dashboard.accept.waitFor();
    return watched;
  }

  async function picture({ from }: Acceptance): Promise<void> {
    await opened.window.screenshot('slice-accepted');
    await delay(Math.max(0, Date.parse(from) + 3000 - Date.now()));
    await opened.window.screenshot('slice-running');
  }

  async function accept(): Promise<Acceptance> {
    await opened.window.dashboard.acceptWhatIsAdvised();
    const entry = (await decisions(opened.folder)).findLast(isAcceptance);
    assert(entry !== undefined, 'a slice is in force and no acceptance is in the ledger');
    return entry;
  }
});

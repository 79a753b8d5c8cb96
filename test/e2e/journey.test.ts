import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../host/suite/until.js';
import { POLLING } from './patience.js';
import { Replay } from './replay.js';
import { watchSlice, type WatchedSlice } from './slice-watch.js';
import {
  controls,
  decisions,
  isAcceptance,
  makeFolder,
  removeFolder,
  type Acceptance,
} from './training-folder.js';
import { Window } from './window.js';

const RUNS = 10;
/** Recorded seconds per second: slow enough that a slice outlasts what a person does during it. */
const SPEED = 1;
/** Time enough to take a slice back, and so little that the slice is watched soon. */
const UNDO_SECONDS = { ample: 300, short: 5 };

function milliseconds(from: string, until: string): number {
  return Date.parse(until) - Date.parse(from);
}

describe('a person watches ten runs and shares the machine among them', () => {
  let folder: string;
  let replay: Replay;
  let window: Window;

  beforeAll(async () => {
    folder = await makeFolder('training');
    replay = Replay.start(folder, SPEED);
    window = await Window.open(folder);
    await window.changeSettings({ 'laira.undoSeconds': UNDO_SECONDS.ample });
  });
  afterEach((context) => window.screenshotFailure(context));
  afterAll(async () => {
    await window.close();
    await replay.stop();
    await removeFolder(folder);
  });

  it('finds every run in the view "Runs" of the activity bar', async () => {
    const rows = await window.openRunsView();
    await until('ten rows', async () => ((await rows.count()) === RUNS ? true : undefined));
    await rows.filter({ hasText: 'resnet18' }).waitFor();
  });

  it('opens the dashboard from the command palette', async () => {
    await window.runCommand('LaiRA: Open Dashboard');
    await window.dashboard.untilDrawn();
    await until('ten rows', async () => ((await window.dashboard.rows.count()) === RUNS ? true : undefined));
  });

  it('draws points as they arrive', async () => {
    const { dashboard } = window;
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
    const { dashboard } = window;
    await dashboard.page.getByTestId('count-unknown').filter({ hasText: /\b0\b/ }).waitFor();
    await dashboard
      .row('vit')
      .filter({ hasText: /feasible|at risk/ })
      .waitFor();
    await window.runRows().filter({ hasText: 'feasible' }).first().waitFor();
    await window.page
      .locator('.statusbar')
      .getByText(/\d feasible/)
      .waitFor();
    await dashboard.accept.waitFor();
  });

  it('wears every kind of theme', async () => {
    await window.wearTheme('Dark Modern', 'vscode-dark');
    await window.screenshot('dashboard-dark');
    await window.wearTheme('Light Modern', 'vscode-light');
    await window.screenshot('dashboard-light');
    await window.wearTheme('Default High Contrast', 'vscode-high-contrast');
    await window.screenshot('dashboard-high-contrast');
    await window.wearTheme('Dark Modern', 'vscode-dark');
  });

  it('takes an acceptance back while there is time', async () => {
    const { dashboard } = window;
    const accepted = await accept();
    await dashboard.takeBack();
    await dashboard.inForce.waitFor({ state: 'hidden' });
    const entry = (await decisions(folder)).at(-1);
    expect(entry).toMatchObject({ kind: 'undo', slice: accepted.slice });
    await expect.poll(() => controls(folder), POLLING).toEqual({});
  });

  it('lets the accepted run train and pauses the others', async () => {
    await window.changeSettings({ 'laira.undoSeconds': UNDO_SECONDS.short });
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
      await window.dashboard.takeBack();
      return 'the short time to undo is not in force yet';
    }
    const [watched] = await Promise.all([watchSlice(folder, slice, RUNS), picture(slice)]);
    if (typeof watched === 'string') await window.dashboard.accept.waitFor();
    return watched;
  }

  async function picture({ from }: Acceptance): Promise<void> {
    await window.screenshot('slice-accepted');
    await delay(Math.max(0, Date.parse(from) + 3000 - Date.now()));
    await window.screenshot('slice-running');
  }

  async function accept(): Promise<Acceptance> {
    await window.dashboard.acceptWhatIsAdvised();
    const entry = (await decisions(folder)).findLast(isAcceptance);
    assert(entry !== undefined, 'a slice is in force and no acceptance is in the ledger');
    return entry;
  }
});

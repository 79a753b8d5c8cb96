import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../host/suite/until.js';
import { Replay } from './replay.js';
import {
  controls,
  decisions,
  makeFolder,
  logSize,
  removeFolder,
  type Acceptance,
} from './training-folder.js';
import { Window } from './window.js';

const RUNS = 10;
/** Recorded seconds per second: slow enough that a slice outlasts what a person does during it. */
const SPEED = 1;
/** Time enough to take a slice back, and so little that the slice is watched soon. */
const UNDO_SECONDS = { ample: 120, short: 2 };
/** How long a paused run must stay silent. */
const SILENCE = 4000;
/** How much longer than that a slice must be, at least, for the watch to lie within it. */
const MARGIN = 3000;

function milliseconds(from: string, until: string): number {
  return Date.parse(until) - Date.parse(from);
}

interface WatchedSlice {
  readonly task: string;
  /** Tasks that their control files let train. */
  readonly allowed: readonly string[];
  readonly paused: readonly string[];
  /** Bytes of every task's logs soon after the slice began, and at the end of the watch. */
  readonly sizes: readonly [ReadonlyMap<string, number>, ReadonlyMap<string, number>];
  /** Whether the log of the task grew by the end of the slice. */
  readonly hasGrown: boolean;
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
    expect(await controls(folder)).toEqual({});
  });

  it('lets the accepted run train and pauses the others', async () => {
    await window.changeSettings({ 'laira.undoSeconds': UNDO_SECONDS.short });
    const { sizes, ...slice } = await until('a slice that lasts while it is watched', watchOneSlice, 150);
    expect(slice.allowed).toEqual([slice.task]);
    expect(slice.paused).toHaveLength(RUNS - 1);
    const [before, after] = sizes;
    expect(slice.hasGrown, `${slice.task} trained in its slice`).toBe(true);
    for (const run of slice.paused) expect([run, after.get(run)]).toEqual([run, before.get(run)]);
  });

  /**
   * Accepts a slice and watches the logs in it; undefined when the short time to undo is not in force yet, when the
   * slice is too short to watch, or when it ended early because its run reached the target.
   */
  async function watchOneSlice(): Promise<WatchedSlice | undefined> {
    const { task, time, from, until: end } = await accept();
    if (milliseconds(time, from) > UNDO_SECONDS.short * 1000) {
      await window.dashboard.takeBack();
      return undefined;
    }
    if (milliseconds(from, end) < SILENCE + MARGIN) {
      await window.dashboard.accept.waitFor();
      return undefined;
    }
    const states = Object.entries(await controls(folder));
    const [allowed, paused] = ['run', 'pause'].map((wanted) =>
      states.filter(([, state]) => state === wanted).map(([run]) => run),
    );
    await window.screenshot('slice-accepted');
    // The replay looks at the control files many times a second.
    await delay(Math.max(0, Date.parse(from) + 500 - Date.now()));
    const before = await logSizes();
    await delay(SILENCE);
    const after = await logSizes();
    const lasted = Date.now() < Date.parse(end) && (await decisions(folder)).at(-1)?.kind === 'accept';
    await window.screenshot('slice-running');
    if (!lasted) return undefined;
    const hasGrown = await growsBy(Date.parse(end), task, before.get(task)!);
    return { task, allowed: allowed!, paused: paused!, sizes: [before, after], hasGrown };
  }

  /** Whether a run's logs grow by a moment: some are written in blocks, seconds apart. */
  async function growsBy(moment: number, task: string, size: number): Promise<boolean> {
    while ((await logSize(folder, task)) === size) {
      if (Date.now() > moment) return false;
      await delay(100);
    }
    return true;
  }

  async function accept(): Promise<Acceptance> {
    await window.dashboard.acceptWhatIsAdvised();
    const entry = (await decisions(folder)).at(-1);
    expect(entry?.kind).toBe('accept');
    return entry as Acceptance;
  }

  async function logSizes(): Promise<ReadonlyMap<string, number>> {
    const tasks = Object.keys(await controls(folder));
    return new Map(
      await Promise.all(tasks.map(async (task) => [task, await logSize(folder, task)] as const)),
    );
  }
});

import { THEMES } from './html.mjs';

/** What to look at on the dashboard: situations that a person meets. */
export const SITUATIONS = [
  {
    page: 'dashboard',
    name: '',
    themes: THEMES,
    sizes: ['wide', 'narrow', 'column'],
    play: (page) => deliver(page),
  },
  {
    page: 'dashboard',
    name: 'whole',
    sizes: ['narrow', 'column'],
    fullPage: true,
    play: (page) => deliver(page),
  },
  {
    page: 'dashboard',
    name: 'loading',
    play: (page) => deliver(page, { runs: [], scanned: false, bundle: null }),
  },
  {
    page: 'dashboard',
    name: 'none',
    themes: THEMES,
    sizes: ['wide', 'column'],
    play: (page) => deliver(page, { runs: [], slices: [], bundle: null }),
  },
  { page: 'dashboard', name: 'no-bundle', play: (page) => page.evaluate(noBundle) },
  { page: 'dashboard', name: 'starting', play: (page) => page.evaluate(starting) },
  {
    page: 'dashboard',
    name: 'look',
    themes: THEMES,
    sizes: ['wide', 'column'],
    play: (page) => page.evaluate(shortLook),
  },
  {
    page: 'dashboard',
    name: 'choosing',
    play: async (page) => {
      await deliver(page);
      await page.getByTestId('give-to-another').click();
    },
  },
  {
    page: 'dashboard',
    name: 'failed',
    play: async (page) => {
      await page.evaluate(bundleProblems);
      await page.evaluate(() => {
        globalThis.harness.deliver({
          type: 'failed',
          message: 'Slice 15 was decided elsewhere a moment ago; look at the new state.',
        });
      });
    },
  },
  {
    page: 'dashboard',
    name: 'broke-off',
    sizes: ['wide', 'column'],
    play: async (page) => {
      await deliver(page);
      await page.evaluate(() => {
        globalThis.harness.deliver({
          type: 'broke-off',
          message: 'The monitor broke off: no memory is left. It starts again in 8 s.',
        });
      });
    },
  },
  {
    page: 'dashboard',
    name: 'hover',
    play: async (page) => {
      await deliver(page);
      await page.getByTestId('row-cnn').hover();
      await page.waitForTimeout(300);
    },
  },
  {
    page: 'dashboard',
    name: 'cursor',
    play: async (page) => {
      await deliver(page);
      await page.getByTestId('chart').hover({ position: { x: 560, y: 230 } });
    },
  },
  {
    page: 'dashboard',
    name: 'keyboard',
    play: async (page) => {
      await deliver(page);
      await page.getByTestId('row-lenet').locator('vscode-data-grid-cell').first().focus();
      for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    },
  },
  {
    page: 'dashboard',
    name: 'time',
    play: async (page) => {
      await deliver(page);
      await page.getByRole('button', { page: 'dashboard', name: 'Time', exact: true }).click();
    },
  },
  {
    page: 'dashboard',
    name: 'linear',
    play: async (page) => {
      await deliver(page);
      await page.getByRole('button', { page: 'dashboard', name: 'log x' }).click();
      await page.getByRole('button', { page: 'dashboard', name: 'log y' }).click();
    },
  },
  {
    page: 'dashboard',
    name: 'zoomed',
    play: async (page) => {
      await deliver(page);
      const box = await page.getByTestId('chart').boundingBox();
      await page.mouse.move(box.x + 400, box.y + 120);
      await page.mouse.down();
      await page.mouse.move(box.x + 700, box.y + 330, { steps: 4 });
      await page.mouse.up();
      await page.waitForTimeout(500);
      const before = await page.evaluate(shownRange);
      await page.evaluate(() => {
        for (let i = 0; i < 5; i++) {
          globalThis.harness.deliver(globalThis.harness.recording.update([0, 1, 2], 1000));
        }
      });
      await page.waitForTimeout(500);
      const after = await page.evaluate(shownRange);
      return before === after ? undefined : `updates moved the zoom from ${before} to ${after}`;
    },
  },
  {
    page: 'dashboard',
    name: 'holes',
    play: async (page) => {
      await deliver(page);
      for (const run of ['vit', 'resnet18', 'cnn', 'lenet']) await page.getByTestId(`row-${run}`).click();
      await page.mouse.move(10, 10);
    },
  },
  {
    page: 'dashboard',
    name: 'changes',
    themes: THEMES,
    play: async (page) => {
      await deliver(page);
      await page.getByTestId('row-cnn').click();
      await page.mouse.move(10, 10);
    },
  },
  {
    page: 'dashboard',
    name: 'looks',
    themes: THEMES,
    play: async (page) => {
      await deliver(page, {}, 4);
      for (const run of MANY) await page.getByTestId(`row-${run}`).click();
      await page.mouse.move(10, 10);
      await page.evaluate(() => {
        globalThis.scrollTo(0, 0);
      });
    },
  },
  { page: 'dashboard', name: 'one', sizes: ['wide', 'column'], play: (page) => page.evaluate(oneRun) },
  {
    page: 'dashboard',
    name: 'forty',
    sizes: ['wide', 'column'],
    fullPage: true,
    play: (page) => deliver(page, {}, 4),
  },
  { page: 'dashboard', name: 'hundred', play: (page) => deliver(page, {}, 10) },
  { page: 'dashboard', name: 'half', viewport: { width: 900, height: 700 }, play: (page) => deliver(page) },
];

/** Runs to select beside the three that are: more than there are colours. */
const MANY = ['vit', 'effnet', 'gru', 'lstm', 'squeezenet', 'vit-2', 'effnet-2', 'gru-2', 'lstm-3', 'gru-4'];

function oneRun() {
  const { Recording, deliver: send } = globalThis.harness;
  const { state, ...message } = new Recording().snapshot();
  const runs = state.runs.slice(0, 1);
  const isIts = ({ run }) => run === runs[0].id;
  const recommendations = state.recommendations.map((advice) => ({
    ...advice,
    reason: 'Needs about 11 min more to reach 0.38, with 86 % probability.',
    alternatives: advice.alternatives.filter(isIts),
  }));
  send({ ...message, state: { ...state, runs, recommendations, slices: state.slices.filter(isIts) } });
}

function deliver(page, changed = {}, copies = 1) {
  return page.evaluate(
    ([change, count]) => {
      const { Recording, deliver: send } = globalThis.harness;
      globalThis.harness.recording = new Recording(count);
      send(globalThis.harness.recording.snapshot(change));
    },
    [changed, copies],
  );
}

function shownRange() {
  const { xaxis, yaxis } = document.querySelector('.plot').layout;
  return JSON.stringify([xaxis.range, yaxis.range]);
}

function noBundle() {
  const { Recording, deliver: send } = globalThis.harness;
  const message = new Recording().snapshot({ bundle: null, recommendations: [], slices: [] });
  const runs = message.state.runs.map((run) => ({
    ...run,
    task: null,
    verdict: 'unknown',
    status: 'running',
    probability: NaN,
  }));
  send({ ...message, state: { ...message.state, runs } });
}

function starting() {
  const { Recording, deliver: send } = globalThis.harness;
  const message = new Recording().snapshot();
  const { time, slices } = message.state;
  const kept = slices.filter((slice) => slice.state === 'ended');
  const last = { ...slices.at(-1), slice: 14, from: time + 8000, until: time + 728000, state: 'starting' };
  send({ ...message, state: { ...message.state, slices: [...kept, last], recommendations: [] } });
}

function shortLook() {
  const { Recording, deliver: send } = globalThis.harness;
  const message = new Recording().snapshot();
  const { slices, recommendations } = message.state;
  const [{ run, name, length, reason, ...advice }] = recommendations;
  const look = {
    ...advice,
    run: 'run-densenet-bottleneck-long-name-v2',
    name: 'densenet-bottleneck-long-name-v2',
    length: 80,
    score: 0.02 / 3600,
    reason:
      'It is called out of reach (2 %) on 8 reports. That may be wrong, and without more data it would stay wrong: about 16 more tell.',
    afterLook: { run, name, length, reason: reason.replace(/;.*/, '.') },
  };
  const ended = slices.filter((slice) => slice.state === 'ended');
  send({ ...message, state: { ...message.state, slices: ended, recommendations: [look] } });
}

function bundleProblems() {
  const { Recording, deliver: send } = globalThis.harness;
  const file = '/home/me/laira.json';
  const problems = [
    { file, line: 12, kind: 'unknown-run', message: 'No run is named "resnet81". Did you mean "resnet18"?' },
    { file, line: 19, kind: 'bad-time', message: 'The deadline lies before the beginning.' },
  ];
  send(new Recording().snapshot({ bundle: { file, name: 'laira.json', problems } }));
}

import { THEMES } from './html.mjs';

/** What to look at on the pages "accuracy" and "what-if": situations that a person meets. */
export const ANALYSIS_SITUATIONS = [
  {
    page: 'accuracy',
    name: '',
    themes: THEMES,
    sizes: ['wide', 'half', 'narrow', 'column'],
    fullPage: true,
    play: (page, recorded) => lookedBack(page, recorded),
  },
  {
    page: 'accuracy',
    name: 'running',
    play: async (page, { offer }) => {
      await deliver(page, offer);
      await deliver(page, { type: 'progress', done: 4, total: 11 });
    },
  },
  {
    page: 'accuracy',
    name: 'hover',
    play: async (page, recorded) => {
      await lookedBack(page, recorded);
      await page.getByTestId('chart').hover({ position: { x: 420, y: 160 } });
      await page.getByTestId('method-wls').hover();
    },
  },
  {
    page: 'accuracy',
    name: 'mean',
    play: async (page, recorded) => {
      await lookedBack(page, { ...recorded, offer: { ...recorded.offer, method: 'wls' } });
      await page.getByRole('button', { name: 'Mean', exact: true }).click();
      await page.getByTestId('errors').getByRole('button', { name: '5 %', exact: true }).click();
    },
  },
  {
    page: 'accuracy',
    name: 'none',
    play: (page, { offer }) => deliver(page, { ...offer, runs: 0, tasks: 0, live: [] }),
  },
  {
    page: 'accuracy',
    name: 'short',
    play: async (page, recorded) => {
      const { offer, backtest } = recorded;
      await lookedBack(page, {
        offer: { ...offer, runs: 2, live: offer.live.slice(0, 2).map(unscored) },
        backtest: { ...backtest, rows: [], predictions: [], tooShort: ['lenet5', 'vgg11'] },
      });
    },
  },
  {
    page: 'accuracy',
    name: 'failed',
    play: async (page, { offer }) => {
      await deliver(page, offer);
      await deliver(page, { type: 'failed', message: 'The analysis broke off: out of memory.' });
    },
  },
  {
    page: 'what-if',
    name: '',
    themes: THEMES,
    sizes: ['wide', 'half', 'narrow', 'column'],
    fullPage: true,
    play: (page, recorded) => played(page, recorded),
  },
  { page: 'what-if', name: 'before', play: (page, { offer }) => deliver(page, offer) },
  {
    page: 'what-if',
    name: 'running',
    play: async (page, { offer }) => {
      await deliver(page, offer);
      await page.getByTestId('run').click();
      await deliver(page, { type: 'progress', done: 60, total: 160 });
    },
  },
  {
    page: 'what-if',
    name: 'wrong',
    play: async (page, { offer }) => {
      await deliver(page, offer);
      await page.getByLabel('Continuations').fill('0');
      await page.getByLabel('Seconds lost at a switch').fill('-2');
    },
  },
  {
    page: 'what-if',
    name: 'none',
    play: (page, { offer }) => deliver(page, { ...offer, tasks: 0 }),
  },
  {
    page: 'what-if',
    name: 'hover',
    fullPage: true,
    play: async (page, recorded) => {
      await played(page, recorded);
      await page
        .getByTestId('gantt-stf')
        .locator('svg')
        .hover({ position: { x: 250, y: 60 } });
    },
  },
];

function unscored({ name, errors }) {
  return { name, errors: errors.map((score) => ({ ...score, error: NaN })) };
}

async function lookedBack(page, { offer, backtest }) {
  await deliver(page, offer);
  await deliver(page, { type: 'answer', answer: backtest });
}

async function played(page, { offer, whatIf }) {
  await deliver(page, offer);
  await page.getByLabel('Continuations').fill('12');
  await page.getByTestId('run').click();
  await deliver(page, { type: 'answer', answer: whatIf });
}

function deliver(page, message) {
  return page.evaluate((delivered) => {
    globalThis.harness.deliver(delivered);
  }, message);
}

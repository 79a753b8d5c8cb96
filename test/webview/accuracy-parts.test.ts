// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { BacktestAnswer } from '../../src/protocol/analysis.js';
import { ErrorChart } from '../../webview/accuracy/chart/chart.js';
import { emptinessOf } from '../../webview/accuracy/emptiness.js';
import { FindingView } from '../../webview/accuracy/finding-view.js';
import { Header } from '../../webview/accuracy/header.js';
import { DEFAULT_KEPT, restoreKept, type Kept } from '../../webview/accuracy/kept.js';
import { EMPTY_MODEL, receive, shouldBegin, type Model } from '../../webview/accuracy/model.js';
import { answerPage, type Actions } from '../../webview/accuracy/page.js';
import { ErrorTable } from '../../webview/accuracy/tables/error-table.js';
import { IntervalTable } from '../../webview/accuracy/tables/interval-table.js';
import { LiveTable } from '../../webview/accuracy/tables/live-table.js';
import { MethodTable } from '../../webview/accuracy/tables/method-table.js';
import { RunTable } from '../../webview/accuracy/tables/run-table.js';
import { BEGUN, CANCELLED } from '../../webview/analysis/work.js';
import { backtestOf, EVEN, offerOf } from './analysis-messages.js';

function notedActions(): Actions & { readonly noted: unknown[] } {
  const noted: unknown[] = [];
  return {
    noted,
    keep: (changed) => void noted.push(changed),
    highlight: (method) => void noted.push({ highlight: method }),
    useMethod: (method) => void noted.push({ use: method }),
    lookBack: () => void noted.push('look back'),
  };
}

function pageOf(kept: Partial<Kept> = {}, answer: BacktestAnswer = EVEN, offer = offerOf()) {
  return answerPage(offer, answer, { ...DEFAULT_KEPT, ...kept }, null)!;
}

/** The texts of a table, row by row, without what is for screen readers. */
function texts(table: Element): string[][] {
  return [...table.querySelectorAll('tr')].map((row) =>
    [...row.children].map((cell) => {
      const copy = cell.cloneNode(true) as Element;
      for (const unseen of copy.querySelectorAll('.unseen, [hidden]')) unseen.remove();
      return copy.textContent;
    }),
  );
}

/** What is marked as the best. */
function best(table: Element): (string | null)[] {
  return [...table.querySelectorAll('.best')].map((cell) => cell.textContent);
}

describe('the table of errors', () => {
  it('has a row a method, a column a share, and the best marked', () => {
    const table = new ErrorTable(notedActions());
    table.update(pageOf());
    expect(texts(table.element)).toEqual([
      ['Method', '5 %', '20 %'],
      ['DKF', '50 %', '7 %'],
      ['WLS', '80 %', '9 %'],
      ['LS', '200 %', '40 %'],
    ]);
    expect(best(table.element)).toEqual(['50 % (best)', '7 % (best)']);
  });

  it('follows the measure in place', () => {
    const table = new ErrorTable(notedActions());
    table.update(pageOf());
    const cell = table.element.querySelector('td')!;
    table.update(pageOf({ measure: 'p90' }));
    expect(table.element.querySelector('td')).toBe(cell);
    expect(cell.textContent).toBe('70 % (best)');
    expect(table.element.querySelector('h2')?.textContent).toContain('90th percentile');
  });

  it('chooses a share with its heading, by the keyboard too', () => {
    const actions = notedActions();
    const table = new ErrorTable(actions);
    table.update(pageOf());
    const [first, second] = [...table.element.querySelectorAll('button')];
    expect([first, second].map((button) => button?.getAttribute('aria-pressed'))).toEqual(['false', 'true']);
    first!.click();
    expect(actions.noted).toEqual([{ fraction: 0.05 }]);
  });
});

describe('the table of methods', () => {
  it('has all figures from one share, the closest method first', () => {
    const table = new MethodTable(notedActions());
    table.update(pageOf());
    expect(texts(table.element)).toEqual([
      ['Method', 'Median', 'Mean', '90th', 'In 80 %', 'In 95 %', 'Cost'],
      ['DKF · in force', '7 %', '7 %', '10 %', '80 %', '100 %', '1.2 µs'],
      ['WLS', '9 %', '8 %', '12 %', '80 %', '100 %', '1.2 µs'],
      ['LS', '40 %', '38 %', '50 %', '80 %', '100 %', '1.2 µs'],
    ]);
    expect(best(table.element)).toEqual(['7 % (best)', '7 % (best)', '10 % (best)']);
  });

  it('marks intervals that hold too seldom with a shape and in words', () => {
    const answer = backtestOf(
      { 0.2: { dkf: Array<number>(10).fill(0.1) } },
      { coverage80: 0.4, coverage95: null },
    );
    const table = new MethodTable(notedActions());
    table.update(pageOf({}, answer));
    const cells = [...table.element.querySelectorAll('td')].map((cell) => cell.textContent);
    expect(cells.slice(3, 5)).toEqual(['▼ 40 %, too seldom: it is surer than it should be', '–']);
  });

  it('holds each interval against its own promise', () => {
    const answer = backtestOf(
      { 0.2: { dkf: Array<number>(40).fill(0.1) } },
      { coverage80: 1, coverage95: 1 },
    );
    const table = new MethodTable(notedActions());
    table.update(pageOf({}, answer));
    const cells = [...table.element.querySelectorAll('td')].map((cell) => cell.textContent);
    expect(cells[3]).toContain('oftener than promised');
    expect(cells[4]).toBe('100 %');
  });

  it('highlights what the pointer is on', () => {
    const actions = notedActions();
    const table = new MethodTable(actions);
    table.update(pageOf());
    const row = table.element.querySelector('[data-testid="method-wls"]')!;
    row.dispatchEvent(new Event('pointerenter'));
    row.dispatchEvent(new Event('pointerleave'));
    expect(actions.noted).toEqual([{ highlight: 'wls' }, { highlight: null }]);
    table.update({ ...pageOf(), highlighted: 'wls' });
    expect(row.classList.contains('highlighted')).toBe(true);
  });
});

describe('the table of runs', () => {
  it('has what was predicted and how far off that was, the worst first', () => {
    const table = new RunTable();
    table.update(pageOf());
    const rows = texts(table.element);
    expect(rows[0]).toEqual(['Run', 'Actual', 'DKF', 'WLS', 'LS']);
    expect(rows[1]).toEqual(['d', '1.00', '1.1010 %', '1.1212 %', '1.5050 %']);
    expect(rows.map(([name]) => name).join('')).toBe('Rundbeac');
    expect(best(table.element.querySelectorAll('tr')[1]!)).toEqual([expect.stringMatching(/10 %.*best/)]);
  });

  it('follows the share, and lists runs that are too short', () => {
    const table = new RunTable();
    table.update(pageOf({ fraction: 0.05 }, { ...EVEN, tooShort: ['x', 'y'] }));
    expect(table.element.querySelector('h2')?.textContent).toBe(
      'Run by run from 5 % of the data, the worst for DKF first',
    );
    const note = table.element.querySelector<HTMLElement>('[data-testid="too-short"]')!;
    expect([note.hidden, note.textContent]).toEqual([
      ...[false, 'Too short to look back on (fewer than 20 reports): x and y.'],
    ]);
  });
});

describe('the table of live scores', () => {
  it('has a row a run and their median, a column a method', () => {
    const table = new LiveTable();
    table.update(offerOf());
    const rows = texts(table.element);
    expect(rows[0]).toEqual(['Run', 'DKF', 'WLS']);
    expect(rows[1]).toEqual(['a', '5 %', '4 %']);
    expect(rows.slice(-2)).toEqual([
      ['e', '–', '–'],
      ['Median of the runs', '7 %', '7 %'],
    ]);
    const first = table.element.querySelectorAll('tr')[1]!;
    expect(best(first)).toEqual(['4 % (best)']);
  });

  it('says why it is empty before any forecast has come due', () => {
    const table = new LiveTable();
    const errors = [{ method: 'dkf', title: 'DKF', error: NaN }];
    table.update(offerOf({ live: [{ name: 'a', errors }] }));
    expect(table.element.querySelector<HTMLElement>('.scroll')?.hidden).toBe(true);
    expect(table.element.querySelector<HTMLElement>('.note')?.hidden).toBe(false);
  });
});

describe('the finding', () => {
  it('offers every method that can take over, and the better one first of all', () => {
    const actions = notedActions();
    const view = new FindingView(actions);
    const clear = backtestOf({ 0.2: { dkf: [0.05, 0.06, 0.04, 0.05], wls: [0.1, 0.11, 0.12, 0.1] } });
    view.update(pageOf({}, clear, offerOf({ method: 'wls' })));
    const button = (name: string) => view.element.querySelector<HTMLElement>(`[data-testid="use-${name}"]`);
    expect([button('dkf')?.hidden, button('wls')?.hidden, button('ls')]).toEqual([false, true, null]);
    expect(button('dkf')?.getAttribute('appearance')).toBe('primary');
    expect(view.element.querySelector('[data-testid="in-force"]')?.textContent).toBe(
      'WLS makes the verdicts.',
    );
    button('dkf')!.click();
    expect(actions.noted).toEqual([{ use: 'dkf' }]);
    view.update(pageOf({}, clear));
    expect([button('dkf')?.hidden, button('wls')?.getAttribute('appearance')]).toEqual([true, 'secondary']);
  });
});

describe('the chart', () => {
  it('has toggles for the measure and the share, and a readout', () => {
    const actions = notedActions();
    const chart = new ErrorChart(actions);
    chart.update(pageOf());
    const pressed = [...chart.element.querySelectorAll('[aria-pressed="true"]')].map(
      (each) => each.textContent,
    );
    expect(pressed).toEqual(['Median', '20 %']);
    expect(chart.element.querySelector('[data-testid="readout"]')?.textContent).toContain(
      'From 20 %: DKF 7 %',
    );
    const buttons = [...chart.element.querySelectorAll('button')];
    buttons.find((button) => button.textContent === 'Mean')!.click();
    buttons.find((button) => button.textContent === '5 %')!.click();
    expect(actions.noted).toEqual([{ measure: 'mean' }, { fraction: 0.05 }]);
  });
});

describe('the model', () => {
  const offered = receive(EMPTY_MODEL, offerOf(), 0);

  it('looks back by itself once there are runs, and not against a wish', () => {
    expect(shouldBegin(EMPTY_MODEL)).toBe(false);
    expect(shouldBegin(receive(EMPTY_MODEL, offerOf({ runs: 0 }), 0))).toBe(false);
    expect(shouldBegin(offered)).toBe(true);
    expect(shouldBegin({ ...offered, work: CANCELLED })).toBe(false);
  });

  it('takes progress and the answer while it waits for them', () => {
    let model: Model = { ...offered, work: BEGUN };
    model = receive(model, { type: 'progress', done: 3, total: 6 }, 0);
    expect(model.work).toEqual({ state: 'running', share: 0.5 });
    model = receive(model, { type: 'answer', answer: EVEN }, 99);
    expect([model.work.state, model.answer, model.answeredAt, shouldBegin(model)]).toEqual([
      ...['idle', EVEN, 99, false],
    ]);
  });

  it('takes nothing that was on its way when it was cancelled', () => {
    const cancelled = { ...offered, work: CANCELLED };
    expect(receive(cancelled, { type: 'progress', done: 3, total: 6 }, 0)).toEqual(cancelled);
    expect(receive(cancelled, { type: 'answer', answer: EVEN }, 0)).toEqual(cancelled);
  });

  it('keeps the answer when a later look fails', () => {
    const answered = { ...offered, answer: EVEN };
    const failed = receive(answered, { type: 'failed', message: 'No.' }, 0);
    expect([failed.answer, failed.work]).toEqual([EVEN, { state: 'failed', message: 'No.' }]);
  });
});

describe('the empty page', () => {
  const model: Model = { ...EMPTY_MODEL, offer: offerOf() };

  it('says what is missing', () => {
    expect(emptinessOf(EMPTY_MODEL)?.title).toBe('Looking for runs');
    expect(emptinessOf({ ...model, offer: offerOf({ runs: 0 }) })?.title).toBe('No runs to look back on');
    const short = { ...backtestOf({}), tooShort: ['a', 'b'] };
    expect(emptinessOf({ ...model, answer: short })).toEqual({
      title: 'The runs are too short',
      text: 'Looking back needs 20 reports of a run. 2 runs so far: a and b. Come back when they have trained longer.',
    });
    expect(emptinessOf({ ...model, answer: backtestOf({}) })?.title).toBe('Nothing to look back on');
  });

  it('is none while there is something, or will be', () => {
    expect([
      emptinessOf(model),
      emptinessOf({ ...model, work: BEGUN }),
      emptinessOf({ ...model, answer: EVEN }),
    ]).toEqual([null, null, null]);
  });
});

describe('the header', () => {
  it('tells what the answer rests on', () => {
    const noted: string[] = [];
    const header = new Header(() => void noted.push('again'));
    const at = new Date(2026, 2, 5, 14, 5).getTime();
    header.update({ ...EMPTY_MODEL, offer: offerOf(), answer: EVEN, answeredAt: at }, at);
    expect(header.element.textContent).toContain('5 runs · 3 methods · looked back at 14:05');
    const again = header.element.querySelector<HTMLElement>('[data-testid="again"]')!;
    again.click();
    header.update({ ...EMPTY_MODEL, offer: offerOf(), work: BEGUN }, at);
    again.click();
    expect(noted).toEqual(['again']);
  });
});

describe('choices', () => {
  it('are restored, or fall back to the default', () => {
    const kept: Kept = { measure: 'p90', fraction: 0.4 };
    expect(restoreKept(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    expect(restoreKept(undefined)).toEqual(DEFAULT_KEPT);
    expect(restoreKept({ measure: 'mode', fraction: 7 })).toEqual(DEFAULT_KEPT);
  });
});

describe('the table of intervals', () => {
  const row = {
    method: 'dkf',
    title: 'DKF',
    runs: 4,
    scored: 200,
    held80: 130,
    held95: 180,
    factors80: [1.2, 1.3, 1.5],
    factors95: [1.04, 1.2, 1.01],
  };

  it('tells how often they held and how wide they are made', () => {
    const table = new IntervalTable();
    table.update(offerOf({ intervals: [row] }));
    expect(table.element.hidden).toBe(false);
    expect(texts(table.element)).toEqual([
      ['Method', '80 % held', '95 % held', 'Forecasts', '80 % width', '95 % width'],
      ['DKF', '65 %', '90 %', '200', '× 1.2 to 1.5', '× 1.0'],
    ]);
    expect(table.element.textContent).toContain('here 4 runs did');
  });

  it('says where the widths do not follow, and is not there before any forecast has come due', () => {
    const table = new IntervalTable();
    table.update(offerOf({ intervals: [row], calibrate: false }));
    expect(texts(table.element)[1]!.slice(-2)).toEqual(['× 1', '× 1']);
    expect(table.element.textContent).toContain('laira.calibrateIntervals is off');
    table.update(offerOf());
    expect(table.element.hidden).toBe(true);
  });
});

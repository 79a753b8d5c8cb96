// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { decodeFromDashboard } from '../../src/protocol/dashboard.js';
import { restoreChoices, DEFAULT_CHOICES } from '../../webview/dashboard/choices.js';
import { arrange } from '../../webview/shared/elements.js';
import { Empty } from '../../webview/dashboard/empty.js';
import { Header } from '../../webview/dashboard/header.js';
import { Notices } from '../../webview/dashboard/notices.js';
import { automaticSelection } from '../../webview/dashboard/selection.js';
import { EMPTY_MODEL } from '../../webview/dashboard/store.js';
import { sparklinePath } from '../../webview/dashboard/table/sparkline.js';
import { Table } from '../../webview/dashboard/table/table.js';
import { Recording, RECORDED_AT } from './harness/recorded.js';
import { modelAfter, notedActions, pageOf, recordedState } from './pages.js';

describe('the header', () => {
  function shownHeader(changed: Parameters<Recording['snapshot']>[0] = {}, now = RECORDED_AT) {
    const header = new Header(notedActions());
    header.update(pageOf(modelAfter(new Recording().snapshot(changed)), { now }));
    const text = (id: string) => header.element.querySelector(`[data-testid="${id}"]`)?.textContent;
    return { header, text };
  }

  it('counts the tasks by verdict, each as a shape, a number and a word', () => {
    const { text } = shownHeader();
    expect(
      ['reached', 'feasible', 'at-risk', 'infeasible', 'unknown'].map((id) => text(`count-${id}`)),
    ).toEqual([...['✓ 1 reached', '▲ 5 feasible', '◆ 1 at risk', '▼ 2 infeasible', '? 1 too early to say']]);
  });

  it('counts nothing before the first state has come', () => {
    const header = new Header(notedActions());
    const counts = header.element.querySelector<HTMLElement>('.counts')!;
    header.update(pageOf(EMPTY_MODEL));
    expect(counts.hidden).toBe(true);
    header.update(pageOf(modelAfter(new Recording().snapshot())));
    expect(counts.hidden).toBe(false);
  });

  it('runs down the slice in force', () => {
    const item = (now: number) =>
      shownHeader({}, now).header.element.querySelector('.in-force li')?.textContent;
    expect(item(RECORDED_AT)).toBe('slice 14 ·resnet186:42of 12:00 left');
    expect(item(RECORDED_AT + 1000)).toBe('slice 14 ·resnet186:41of 12:00 left');
  });

  it('says less where there is less', () => {
    const runs = recordedState().runs.map((run) => ({ ...run, task: null }));
    const { header } = shownHeader({ runs, bundle: null, slices: [] });
    expect(header.element.querySelector<HTMLElement>('.counts')?.hidden).toBe(true);
    expect(header.element.textContent).toContain('10 runs');
  });
});

describe('the table', () => {
  function shownTable() {
    const actions = notedActions();
    const table = new Table(actions);
    document.body.replaceChildren(table.element);
    const recording = new Recording();
    const model = modelAfter(recording.snapshot());
    table.update(pageOf(model));
    const row = (name: string) => table.element.querySelector<HTMLElement>(`[data-testid="row-${name}"]`)!;
    return { actions, table, model, recording, row };
  }

  function cell(row: Element, column: string): string {
    return row.querySelector(`[data-column="${column}"]`)?.textContent ?? '';
  }

  it('has a row for every run, the most urgent first', () => {
    const { table } = shownTable();
    const rows = [...table.element.querySelectorAll('.row')].map((row) => row.getAttribute('data-testid'));
    expect(rows.slice(0, 3)).toEqual(['row-lenet', 'row-resnet18', 'row-effnet']);
    expect(rows).toHaveLength(10);
  });

  it('tells what a run needs', () => {
    const { row } = shownTable();
    expect(cell(row('lenet'), 'verdict')).toBe('◆at risk');
    expect(cell(row('lenet'), 'deadline')).toBe('55 min');
    expect(cell(row('vgg'), 'probability')).toContain('needs 1 more report');
    expect(cell(row('gru'), 'freshness')).toBe('14 min, stalled');
    expect(cell(row('effnet'), 'run')).toContain('! 1');
  });

  it('keeps its rows from update to update', () => {
    const { table, row, recording } = shownTable();
    const before = row('lenet');
    const text = cell(before, 'loss');
    table.update(pageOf(modelAfter(recording.snapshot(), recording.update([2]))));
    expect(row('lenet')).toBe(before);
    expect(cell(before, 'loss')).not.toBe(text);
  });

  it('drops the row of a run that is gone', () => {
    const { table, row } = shownTable();
    const runs = recordedState().runs.filter((run) => run.name !== 'vit');
    table.update(pageOf(modelAfter(new Recording().snapshot({ runs }))));
    expect(row('vit')).toBeNull();
  });

  it('selects with a click and with Enter, and highlights on hover', () => {
    const { actions, row } = shownTable();
    row('vit').click();
    const enter = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true });
    row('cnn').firstElementChild?.dispatchEvent(enter);
    row('cnn').dispatchEvent(new Event('pointerenter'));
    expect(actions.noted).toEqual([{ toggle: 'run-vit' }, { toggle: 'run-cnn' }, { highlight: 'run-cnn' }]);
    expect(enter.defaultPrevented).toBe(true);
  });

  it('does not select when an action of the row is pressed', () => {
    const { actions, row } = shownTable();
    for (const button of row('vit').querySelectorAll<HTMLElement>('.actions button')) button.click();
    row('effnet').querySelector<HTMLElement>('.problems')?.click();
    expect(actions.noted).toEqual([
      { type: 'set-target', run: 'run-vit' },
      { type: 'open-log', run: 'run-vit' },
      { type: 'explain', run: 'run-vit' },
      { type: 'open-log', run: 'run-effnet', line: 17 },
    ]);
  });

  it('sorts one way, the other way, then by urgency again', () => {
    const { actions, table, model } = shownTable();
    const heading = table.element.querySelector<HTMLElement>('.header-row [data-column="probability"]')!;
    heading.click();
    for (const descending of [true, false]) {
      const sorting = { column: 'probability', descending } as const;
      table.update(pageOf(model, { choices: { ...DEFAULT_CHOICES, sorting } }));
      heading.click();
    }
    expect(actions.noted).toEqual([
      { choose: { sorting: { column: 'probability', descending: true } } },
      { choose: { sorting: { column: 'probability', descending: false } } },
      { choose: { sorting: null } },
    ]);
    expect(heading.getAttribute('aria-sort')).toBe('ascending');
  });

  it('keeps the focus when rows change places', () => {
    const { table, model, row } = shownTable();
    const focused = row('vit').firstElementChild as HTMLElement;
    focused.tabIndex = -1;
    focused.focus();
    const page = pageOf(model);
    table.update({ ...page, order: [...page.order].reverse() });
    expect(document.activeElement).toBe(focused);
    const rows = [...table.element.querySelectorAll('.row')].map((each) => each.getAttribute('data-testid'));
    expect(rows[0]).toBe('row-squeezenet');
    expect(rows.at(-1)).toBe('row-lenet');
  });
});

describe('arrange', () => {
  it('reaches every order from every order', () => {
    const parent = document.createElement('div');
    const make = (name: string) => Object.assign(document.createElement('button'), { textContent: name });
    const all = ['a', 'b', 'c', 'd'].map(make);
    document.body.replaceChildren(parent);
    arrange(parent, all, null);
    for (const order of permutations([0, 1, 2, 3])) {
      for (const focus of all) {
        focus.focus();
        arrange(
          parent,
          order.map((i) => all[i]!),
          null,
        );
        expect([...parent.children]).toEqual(order.map((i) => all[i]!));
        expect(document.activeElement).toBe(focus);
      }
    }
  });
});

function permutations(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

describe('notices', () => {
  it('list the problems of the bundle, with the way to it', () => {
    const actions = notedActions();
    const notices = new Notices(actions);
    const file = '/a/laira.json';
    const problems = Array.from({ length: 6 }, (_, i) => ({ file, line: i + 1, kind: 'x', message: 'Bad.' }));
    notices.update(
      pageOf(modelAfter(new Recording().snapshot({ bundle: { file, name: 'laira.json', problems } }))),
    );
    const part = notices.element.querySelector<HTMLElement>('[data-testid="bundle-problems"]')!;
    expect(part.hidden).toBe(false);
    expect([...part.querySelectorAll('li')].map((item) => item.textContent).slice(-2)).toEqual([
      ...['laira.json, line 4: Bad.', 'and 2 more'],
    ]);
    part.querySelector<HTMLElement>('vscode-button')?.click();
    expect(actions.noted).toEqual([{ type: 'open-bundle' }]);
  });

  it('tell that the monitor broke off, with the way to start it, until it tells something again', () => {
    const actions = notedActions();
    const notices = new Notices(actions);
    const recording = new Recording();
    const told = [
      recording.snapshot(),
      { type: 'broke-off', message: 'The monitor broke off: no memory.' },
    ] as const;
    notices.update(pageOf(modelAfter(...told)));
    const part = notices.element.querySelector<HTMLElement>('[data-testid="outage"]')!;
    expect([part.hidden, part.textContent]).toEqual([false, expect.stringContaining('no memory')]);
    part.querySelector<HTMLElement>('vscode-button')?.click();
    expect(actions.noted).toEqual([{ type: 'restart' }]);
    notices.update(pageOf(modelAfter(...told, recording.update([1]))));
    expect(part.hidden).toBe(true);
  });

  it('tell what failed until it is dismissed', () => {
    const actions = notedActions();
    const notices = new Notices(actions);
    const model = { ...modelAfter(new Recording().snapshot()), failure: 'The ledger is read-only.' };
    notices.update(pageOf(model));
    const part = notices.element.querySelector<HTMLElement>('[data-testid="failure"]')!;
    expect(part.textContent).toContain('The ledger is read-only.');
    part.querySelector<HTMLElement>('vscode-button')?.click();
    notices.update(pageOf({ ...model, failure: null }));
    expect([part.hidden, actions.noted]).toEqual([true, ['dismiss']]);
  });
});

describe('the empty page', () => {
  it('says that it looks, then how to come by runs', () => {
    const actions = notedActions();
    const empty = new Empty(actions);
    empty.update(pageOf(EMPTY_MODEL));
    expect(empty.element.querySelector('h2')?.textContent).toBe('Looking for training logs');
    empty.update(pageOf(modelAfter(new Recording().snapshot({ runs: [] }))));
    expect(empty.element.textContent).toContain('laira.include');
    expect(empty.element.querySelector('ul')?.hidden).toBe(false);
    empty.element.querySelector<HTMLElement>('[data-testid="open-settings"]')?.click();
    expect(actions.noted).toEqual([{ type: 'open-settings' }]);
  });

  it('offers to play the sample runs, once it has found none', () => {
    const actions = notedActions();
    const empty = new Empty(actions);
    const button = empty.element.querySelector<HTMLElement>('[data-testid="play-sample-runs"]')!;
    empty.update(pageOf(modelAfter(new Recording().snapshot({ runs: [], scanned: false }))));
    expect(button.parentElement?.hidden).toBe(true);
    empty.update(pageOf(modelAfter(new Recording().snapshot({ runs: [] }))));
    expect(button.parentElement?.hidden).toBe(false);
    button.click();
    expect(actions.noted.map((message) => decodeFromDashboard(message))).toEqual([
      { type: 'play-sample-runs' },
    ]);
  });
});

describe('what is selected without a choice', () => {
  it('is what the next decision is about', () => {
    const state = recordedState();
    const order = state.runs.map((run) => run.id);
    expect(automaticSelection(state, order)).toEqual(['run-resnet18', 'run-cnn', 'run-lenet']);
    const quiet = { ...state, slices: [], recommendations: [] };
    expect(automaticSelection(quiet, order)).toEqual(order.slice(0, 3));
  });

  it('is a run without a report only where there are too few others', () => {
    const state = recordedState();
    const order = state.runs.map((run) => run.id);
    const withReports = (ids: readonly string[]) => ({
      ...state,
      runs: state.runs.map((run) => (ids.includes(run.id) ? run : { ...run, reports: 0 })),
    });
    const most = order.filter((id) => id !== 'run-resnet18');
    expect(automaticSelection(withReports(most), order)).toEqual(['run-cnn', 'run-lenet', 'run-effnet']);
    expect(automaticSelection(withReports(['run-gru']), order)).toEqual([
      'run-gru',
      'run-resnet18',
      'run-cnn',
    ]);
  });
});

describe('choices', () => {
  it('are restored as they were kept', () => {
    const kept = {
      ...DEFAULT_CHOICES,
      selected: ['a'],
      zoom: { x: [1, 2], y: [3, 4] },
      sorting: { column: 'loss', descending: true },
    };
    expect(restoreChoices(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
  });

  it('fall back to the default where they are of no known shape', () => {
    expect(restoreChoices(undefined)).toEqual(DEFAULT_CHOICES);
    expect(
      restoreChoices({
        selected: [1],
        xAxis: 'epoch',
        smoothing: 2,
        zoom: { x: [1, 'a'], y: [] },
        sorting: {},
      }),
    ).toEqual(DEFAULT_CHOICES);
  });
});

describe('sparklinePath', () => {
  it('spans the picture and leaves gaps', () => {
    expect(sparklinePath([2, 1])).toBe('M0.0 0.0L76.0 14.0');
    expect(sparklinePath([2, NaN, 1])).toBe('M0.0 0.0M76.0 14.0');
    expect(sparklinePath([3, 3])).toBe('M0.0 7.0L76.0 7.0');
    expect(sparklinePath([])).toBe('');
  });
});

// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { BEGUN, CANCELLED } from '../../webview/analysis/work.js';
import { WorkView } from '../../webview/analysis/work-view.js';
import { emptinessOf } from '../../webview/what-if/emptiness.js';
import { Form } from '../../webview/what-if/form.js';
import { Header } from '../../webview/what-if/header.js';
import {
  DEFAULT_CHOICES,
  restoreKept,
  storeKept,
  type Choices,
  type WhatIfRequest,
} from '../../webview/what-if/kept.js';
import { begin, EMPTY_MODEL, receive } from '../../webview/what-if/model.js';
import { problemsOf, requestFor } from '../../webview/what-if/request.js';
import { OutcomeTable } from '../../webview/what-if/tables/outcome-table.js';
import { ReachTable } from '../../webview/what-if/tables/reach-table.js';
import { offerOf, PLAYED } from './analysis-messages.js';

const REQUEST: WhatIfRequest = {
  kind: 'what-if',
  method: 'dkf',
  policies: ['laira-index', 'ua', 'stf'],
  seeds: 20,
  switchCost: 0,
};

function texts(table: Element): string[][] {
  return [...table.querySelectorAll('tr')].map((row) => [...row.children].map((cell) => cell.textContent));
}

describe('the form', () => {
  function shownForm(choices: Partial<Choices> = {}, isRunning = false) {
    const noted: unknown[] = [];
    const form = new Form({
      choose: (changed) => void noted.push(changed),
      run: () => void noted.push('run'),
    });
    form.update(offerOf(), { ...DEFAULT_CHOICES, ...choices }, isRunning);
    document.body.replaceChildren(form.element);
    const run = form.element.querySelector<HTMLElement>('[data-testid="run"]')!;
    const field = (label: string) =>
      [...form.element.querySelectorAll('label')].find((each) => each.textContent === label)!
        .nextElementSibling as HTMLInputElement;
    return { form, noted, run, field };
  }

  it('has a box for every policy, with what the policy does', () => {
    const { form, noted } = shownForm();
    const boxes = [...form.element.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')];
    expect(boxes.map((box) => box.checked)).toEqual([true, true, true]);
    expect(document.getElementById(boxes[1]!.getAttribute('aria-describedby')!)?.textContent).toBe(
      'What UA does.',
    );
    boxes[1]!.checked = false;
    boxes[1]!.dispatchEvent(new Event('change'));
    expect(noted).toEqual([{ policies: ['laira-index', 'stf'] }]);
  });

  it('runs by its button and by Enter', () => {
    const { noted, run, field } = shownForm();
    run.click();
    field('Continuations').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    expect(noted).toEqual(['run', 'run']);
  });

  it('tells what is wrong beside it, and does not run', () => {
    const { noted, run, field } = shownForm({ continuations: '0', switchCost: '-1', policies: [] });
    expect(field('Continuations').getAttribute('aria-invalid')).toBe('true');
    expect(field('Continuations').nextElementSibling?.textContent).toBe('A whole number from 1 to 500.');
    expect(field('Seconds lost at a switch').nextElementSibling?.textContent).toBe('Seconds, 0 or more.');
    expect(document.body.textContent).toContain('Choose at least one policy.');
    run.click();
    field('Continuations').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
    expect(noted).toEqual([]);
  });

  it('passes on what is typed, and waits while it runs', () => {
    const { noted, run, field } = shownForm({}, true);
    field('Continuations').value = '7';
    field('Continuations').dispatchEvent(new Event('input'));
    run.click();
    expect(noted).toEqual([{ continuations: '7' }]);
  });
});

describe('requests', () => {
  it('name the policies on offer, in their order', () => {
    const policies = ['stf', 'gone', 'ua'];
    expect(requestFor({ policies, continuations: ' 5 ', switchCost: '1.5' }, offerOf())).toEqual({
      ...REQUEST,
      policies: ['ua', 'stf'],
      seeds: 5,
      switchCost: 1.5,
    });
  });

  it('are about the forecasts that people see', () => {
    expect(requestFor(DEFAULT_CHOICES, offerOf({ method: 'wls' }))?.method).toBe('wls');
  });

  it('are none while something is wrong', () => {
    for (const wrong of [
      ...[{ continuations: '' }, { continuations: '2.5' }, { continuations: '501' }, { continuations: 'x' }],
      ...[{ switchCost: '' }, { switchCost: 'Infinity' }, { policies: ['gone'] }],
    ]) {
      expect(requestFor({ ...DEFAULT_CHOICES, ...wrong }, offerOf())).toBeNull();
    }
    expect(Object.values(problemsOf(DEFAULT_CHOICES, offerOf()))).toEqual([null, null, null]);
  });
});

describe('the model', () => {
  const begun = begin({ ...EMPTY_MODEL, offer: offerOf() }, REQUEST);

  it('keeps an answer with what it answers', () => {
    const answered = receive(begun, { type: 'answer', answer: PLAYED }, 99);
    expect(answered.answered).toEqual({ request: REQUEST, answer: PLAYED, at: 99 });
    expect(answered.work.state).toBe('idle');
  });

  it('keeps an answer with the latest question', () => {
    const again = begin(receive(begun, { type: 'answer', answer: PLAYED }, 1), { ...REQUEST, seeds: 5 });
    expect(receive(again, { type: 'answer', answer: PLAYED }, 2).answered?.request.seeds).toBe(5);
  });

  it('keeps the last answer while the next is worked on, cancelled or failed', () => {
    const again = begin(receive(begun, { type: 'answer', answer: PLAYED }, 99), { ...REQUEST, seeds: 5 });
    const cancelled = { ...again, work: CANCELLED };
    for (const model of [
      receive(again, { type: 'progress', done: 1, total: 2 }, 0),
      receive(cancelled, { type: 'answer', answer: PLAYED }, 0),
      receive(again, { type: 'failed', message: 'No.' }, 0),
    ]) {
      expect(model.answered?.request.seeds).toBe(20);
    }
  });
});

describe('what is kept', () => {
  it('outlives the page, the answer too', () => {
    const choices = { policies: ['ua'], continuations: '7', switchCost: '3' };
    const kept = { choices, answered: { request: REQUEST, answer: PLAYED, at: 99 } };
    expect(restoreKept(JSON.parse(JSON.stringify(storeKept(kept))))).toEqual(kept);
    const none = { choices, answered: null };
    expect(restoreKept(JSON.parse(JSON.stringify(storeKept(none))))).toEqual(none);
  });

  it('falls back to the default', () => {
    for (const stored of [
      undefined,
      null,
      7,
      { choices: { policies: 'ua' }, answered: { answer: {} } },
      { format: 0, answered: {} },
    ]) {
      expect(restoreKept(stored)).toEqual({ choices: DEFAULT_CHOICES, answered: null });
    }
  });
});

describe('the tables', () => {
  it('tell what each policy would win, the best first, and the best possible', () => {
    const table = new OutcomeTable();
    table.update(PLAYED);
    expect(texts(table.element)).toEqual([
      ['Policy', 'On average', '', 'Of the best', 'Switches'],
      ['LaiRA+', '2.8 ± 0.3', '', '79 %', '12'],
      ['UA', '1.5 ± 0.3', '', '43 %', '12'],
      ['Best possible', '3.5', '', '100 %', ''],
    ]);
    const fills = [...table.element.querySelectorAll<HTMLElement>('.fill')].map((fill) => fill.style.width);
    expect(fills).toEqual(['68.75%', '37.5%', '87.5%']);
  });

  it('tell how often each task reaches its target, in figures beside the colour', () => {
    const table = new ReachTable();
    table.update(PLAYED);
    expect(texts(table.element)).toEqual([
      ['Task', 'LaiRA+', 'UA'],
      ['a', '100 %', '100 %'],
      ['b', '50 %', '50 %'],
      ['c', '25 %', '25 %'],
      ['d', '0 %', '0 %'],
    ]);
    expect(table.element.querySelector('td')?.style.getPropertyValue('--heat')).toBe('100%');
  });
});

describe('the work', () => {
  it('shows how far it is, what went wrong, and how to stop it', () => {
    let cancels = 0;
    const starter = document.createElement('button');
    const view = new WorkView('Playing through', () => (cancels += 1), starter);
    view.update({ state: 'running', share: 0.376 });
    expect(view.element.querySelector('progress')?.value).toBe(0.376);
    expect(view.element.querySelector('.figure')?.textContent).toBe('37 %');
    view.element.querySelector<HTMLElement>('[data-testid="cancel"]')!.click();
    expect(cancels).toBe(1);
    view.update({ state: 'failed', message: 'Out of memory.' });
    const failure = view.element.querySelector<HTMLElement>('[role="alert"]')!;
    expect([failure.hidden, failure.textContent]).toEqual([false, 'Out of memory.']);
    view.update(BEGUN);
    expect(failure.hidden).toBe(true);
  });

  it('leads from Cancel back to its start', async () => {
    const starter = document.createElement('button');
    const view = new WorkView('Playing through', () => undefined, starter);
    const cancel = view.element.querySelector<HTMLElement>('[data-testid="cancel"]')!;
    cancel.tabIndex = 0;
    document.body.replaceChildren(view.element, starter);
    starter.focus();
    view.update(BEGUN);
    expect(document.activeElement).toBe(starter);
    cancel.focus();
    view.update({ state: 'running', share: 0.5 });
    expect(document.activeElement).toBe(cancel);
    view.update({ state: 'cancelled' });
    await new Promise(requestAnimationFrame);
    expect(document.activeElement).toBe(starter);
  });
});

describe('the page', () => {
  it('says what is missing', () => {
    expect(emptinessOf(EMPTY_MODEL)?.title).toBe('Looking for tasks');
    expect(emptinessOf({ ...EMPTY_MODEL, offer: offerOf({ tasks: 0 }) })?.text).toContain(
      'Set target and deadline first',
    );
    const none = { request: REQUEST, answer: { ...PLAYED, tasks: [] }, at: 0 };
    expect(emptinessOf({ ...EMPTY_MODEL, offer: offerOf(), answered: none })?.title).toBe(
      'The tasks have no reports yet',
    );
    expect(emptinessOf({ ...EMPTY_MODEL, offer: offerOf() })).toBeNull();
  });

  it('tells above what the answer rests on', () => {
    const header = new Header();
    const at = new Date(2026, 2, 5, 14, 5).getTime();
    const answered = { request: { ...REQUEST, switchCost: 2 }, answer: PLAYED, at };
    header.update({ ...EMPTY_MODEL, offer: offerOf(), answered }, at);
    expect(header.element.textContent).toBe(
      'What if4 tasks · 20 continuations · 2 s lost at a switch · played at 14:05',
    );
  });
});

// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { formatSpan } from '../../src/base/clock-format.js';
import type { MonitorState } from '../../src/protocol/runs.js';
import { Card } from '../../webview/dashboard/card/card.js';
import { emphasise } from '../../webview/dashboard/card/emphasise.js';
import { DEFAULT_CHOICES } from '../../webview/dashboard/choices.js';
import { layOutSlices } from '../../webview/dashboard/card/slices-layout.js';
import { Recording, RECORDED_AT } from './harness/recorded.js';
import { modelAfter, notedActions, pageOf, recordedState } from './pages.js';

function shownCard(changed: Partial<MonitorState> = {}) {
  const actions = notedActions();
  const card = new Card(actions);
  document.body.replaceChildren(card.element);
  const model = modelAfter(new Recording().snapshot(changed));
  card.update(pageOf(model));
  const part = (id: string) => card.element.querySelector<HTMLElement>(`[data-testid="${id}"]`)!;
  return { actions, card, model, part };
}

const ADVICE = 'gpu:0 15 run-resnet18';

describe('the card', () => {
  it('says who gets the machine next, and why', () => {
    const { card } = shownCard();
    expect(card.element.querySelector('.headline:not(h2)')?.textContent).toBe('resnet18 for 12\u00a0min');
    const bold = [...card.element.querySelectorAll('.reason strong')].map((part) => part.textContent);
    expect(bold).toEqual(['vit', 'densenet-bottleneck-long-name-v2']);
    expect(card.element.querySelectorAll('.queue li')).toHaveLength(5);
  });

  it('tells the scores in a unit that people read', () => {
    const { card } = shownCard();
    const queue = card.element.querySelector('.queue-part')!;
    expect(queue.querySelector('.queue-heads')?.textContent).toBe('Queueper hourchance');
    const scores = [...queue.querySelectorAll('li .score')].map((score) => score.textContent);
    expect(scores).toEqual([
      '88 % per hour',
      '71 % per hour',
      '36 % per hour',
      '21 % per hour',
      '8 % per hour',
    ]);
  });

  it('tells no scores of a policy that only puts runs in order', () => {
    const [advice] = recordedState().recommendations;
    const { card } = shownCard({ recommendations: [{ ...advice!, scoreMeaning: null }] });
    const queue = card.element.querySelector('.queue-part')!;
    expect(queue.classList.contains('without-scores')).toBe(true);
    expect([...queue.querySelectorAll('li .score')].map((score) => score.textContent).join('')).toBe('');
  });

  it('sends an acceptance of the advice that is shown', () => {
    const { actions, part } = shownCard();
    part('accept').click();
    expect(actions.noted).toEqual([
      { type: 'accept', recommendation: ADVICE, run: 'run-resnet18', reason: '' },
    ]);
  });

  it('says that a short look is one, and gives the slice to what comes after it with one press', () => {
    const [advice] = recordedState().recommendations;
    const { run, name, length, reason } = advice!;
    const look = {
      ...advice!,
      run: 'run-vit',
      name: 'vit',
      length: 40,
      reason: 'It is called out of reach.',
    };
    const { actions, card, part } = shownCard({
      recommendations: [{ ...look, afterLook: { run, name, length, reason } }],
    });
    expect(card.element.querySelector('.headline:not(h2)')?.textContent).toBe(
      'A short look at vit, 40\u00a0s',
    );
    expect(part('after-look').querySelector('p')?.textContent).toMatch(
      /^After it, or in its place: resnet18 for 12\u00a0min\. Needs about 11\u00a0min more/,
    );
    part('accept-instead').click();
    part('accept').click();
    expect(actions.noted).toEqual(
      ['run-resnet18', 'run-vit'].map((given) => ({
        type: 'accept',
        recommendation: ADVICE,
        run: given,
        reason: '',
      })),
    );
    expect(shownCard().part('after-look').hidden).toBe(true);
  });

  it('sends a skip', () => {
    const { actions, part } = shownCard();
    part('skip').click();
    expect(actions.noted).toEqual([{ type: 'skip', recommendation: ADVICE }]);
  });

  it('gives the slice to another, with a reason', () => {
    const { actions, card, part } = shownCard();
    part('give-to-another').click();
    const radios = [...card.element.querySelectorAll<HTMLInputElement>('.queue input')];
    expect(radios.map((radio) => radio.disabled)).toEqual([true, false, false, false, false]);
    expect(part('confirm-give').hasAttribute('disabled')).toBe(true);
    radios[1]!.checked = true;
    radios[1]!.dispatchEvent(new Event('change'));
    const reason = card.element.querySelector<HTMLElement & { value: string }>('vscode-text-field')!;
    reason.value = ' its data is cached ';
    part('confirm-give').click();
    expect(actions.noted).toEqual([
      { type: 'accept', recommendation: ADVICE, run: 'run-cnn', reason: 'its data is cached' },
    ]);
    expect(reason.closest<HTMLElement>('.choosing')?.hidden).toBe(true);
  });

  it('waits for the answer', () => {
    const { card, model, part } = shownCard();
    const pending = { type: 'accept', recommendation: ADVICE, run: 'run-resnet18', reason: '' } as const;
    card.update(pageOf({ ...model, pending }));
    expect(part('accept').hasAttribute('disabled')).toBe(true);
    expect(card.element.textContent).toContain('Accepting …');
    expect(part('accept').hasAttribute('aria-disabled')).toBe(false);
    card.update(pageOf(model));
    expect(part('accept').hasAttribute('disabled')).toBe(false);
  });

  it('keeps the focus while it waits, and when there is no advice any more', () => {
    const { actions, card, model, part } = shownCard();
    part('accept').tabIndex = 0;
    part('accept').focus();
    const pending = { type: 'accept', recommendation: ADVICE, run: 'run-resnet18', reason: '' } as const;
    card.update(pageOf({ ...model, pending }));
    expect(part('accept').getAttribute('aria-disabled')).toBe('true');
    part('accept').click();
    expect([actions.noted, document.activeElement]).toEqual([[], part('accept')]);
    card.update(pageOf(modelAfter(new Recording().snapshot({ recommendations: [] }))));
    expect(document.activeElement?.className).toBe('resource-card');
  });

  it('offers to undo a slice that has not begun', () => {
    const { slices } = recordedState();
    const starting = {
      ...slices.at(-1)!,
      from: RECORDED_AT + 8000,
      until: RECORDED_AT + 728_000,
      state: 'starting' as const,
    };
    const { actions, part } = shownCard({ slices: [starting] });
    expect(part('undo').textContent).toBe('Undo (8 s)');
    const [from, until] = formatSpan(starting.from, starting.until, RECORDED_AT);
    expect(part('in-force').textContent).toContain(`resnet18 trains from ${from} until ${until}`);
    part('undo').click();
    expect(actions.noted).toEqual([{ type: 'undo', slice: 14, resource: 'gpu:0' }]);
  });

  it('offers no way back from a slice that runs', () => {
    const { part } = shownCard();
    expect(part('in-force').hidden).toBe(false);
    expect(part('in-force').textContent).toMatch(/resnet18 trains until \d/);
    expect(part('undo').hidden).toBe(true);
  });

  it('says when the next advice comes, where there is none', () => {
    const isSaid = ({ card }: ReturnType<typeof shownCard>) =>
      [...card.element.querySelectorAll<HTMLElement>('.resource-card > p')].some(
        ({ hidden, textContent }) => !hidden && textContent === 'The next advice comes when this slice ends.',
      );
    expect(isSaid(shownCard())).toBe(false);
    expect(isSaid(shownCard({ recommendations: [] }))).toBe(true);
  });

  it('has a card for every resource, and names it', () => {
    const [advice] = recordedState().recommendations;
    const { card } = shownCard({
      recommendations: [advice!, { ...advice!, id: 'other', resource: 'gpu:1', run: 'run-vit', name: 'vit' }],
    });
    const titles = [...card.element.querySelectorAll('.advice > h2')].map((title) => title.textContent);
    expect(titles).toEqual(['Next slice of gpu:0', 'Next slice of gpu:1']);
  });

  it('offers nobody else where there is nobody else', () => {
    const [advice] = recordedState().recommendations;
    const alternatives = advice!.alternatives.slice(0, 1);
    const { part } = shownCard({ recommendations: [{ ...advice!, alternatives }] });
    expect(part('give-to-another').hidden).toBe(true);
    expect(shownCard().part('give-to-another').hidden).toBe(false);
  });

  it('asks for the target of the run that was selected last, by its name', () => {
    const runs = recordedState().runs.map((run) => ({ ...run, task: null }));
    const { actions, card, model } = shownCard({ bundle: null, recommendations: [], slices: [], runs });
    const button = card.element.querySelector<HTMLElement>(
      'vscode-button[appearance=primary]:not([data-testid])',
    )!;
    expect(button.textContent).toBe('Set target of resnet18…');
    const selected = ['run-cnn', 'run-densenet-bottleneck-long-name-v2'];
    card.update(pageOf(model, { selected, choices: { ...DEFAULT_CHOICES, selected } }));
    expect(button.textContent).toBe('Set target of …bottleneck-long-name-v2…');
    button.click();
    expect(actions.noted).toEqual([{ type: 'set-target', run: selected[1] }]);
  });

  it('leads to a first target where there is none', () => {
    const runs = recordedState().runs.map((run) => ({ ...run, task: null }));
    const { actions, card } = shownCard({ bundle: null, recommendations: [], slices: [], runs });
    expect(card.element.textContent).toContain('No targets yet');
    card.element.querySelector<HTMLElement>('vscode-button[appearance=primary]:not([data-testid])')?.click();
    expect(actions.noted).toEqual([{ type: 'set-target', run: 'run-resnet18' }]);
  });
});

describe('emphasise', () => {
  it('keeps numbers beside their units, but leaves names as they are', () => {
    const parts = emphasise('run 2 s needs 3 min, with 96 % probability on 8 samples.', ['run 2 s']);
    expect(parts.map((part) => (typeof part === 'string' ? part : part.textContent))).toEqual([
      'run 2 s',
      ' needs 3\u00a0min, with 96\u00a0% probability on 8 samples.',
    ]);
  });

  it('marks whole names only', () => {
    const parts = emphasise('vit-large waits for vit, not for a visit.', ['vit', 'a.b']);
    expect(parts.map((part) => (typeof part === 'string' ? part : `*${part.textContent ?? ''}*`))).toEqual([
      ...['vit-large waits for ', '*vit*', ', not for a visit.'],
    ]);
  });
});

describe('layOutSlices', () => {
  it('puts the proposal after the slice in force', () => {
    const { slices, recommendations } = recordedState();
    const inForce = slices.at(-1)!;
    const { lines, present, until } = layOutSlices(slices, recommendations[0]!, inForce, RECORDED_AT);
    const bars = lines.find(({ run }) => run === 'run-resnet18')!.bars;
    expect(bars.at(-1)).toMatchObject({ state: 'proposed', from: inForce.until, until });
    expect(bars.at(-1)?.end).toBe(1);
    expect(present).toBeGreaterThan(bars.at(-2)!.start);
    expect(present).toBeLessThan(bars.at(-2)!.end);
  });

  it('is empty without slices and advice', () => {
    expect(layOutSlices([], null, null, RECORDED_AT)).toMatchObject({ lines: [], present: 0 });
  });
});

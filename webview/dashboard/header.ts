import { formatClock, formatCountdown } from '../../src/base/clock-format.js';
import type { MonitorState, SliceView } from '../../src/protocol/runs.js';
import { element, setAttribute, setShown, setText } from '../shared/elements.js';
import type { Actions, Page } from './page.js';
import { MARKS, standingOf, type Standing } from './verdict.js';

const COUNTED: readonly Standing[] = ['reached', 'feasible', 'at-risk', 'infeasible', 'unknown'];
/** In the header there is room for the whole words. */
const WORDS: Readonly<Partial<Record<Standing, string>>> = { unknown: 'too early to say' };

/** One glance: whose bundle, how many tasks until when, how many in danger, and who holds the machine. */
export class Header {
  readonly element: HTMLElement;
  private readonly name: HTMLButtonElement;
  private readonly verdicts: HTMLElement;
  private readonly scope = element('span', { class: 'quiet' });
  private readonly counts = new Map<Standing, { readonly item: HTMLElement; readonly number: HTMLElement }>();
  private readonly untargeted = element('li', { class: 'quiet', 'data-testid': 'count-none' });
  private readonly slices = element('ul', { class: 'in-force', 'aria-label': 'Slices in force' });

  constructor(actions: Actions) {
    this.name = element('button', { type: 'button', class: 'bundle-name' });
    this.name.addEventListener('click', () => {
      actions.send({ type: 'open-bundle' });
    });
    for (const standing of COUNTED) {
      const { shape, word, tone } = MARKS[standing];
      const number = element('span', { class: 'figure' });
      const item = element(
        'li',
        { class: `count ${tone}`, 'data-testid': `count-${standing}` },
        element('span', { 'aria-hidden': 'true' }, shape),
        ' ',
        number,
        ` ${WORDS[standing] ?? word}`,
      );
      this.counts.set(standing, { item, number });
    }
    this.verdicts = element(
      'ul',
      { class: 'counts', 'aria-label': 'Tasks by verdict' },
      ...[...this.counts.values()].map(({ item }) => item),
      this.untargeted,
    );
    this.element = element(
      'header',
      { class: 'page-header' },
      element('div', { class: 'bundle' }, element('h1', {}, this.name), this.scope),
      this.verdicts,
      this.slices,
    );
  }

  update({ model: { state }, now }: Page): void {
    if (state === null) {
      setText(this.name, 'LaiRA');
      setShown(this.verdicts, false);
      return;
    }
    setText(this.name, state.bundle?.name ?? 'LaiRA');
    setAttribute(this.name, 'title', state.bundle === null ? null : `Open ${state.bundle.file}`);
    this.name.disabled = state.bundle === null;
    setText(this.scope, scopeText(state, now));
    const standings = state.runs.map(standingOf);
    for (const [standing, { item, number }] of this.counts) {
      const count = standings.filter((other) => other === standing).length;
      setText(number, String(count));
      item.classList.toggle('zero', count === 0);
    }
    const untargeted = standings.filter((standing) => standing === 'none').length;
    setText(this.untargeted, `${untargeted} without a target`);
    setShown(this.untargeted, untargeted > 0);
    setShown(this.verdicts, untargeted < standings.length);
    this.showSlices(
      state.slices.filter(({ state: at }) => at === 'starting' || at === 'running'),
      now,
    );
  }

  private showSlices(slices: readonly SliceView[], now: number): void {
    while (this.slices.children.length > slices.length) this.slices.lastElementChild?.remove();
    while (this.slices.children.length < slices.length) this.slices.append(sliceItem());
    for (const [i, slice] of slices.entries()) {
      const item = this.slices.children[i]!;
      const [number, name, left, length] = item.children;
      const hasBegun = now >= slice.from;
      setText(number!, `slice ${slice.slice} ·`);
      setText(name!, slice.name);
      const end = hasBegun ? slice.until : slice.from;
      setText(left!, formatCountdown(Math.ceil((end - now) / 1000)));
      const whole = formatCountdown((slice.until - slice.from) / 1000);
      setText(length!, hasBegun ? `of ${whole} left` : 'until it starts');
      setAttribute(item, 'title', `${slice.resource}, by ${slice.by}`);
    }
  }
}

function sliceItem(): HTMLElement {
  return element(
    'li',
    {},
    element('span', { class: 'quiet' }),
    element('strong'),
    element('span', { class: 'figure', role: 'timer' }),
    element('span', { class: 'quiet' }),
  );
}

/** `gpu:0 · 10 tasks · until 18:00`. */
function scopeText(state: MonitorState, now: number): string {
  const tasks = state.runs.flatMap(({ task }) => task ?? []);
  if (tasks.length === 0) return count(state.runs.length, 'run');
  const resources = [...new Set(tasks.map(({ resource }) => resource))].sort();
  const last = Math.max(...tasks.map(({ deadline }) => deadline));
  const shown =
    resources.length > 3
      ? `${resources.slice(0, 2).join(', ')} and ${resources.length - 2} more`
      : resources.join(', ');
  return [shown, count(tasks.length, 'task'), Number.isFinite(last) ? `until ${formatClock(last, now)}` : '']
    .filter((part) => part !== '')
    .join(' · ');
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

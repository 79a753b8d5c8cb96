import { formatSpan } from '../../../src/base/clock-format.js';
import type { RecommendationView, SliceView } from '../../../src/protocol/runs.js';
import { element, setAttribute, setShown, setText } from '../../shared/elements.js';
import { homeLook } from '../look/look.js';
import { makeSwatch } from '../look/swatch.js';
import type { Page } from '../page.js';
import { runColour } from '../../shared/theme.js';
import { layOutSlices, type SliceBar, type SlicesLayout } from './slices-layout.js';

/** Who had the machine, and who would have it next: one line a run, with the present as a thin rule. */
export class Slices {
  readonly element: HTMLElement;
  private readonly chart = element('div', { class: 'slices', role: 'img' });
  private readonly from = element('span', { class: 'figure quiet' });
  private readonly until = element('span', { class: 'figure quiet' });
  private shown = '';
  private looks: Page['looks'] | null = null;

  constructor() {
    this.element = element(
      'div',
      { class: 'slices-part' },
      element('h2', {}, 'Slices so far, and proposed'),
      this.chart,
      element('div', { class: 'slices-times' }, this.from, this.until),
    );
  }

  update(
    slices: readonly SliceView[],
    advice: RecommendationView | null,
    inForce: SliceView | null,
    page: Page,
  ): void {
    const layout = layOutSlices(slices, advice, inForce, page.now);
    setShown(this.element, layout.lines.length > 0);
    const [from, until] = formatSpan(layout.from, layout.until, page.now);
    setText(this.from, from);
    setText(this.until, until);
    // The present moves by less than a pixel in a second: the picture is made anew only where it would differ.
    const key = JSON.stringify(layout.lines) + (layout.present * 200).toFixed();
    if (key === this.shown && page.looks === this.looks) return;
    this.shown = key;
    this.looks = page.looks;
    setAttribute(this.chart, 'aria-label', spoken(layout, page.now));
    this.chart.replaceChildren(...drawLines(layout, page));
  }
}

function drawLines(layout: SlicesLayout, page: Page): HTMLElement[] {
  return layout.lines.map(({ run, name, bars }) => {
    const track = element('span', { class: 'track' });
    const look = page.looks.get(run) ?? homeLook(0);
    const mark = makeSwatch();
    mark.update(look);
    for (const bar of bars) track.append(drawBar(bar, runColour(look.colour), page.now));
    const present = element('span', { class: 'present' });
    present.style.left = `${layout.present * 100}%`;
    track.append(present);
    return element(
      'div',
      { class: 'slices-line' },
      element(
        'span',
        { class: 'slices-name' },
        mark.element,
        element('span', { class: 'name', title: name }, name),
      ),
      track,
    );
  });
}

function drawBar(bar: SliceBar, colour: string, now: number): HTMLElement {
  const drawn = element('span', {
    class: `slice ${bar.state}`,
    title: `Slice ${bar.slice}: ${formatSpan(bar.from, bar.until, now).join(' to ')}${
      bar.state === 'proposed' ? ', proposed' : bar.state === 'undone' ? ', undone' : ''
    }`,
  });
  drawn.style.left = `${bar.start * 100}%`;
  drawn.style.width = `${(bar.end - bar.start) * 100}%`;
  drawn.style.setProperty('--colour', colour);
  return drawn;
}

function spoken({ lines }: SlicesLayout, now: number): string {
  const bars = lines
    .flatMap(({ name, bars: own }) => own.map((bar) => ({ ...bar, name })))
    .sort((a, b) => a.from - b.from);
  return bars
    .map(({ name, from, until, state }) => {
      const what = state === 'proposed' ? `${name} proposed` : state === 'undone' ? `${name} undone` : name;
      return `${what} ${formatSpan(from, until, now).join(' to ')}`;
    })
    .join(', ');
}

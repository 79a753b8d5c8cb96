import type { PolicyOutcome, WhatIfAnswer } from '../../../src/protocol/analysis.js';
import { svgText } from '../../shared/chart/svg-text.js';
import { element, setAttribute, setText, svgElement } from '../../shared/elements.js';
import { onResize } from '../../shared/resize.js';
import { AXIS, LINE, layOutGantt, type GanttLayout } from './layout.js';
import { stretchesOf, type Stretch } from './stretches.js';
import { ganttSummary, momentText } from './summary.js';

/** Who had the machine when, under one policy, in the first continuation: a line a task, with its deadline. */
export class Gantt {
  readonly element: HTMLElement;
  private readonly picture = svgElement('svg', { role: 'img' });
  private readonly readout = element('span', { class: 'moment quiet' });
  private readonly stretches: readonly (readonly Stretch[])[];
  private readonly resting: string;

  constructor(
    private readonly answer: WhatIfAnswer,
    private readonly outcome: PolicyOutcome,
  ) {
    const { tasks } = answer;
    this.stretches = stretchesOf(outcome.slices, tasks.length);
    this.resting = `${outcome.successes[0] ?? 0} of ${tasks.length} reached`;
    setAttribute(this.picture, 'aria-label', ganttSummary(outcome, tasks, this.stretches));
    setText(this.readout, this.resting);
    const box = element('div', { class: 'gantt-tracks' }, this.picture);
    this.element = element(
      'figure',
      { class: 'gantt', 'data-testid': `gantt-${outcome.policy}` },
      element(
        'figcaption',
        {},
        element('strong', { title: outcome.description }, outcome.title),
        this.readout,
      ),
      element(
        'div',
        { class: 'gantt-names', 'aria-hidden': 'true' },
        ...tasks.map(({ name }) => element('span', { title: name }, name)),
      ),
      box,
    );
    this.element.style.setProperty('--line-height', `${LINE}px`);
    onResize(box, (width) => {
      this.draw(width);
    });
    this.picture.addEventListener('pointermove', (event) => {
      this.tellMoment(event);
    });
    this.picture.addEventListener('pointerleave', () => {
      setText(this.readout, this.resting);
    });
  }

  draw(width: number): void {
    const { tasks, horizon } = this.answer;
    const deadlines = tasks.map(({ deadline }) => deadline);
    const layout = layOutGantt(this.stretches, deadlines, this.outcome.reachedAt, horizon, width);
    setAttribute(this.picture, 'width', layout.width);
    setAttribute(this.picture, 'height', layout.height);
    this.picture.replaceChildren(...drawn(layout));
  }

  private tellMoment(event: PointerEvent): void {
    const { tasks, horizon } = this.answer;
    const box = this.picture.getBoundingClientRect();
    const line = Math.floor((event.clientY - box.top) / LINE);
    const task = tasks[line];
    const moment = ((event.clientX - box.left) / box.width) * horizon;
    setText(
      this.readout,
      task === undefined
        ? this.resting
        : momentText(task, this.stretches[line] ?? [], this.outcome.reachedAt[line] ?? NaN, moment),
    );
  }
}

function drawn({ width, height, lanes, ticks }: GanttLayout): SVGElement[] {
  const bottom = height - AXIS;
  return [
    ...ticks.map(({ x }) => svgElement('line', { class: 'guide', x1: x, x2: x, y1: 0, y2: bottom + 4 })),
    ...ticks.map(({ x, text }) => tickText(x, text, width, height)),
    ...lanes.flatMap(({ base, top, middle, bars, deadline, reached }) => [
      svgElement('line', { class: 'lane', x1: 0, x2: deadline, y1: base, y2: base }),
      svgElement('path', { class: 'slice-bars', d: bars }),
      svgElement('line', { class: 'deadline', x1: deadline, x2: deadline, y1: top + 2, y2: top + LINE - 2 }),
      ...(Number.isNaN(reached)
        ? []
        : [svgElement('circle', { class: 'reached', cx: reached, cy: middle, r: 4 })]),
    ]),
  ];
}

/** The outermost texts stay inside the picture. */
function tickText(x: number, text: string, width: number, height: number): SVGElement {
  const side = x < 10 ? 'tick' : x > width - 30 ? 'tick end' : 'tick middle';
  return svgText(text, { class: side, x, y: height - 5 });
}

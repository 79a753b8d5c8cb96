import { TextMeasure } from '../../shared/chart/text-measure.js';
import { element, setAttribute, setShown, setText, svgElement } from '../../shared/elements.js';
import { onResize } from '../../shared/resize.js';
import { fractionText } from '../../shared/share-text.js';
import { readTheme } from '../../shared/theme.js';
import { ToggleGroup } from '../../shared/toggles.js';
import type { Measure } from '../kept.js';
import type { Actions, AnswerPage } from '../page.js';
import { drawChart } from './drawing.js';
import { Legend } from './legend.js';
import { layOutChart, methodAt, shareAt, type ChartLayout } from './layout.js';
import { chartSummary, shareReadout } from './summary.js';

const MEASURES: readonly (readonly [id: Measure, label: string, title: string])[] = [
  ['median', 'Median', 'Half of the runs were closer than this'],
  ['mean', 'Mean', 'The mean over the runs: one run gone wrong shows'],
  ['p90', '90th percentile', 'Nine of ten runs were closer than this'],
];
const HEIGHT = 340;
/** Pixels within which the pointer means a line. */
const NEAR = 14;

/** How far off each method was against the share of the data that it had seen. */
export class ErrorChart {
  readonly element: HTMLElement;
  private readonly measures: ToggleGroup;
  private readonly shares: ToggleGroup;
  private readonly readout = element('p', { class: 'readout', 'data-testid': 'readout' });
  private readonly picture = svgElement('svg', { class: 'error-chart', role: 'img', 'data-testid': 'chart' });
  private readonly legend: Legend;
  private readonly textMeasure = new TextMeasure();
  private page: AnswerPage | null = null;
  private layout: ChartLayout | null = null;
  private width = 0;
  private hovered: number | null = null;
  private drawn = '';
  private drawnAnswer: unknown = null;

  constructor(private readonly actions: Actions) {
    this.measures = new ToggleGroup('Which error', (id) => {
      const found = MEASURES.find(([measure]) => measure === id);
      if (found !== undefined) actions.keep({ measure: found[0] });
    });
    this.measures.setToggles(MEASURES.map(([id, label, title]) => ({ id, label, title })));
    this.shares = new ToggleGroup('Share of the data to look at closely', (id) => {
      actions.keep({ fraction: Number(id) });
    });
    const box = element('div', { class: 'picture-box' }, this.picture);
    this.legend = new Legend(actions);
    this.element = element(
      'section',
      { class: 'error-part', 'aria-label': 'Chart of the errors by share of the data' },
      element(
        'div',
        { class: 'toolbar' },
        element('span', { class: 'toggles-label' }, 'Off by', this.measures.element),
        element('span', { class: 'toggles-label' }, 'from', this.shares.element),
      ),
      this.readout,
      box,
      this.legend.element,
    );
    onResize(box, (width) => {
      this.width = width;
      if (this.page !== null) this.update(this.page);
    });
    this.listen();
  }

  update(page: AnswerPage): void {
    this.page = page;
    const { measure, fraction, fractions, methods } = page;
    this.measures.setPressed((id) => id === measure);
    this.shares.setToggles(
      fractions.map((share) => ({
        id: String(share),
        label: fractionText(share),
        title: `Forecasts from ${fractionText(share)} of the data`,
      })),
    );
    this.shares.setPressed((id) => Number(id) === fraction);
    this.legend.update(page);
    this.draw(page, JSON.stringify([this.width, measure, methods]));
    this.showMoment(page);
  }

  private draw(page: AnswerPage, key: string): void {
    if (this.width === 0 || (key === this.drawn && this.drawnAnswer === page.answer)) return;
    this.drawn = key;
    this.drawnAnswer = page.answer;
    const theme = readTheme();
    const labels = Math.max(
      0,
      ...page.methods.map(({ title }) => this.textMeasure.width(title, true, theme)),
    );
    this.layout = layOutChart(page, { width: this.width, height: HEIGHT, labels, lineHeight: 17 });
    setAttribute(this.picture, 'width', this.width);
    setAttribute(this.picture, 'height', HEIGHT);
    setAttribute(this.picture, 'aria-label', chartSummary(page));
    this.picture.replaceChildren(...drawChart(this.layout));
    setShown(this.legend.element, !this.layout.isLabelled);
  }

  /** What changes with the pointer and with the chosen share: the readout, the mark, and which line stands out. */
  private showMoment(page: AnswerPage): void {
    const { highlighted } = page;
    const fraction = this.hovered ?? page.fraction;
    setText(this.readout, shareReadout(page, fraction));
    const mark = this.picture.querySelector('.share-mark');
    const x = this.layout?.shares.find((share) => share.fraction === fraction)?.x;
    if (mark !== null && x !== undefined) for (const end of ['x1', 'x2']) setAttribute(mark, end, x);
    for (const line of this.element.querySelectorAll('[data-method]')) {
      const isIt = line.getAttribute('data-method') === highlighted;
      line.classList.toggle('highlighted', isIt);
      line.classList.toggle('faded', highlighted !== null && !isIt);
    }
  }

  private listen(): void {
    this.picture.addEventListener('pointermove', (event) => {
      if (this.layout === null) return;
      const box = this.picture.getBoundingClientRect();
      const point = { x: event.clientX - box.left, y: event.clientY - box.top };
      this.hover(point.x > this.layout.right + 8 ? null : shareAt(this.layout, point.x));
      this.actions.highlight(methodAt(this.layout, point, NEAR));
    });
    this.picture.addEventListener('pointerleave', () => {
      this.hover(null);
      this.actions.highlight(null);
    });
    this.picture.addEventListener('click', () => {
      if (this.hovered !== null) this.actions.keep({ fraction: this.hovered });
    });
  }

  private hover(fraction: number | null): void {
    if (fraction === this.hovered) return;
    this.hovered = fraction;
    if (this.page !== null) this.showMoment(this.page);
  }
}

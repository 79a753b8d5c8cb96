import { counted } from '../../shared/counted.js';
import { arrange, element, setAttribute, setShown, setText } from '../../shared/elements.js';
import { scrollRegion } from '../../shared/scroll-region.js';
import { errorText, fractionText, shareText } from '../../shared/share-text.js';
import { columnHeading, figureCell, markBest, rowHeading } from '../../shared/table-parts.js';
import { judgeCoverage, type CoverageFinding } from '../coverage.js';
import { errorOf, leastErrors, rowOf, usualCost } from '../errors.js';
import type { Measure } from '../kept.js';
import type { Method } from '../methods.js';
import type { Actions, AnswerPage } from '../page.js';
import { costText } from './cost-text.js';
import { methodSwatch } from './method-swatch.js';

const ERRORS: readonly (readonly [measure: Measure, title: string, detail: string])[] = [
  ['median', 'Median', 'Half of the runs were closer than this'],
  ['mean', 'Mean', 'The mean error over the runs'],
  ['p90', '90th', 'Nine of ten runs were closer than this'],
];
const INTERVALS = [
  ['coverage80', 0.8, 'In 80 %', 'How often the 80 % interval held what came: it should be about 80 %'],
  ['coverage95', 0.95, 'In 95 %', 'How often the 95 % interval held what came: it should be about 95 %'],
] as const;
const COVERAGE_MARKS: Readonly<Record<CoverageFinding, readonly [shape: string, words: string]>> = {
  narrow: ['▼', 'too seldom: it is surer than it should be'],
  wide: ['▲', 'oftener than promised: it is more careful than it need be'],
  fair: ['', 'as promised, as far as so few runs can tell'],
};

interface Row {
  readonly element: HTMLElement;
  readonly cells: readonly HTMLElement[];
  readonly inForce: HTMLElement;
}

/** All figures of every method from one share of the data, the closest method first. */
export class MethodTable {
  readonly element: HTMLElement;
  private readonly title = element('h2');
  private readonly body = element('tbody');
  private readonly rows = new Map<string, Row>();

  constructor(private readonly actions: Actions) {
    const table = element(
      'table',
      { class: 'plain', 'data-testid': 'methods' },
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          columnHeading('Method', null),
          ...ERRORS.map(([, title, detail]) => columnHeading(title, detail, { class: 'figure' })),
          ...INTERVALS.map(([, , title, detail]) => columnHeading(title, detail, { class: 'figure' })),
          columnHeading('Cost', 'What one prediction usually costs', { class: 'figure' }),
        ),
      ),
      this.body,
    );
    this.element = element(
      'section',
      { class: 'methods-part' },
      this.title,
      scrollRegion('Figures of every method', table),
    );
  }

  update(page: AnswerPage): void {
    const { answer, methods, fraction, measure, highlighted } = page;
    setText(this.title, `From ${fractionText(fraction)} of the data, off by`);
    const order = methods
      .filter(({ name }) => rowOf(answer, name, fraction) !== undefined)
      .map((method) => ({ method, error: errorOf(rowOf(answer, method.name, fraction), measure) }))
      .sort((a, b) => a.error - b.error)
      .map(({ method }) => method);
    for (const [name, row] of this.rows) {
      if (order.some((method) => method.name === name)) continue;
      row.element.remove();
      this.rows.delete(name);
    }
    for (const method of order) this.updateRow(method, page);
    for (const [name, { element: row }] of this.rows)
      row.classList.toggle('highlighted', name === highlighted);
    arrange(
      this.body,
      order.flatMap(({ name }) => this.rows.get(name)?.element ?? []),
      null,
    );
  }

  private updateRow(method: Method, { answer, fraction }: AnswerPage): void {
    const { cells, inForce } = this.row(method);
    const row = rowOf(answer, method.name, fraction)!;
    setShown(inForce, method.inForce);
    ERRORS.forEach(([measure], i) => {
      const cell = cells[i]!;
      markBest(cell, false);
      setText(cell, errorText(row[measure]));
      setAttribute(cell, 'title', `over ${counted(row.runs, 'run')}`);
      markBest(cell, leastErrors(answer, fraction, measure).has(method.name));
    });
    INTERVALS.forEach(([field, promised], i) => {
      showCoverage(cells[ERRORS.length + i]!, row[field], promised, row.runs);
    });
    setText(cells.at(-1)!, costText(usualCost(answer, method.name)));
  }

  private row(method: Method): Row {
    const kept = this.rows.get(method.name);
    if (kept !== undefined) return kept;
    const inForce = element('span', { class: 'in-force-note quiet' }, ' · in force');
    const heading = rowHeading(method.title, method.description, methodSwatch(method));
    heading.append(inForce);
    const cells = Array.from({ length: ERRORS.length + INTERVALS.length + 1 }, () => figureCell('', null));
    const made = element('tr', { 'data-testid': `method-${method.name}` }, heading, ...cells);
    made.addEventListener('pointerenter', () => {
      this.actions.highlight(method.name);
    });
    made.addEventListener('pointerleave', () => {
      this.actions.highlight(null);
    });
    const row = { element: made, cells, inForce };
    this.rows.set(method.name, row);
    return row;
  }
}

function showCoverage(cell: HTMLElement, held: number | null, promised: number, runs: number): void {
  if (held === null || Number.isNaN(held)) {
    setText(cell, '–');
    setAttribute(cell, 'title', 'It gives no intervals');
    return;
  }
  const finding = judgeCoverage(held, promised, runs);
  const [shape, words] = COVERAGE_MARKS[finding];
  setText(cell, shape === '' ? shareText(held) : `${shape} ${shareText(held)}`);
  cell.classList.toggle('warning', finding === 'narrow');
  setAttribute(cell, 'title', `${Math.round(held * runs)} of ${runs}, ${words}`);
  if (finding !== 'fair') cell.append(element('span', { class: 'unseen' }, `, ${words}`));
}

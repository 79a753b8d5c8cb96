import type { AccuracyRow } from '../../../src/protocol/analysis.js';
import { counted } from '../../shared/counted.js';
import { element, setAttribute, setText } from '../../shared/elements.js';
import { scrollRegion } from '../../shared/scroll-region.js';
import { errorText, fractionText, shareText } from '../../shared/share-text.js';
import { columnHeading, figureCell, markBest, rowHeading } from '../../shared/table-parts.js';
import { errorOf, leastErrors, rowOf } from '../errors.js';
import type { Measure } from '../kept.js';
import type { Actions, AnswerPage } from '../page.js';
import { methodSwatch } from './method-swatch.js';

const TITLES: Readonly<Record<Measure, string>> = {
  median: 'Median error',
  mean: 'Mean error',
  p90: '90th percentile of the errors',
};

/** The errors of every method from every share of the data, with the best at each marked. */
export class ErrorTable {
  readonly element: HTMLElement;
  private readonly title = element('h2');
  private readonly table = element('table', { class: 'plain', 'data-testid': 'errors' });
  private readonly cells = new Map<string, HTMLElement>();
  private readonly headings = new Map<number, HTMLElement>();
  private shown = '';
  private shownAnswer: unknown = null;

  constructor(private readonly actions: Actions) {
    this.element = element(
      'section',
      { class: 'table-part' },
      this.title,
      scrollRegion('Errors by share of the data', this.table),
      element(
        'p',
        { class: 'quiet note' },
        element('span', { class: 'best-mark', 'aria-hidden': 'true' }),
        ' is the closest method from that share. Choose a share to see it run by run.',
      ),
    );
  }

  update(page: AnswerPage): void {
    const { answer, methods, fractions, fraction, measure } = page;
    const key = JSON.stringify([methods, fractions]);
    if (key !== this.shown || answer !== this.shownAnswer) {
      this.shown = key;
      this.shownAnswer = answer;
      this.build(page);
    }
    setText(this.title, `${TITLES[measure]}, by the share of the data that the method was shown`);
    for (const [share, heading] of this.headings) {
      setAttribute(heading.firstElementChild!, 'aria-pressed', String(share === fraction));
      heading.classList.toggle('chosen', share === fraction);
    }
    for (const share of fractions) {
      const least = leastErrors(answer, share, measure);
      for (const { name } of methods) {
        const cell = this.cells.get(`${name} ${share}`);
        if (cell === undefined) continue;
        markBest(cell, false);
        setText(cell, errorText(errorOf(rowOf(answer, name, share), measure)));
        markBest(cell, least.has(name));
        cell.classList.toggle('chosen', share === fraction);
      }
    }
  }

  private build({ answer, methods, fractions }: AnswerPage): void {
    this.cells.clear();
    this.headings.clear();
    const headings = fractions.map((fraction) => {
      const button = element(
        'button',
        { type: 'button', title: `See the forecasts from ${fractionText(fraction)} run by run` },
        fractionText(fraction),
      );
      const choose = (): void => {
        this.actions.keep({ fraction });
      };
      button.addEventListener('click', choose);
      const heading = element('th', { scope: 'col', class: 'figure' }, button);
      this.headings.set(fraction, heading);
      return heading;
    });
    const rows = methods.map((method) => {
      const cells = fractions.map((fraction) => {
        const row = rowOf(answer, method.name, fraction);
        const cell = figureCell('', row === undefined ? 'No run could be asked' : detailOf(row));
        cell.addEventListener('click', () => {
          this.actions.keep({ fraction });
        });
        this.cells.set(`${method.name} ${fraction}`, cell);
        return cell;
      });
      return element('tr', {}, rowHeading(method.title, method.description, methodSwatch(method)), ...cells);
    });
    this.table.replaceChildren(
      element('thead', {}, element('tr', {}, columnHeading('Method', null), ...headings)),
      element('tbody', {}, ...rows),
    );
  }
}

/** `DKF from 20 %, over 10 runs: median 14 %, mean 24 %, 90th percentile 58 %; its 80 % interval held 100 %`. */
function detailOf(row: AccuracyRow): string {
  const held = row.coverage80 === null ? '' : `; its 80 % interval held ${shareText(row.coverage80)}`;
  return `${row.title} from ${fractionText(row.fraction)}, over ${counted(row.runs, 'run')}: median ${errorText(row.median)}, mean ${errorText(row.mean)}, 90th percentile ${errorText(row.p90)}${held}`;
}

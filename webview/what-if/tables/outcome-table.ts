import { formatCount } from '../../../src/base/count-format.js';
import type { PolicyOutcome, WhatIfAnswer } from '../../../src/protocol/analysis.js';
import { counted } from '../../shared/counted.js';
import { element } from '../../shared/elements.js';
import { scrollRegion } from '../../shared/scroll-region.js';
import { shareText } from '../../shared/share-text.js';
import { columnHeading, figureCell, rowHeading } from '../../shared/table-parts.js';
import { boundText, reachedWithError } from '../mean-text.js';
import { rankedPolicies } from '../ranking.js';

/** What each policy would have won, the best first. */
export class OutcomeTable {
  readonly element: HTMLElement;
  private readonly table = element('table', { class: 'plain', 'data-testid': 'outcomes' });
  private shown: WhatIfAnswer | null = null;

  constructor() {
    this.element = element(
      'section',
      { class: 'answer-part' },
      element('h2', {}, 'Tasks that reach their targets'),
      scrollRegion('Tasks that reach their targets, by policy', this.table),
    );
  }

  update(answer: WhatIfAnswer): void {
    if (answer === this.shown) return;
    this.shown = answer;
    const heads = [
      columnHeading('Policy', null),
      columnHeading('On average', 'Mean over the continuations, with its standard error', {
        class: 'figure',
      }),
      element('td', {}),
      columnHeading('Of the best', 'Share of what knowing the future would bring', { class: 'figure' }),
      columnHeading('Switches', 'Times that the machine went to another task', { class: 'figure' }),
    ];
    this.table.replaceChildren(
      element('thead', {}, element('tr', {}, ...heads)),
      element(
        'tbody',
        {},
        ...rankedPolicies(answer).map((outcome) => rowFor(outcome, answer)),
        boundRow(answer),
      ),
    );
  }
}

function rowFor(outcome: PolicyOutcome, answer: WhatIfAnswer): HTMLElement {
  const { successes, meanSuccesses, meanSwitches, title, description } = outcome;
  const range = `From ${Math.min(...successes)} to ${Math.max(...successes)} over ${counted(successes.length, 'continuation')}`;
  return element(
    'tr',
    { 'data-testid': `outcome-${outcome.policy}` },
    rowHeading(title, description),
    figureCell(reachedWithError(outcome), range),
    element('td', { 'aria-hidden': 'true', title: range }, bar(meanSuccesses, answer)),
    figureCell(shareText(meanSuccesses / answer.meanOracle), null),
    figureCell(formatCount(Math.round(meanSwitches)), null),
  );
}

/** What no policy can know: the last row, to hold the others against. */
function boundRow(answer: WhatIfAnswer): HTMLElement {
  const row = element(
    'tr',
    { class: 'bound' },
    rowHeading('Best possible', 'The most tasks that could be finished if every curve were known'),
    figureCell(boundText(answer), null),
    element('td', { 'aria-hidden': 'true' }, bar(answer.meanOracle, answer)),
    figureCell('100 %', null),
    figureCell('', null),
  );
  return row;
}

function bar(value: number, { tasks, meanOracle }: WhatIfAnswer): HTMLElement {
  const percent = (of: number): string => `${Math.min(100, (100 * of) / Math.max(1, tasks.length))}%`;
  const fill = element('span', { class: 'fill' });
  fill.style.width = percent(value);
  const best = element('span', { class: 'best-possible' });
  best.style.left = percent(meanOracle);
  return element('span', { class: 'outcome-bar' }, element('span', { class: 'bar' }, fill), best);
}

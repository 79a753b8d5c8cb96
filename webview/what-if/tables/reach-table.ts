import { formatDuration } from '../../../src/base/duration.js';
import type { WhatIfAnswer } from '../../../src/protocol/analysis.js';
import { element } from '../../shared/elements.js';
import { scrollRegion } from '../../shared/scroll-region.js';
import { shareText } from '../../shared/share-text.js';
import { columnHeading, figureCell, rowHeading } from '../../shared/table-parts.js';
import { rankedPolicies } from '../ranking.js';

/** How often each task reaches its target under each policy. */
export class ReachTable {
  readonly element: HTMLElement;
  private readonly table = element('table', { class: 'plain reach', 'data-testid': 'reach' });
  private shown: WhatIfAnswer | null = null;

  constructor() {
    this.element = element(
      'section',
      { class: 'answer-part' },
      element('h2', {}, 'How often each task reaches its target'),
      scrollRegion('How often each task reaches its target, by policy', this.table),
    );
  }

  update(answer: WhatIfAnswer): void {
    if (answer === this.shown) return;
    this.shown = answer;
    const policies = rankedPolicies(answer);
    const rows = answer.tasks.map(({ name, deadline }, i) =>
      element(
        'tr',
        {},
        rowHeading(name, `${name}, deadline at ${formatDuration(deadline)}`),
        ...policies.map(({ title, reached }) => {
          const share = reached[i] ?? NaN;
          const cell = figureCell(shareText(share), `${name} by ${title}: ${shareText(share)}`);
          cell.style.setProperty('--heat', `${Number.isFinite(share) ? Math.round(share * 100) : 0}%`);
          return cell;
        }),
      ),
    );
    this.table.replaceChildren(
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          columnHeading('Task', null),
          ...policies.map(({ title, description }) => columnHeading(title, description, { class: 'figure' })),
        ),
      ),
      element('tbody', {}, ...rows),
    );
  }
}

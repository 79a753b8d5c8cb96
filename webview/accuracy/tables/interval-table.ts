import type { Offer } from '../../../src/protocol/analysis.js';
import type { IntervalView } from '../../../src/protocol/runs.js';
import { counted } from '../../shared/counted.js';
import { element, setShown, setText } from '../../shared/elements.js';
import { scrollRegion } from '../../shared/scroll-region.js';
import { shareText } from '../../shared/share-text.js';
import { columnHeading, figureCell, rowHeading } from '../../shared/table-parts.js';
import { methodsOf } from '../methods.js';
import { methodSwatch } from './method-swatch.js';

const HEADINGS = [
  ['80 % held', 'Outcomes inside the 80 % interval, were it as wide as public training logs ask for'],
  ['95 % held', 'Outcomes inside the 95 % interval, were it as wide as public training logs ask for'],
  ['Forecasts', 'Forecasts at 1.25 to 40 times the data whose moment has come'],
  ['80 % width', 'Times as wide as public logs ask for, from near forecasts to far ones'],
  ['95 % width', 'Times as wide as public logs ask for, from near forecasts to far ones'],
] as const;

/** How the intervals have held on the runs, and how wide they are made therefore. */
export class IntervalTable {
  readonly element: HTMLElement;
  private readonly table = element('table', { class: 'plain', 'data-testid': 'intervals' });
  private readonly note = element('p', { class: 'quiet note', 'data-testid': 'intervals-note' });
  private shown: Offer | null = null;

  constructor() {
    this.element = element(
      'section',
      { class: 'table-part', 'data-testid': 'intervals-part' },
      element('h2', {}, 'Intervals: how often they held on your runs, and how wide they are made'),
      scrollRegion('Intervals', this.table),
      this.note,
    );
  }

  update(offer: Offer | null): void {
    setShown(this.element, offer !== null && offer.intervals.length > 0);
    if (offer === this.shown) return;
    this.shown = offer;
    if (offer === null) return;
    const rows = methodsOf(offer).flatMap((method) => {
      const found = offer.intervals.find((row) => row.method === method.name);
      if (found === undefined) return [];
      const heading = rowHeading(method.title, method.description, methodSwatch(method));
      return element('tr', {}, heading, ...cellsOf(found, offer.calibrate));
    });
    this.table.replaceChildren(
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          columnHeading('Method', null),
          ...HEADINGS.map(([title, detail]) => columnHeading(title, detail, { class: 'figure' })),
        ),
      ),
      element('tbody', {}, ...rows),
    );
    setText(this.note, noteOf(offer));
  }
}

function cellsOf(row: IntervalView, calibrate: boolean): HTMLElement[] {
  const { scored, held80, held95, runs, factors80, factors95 } = row;
  const due = `${counted(scored, 'forecast')} of ${counted(runs, 'run')}`;
  return [
    figureCell(shareText(held80 / scored), `${held80} of ${due}`),
    figureCell(shareText(held95 / scored), `${held95} of ${due}`),
    figureCell(String(scored), due),
    figureCell(calibrate ? timesText(factors80) : '× 1', 'Near forecasts first'),
    figureCell(calibrate ? timesText(factors95) : '× 1', 'Near forecasts first'),
  ];
}

/** `× 0.9 to 1.3`, near forecasts first; `× 1.2` where both ends read alike. */
function timesText(factors: readonly number[]): string {
  const [near, far] = [factors[0] ?? NaN, factors.at(-1) ?? NaN].map((factor) => factor.toPrecision(2));
  return near === far ? `× ${near}` : `× ${near} to ${far}`;
}

function noteOf({ calibrate, intervals }: Offer): string {
  if (!calibrate)
    return 'They stay as wide as public training logs ask for: the setting laira.calibrateIntervals is off.';
  const runs = Math.max(0, ...intervals.map((row) => row.runs));
  return `Every run moves the widths a little towards what would have held 80 % and 95 % of its outcomes; here ${counted(runs, 'run')} did.`;
}

import type { Offer } from '../../../src/protocol/analysis.js';
import { element, setShown } from '../../shared/elements.js';
import { scrollRegion } from '../../shared/scroll-region.js';
import { errorText } from '../../shared/share-text.js';
import { columnHeading, figureCell, markBest, rowHeading } from '../../shared/table-parts.js';
import { methodsOf, type Method } from '../methods.js';
import { middleOf } from '../middle.js';
import { methodSwatch } from './method-swatch.js';

/** How far off the forecasts were that were made while the runs trained, and whose moment has come. */
export class LiveTable {
  readonly element: HTMLElement;
  private readonly table = element('table', { class: 'plain', 'data-testid': 'live' });
  private readonly none = element(
    'p',
    { class: 'quiet note' },
    'No forecast has come due yet. One made at some amount of data is held against what comes at twice as much.',
  );
  private readonly region: HTMLElement;
  private shown: Offer | null = null;

  constructor() {
    this.region = scrollRegion('Live scores', this.table);
    this.element = element(
      'section',
      { class: 'table-part', 'data-testid': 'live-part' },
      element('h2', {}, 'Live: off by, median over the forecasts whose moment has come'),
      this.region,
      this.none,
    );
  }

  update(offer: Offer | null): void {
    setShown(this.element, offer !== null && offer.live.length > 0);
    if (offer === this.shown) return;
    this.shown = offer;
    if (offer === null) return;
    const methods = methodsOf(offer).filter(({ judges }) => judges);
    const isAny = offer.live.some(({ errors }) => errors.some(({ error }) => !Number.isNaN(error)));
    setShown(this.region, isAny);
    setShown(this.none, !isAny);
    this.table.replaceChildren(
      element('thead', {}, element('tr', {}, columnHeading('Run', null), ...methods.map(heading))),
      element('tbody', {}, ...offer.live.map((run) => rowFor(run, methods))),
      element('tfoot', {}, rowFor(medianOf(offer.live, methods), methods)),
    );
  }
}

/** The middle of all runs' scores. */
function medianOf(live: Offer['live'], methods: readonly Method[]): Offer['live'][number] {
  const errors = methods.map(({ name, title }) => {
    const scores = live
      .flatMap((run) => run.errors.filter(({ method }) => method === name).map(({ error }) => error))
      .filter((error) => !Number.isNaN(error));
    return { method: name, title, error: middleOf(scores) };
  });
  return { name: 'Median of the runs', errors };
}

function heading(method: Method): HTMLElement {
  const made = columnHeading('', method.description, { class: 'figure' });
  made.append(methodSwatch(method), method.title);
  return made;
}

function rowFor({ name, errors }: Offer['live'][number], methods: readonly Method[]): HTMLElement {
  const known = errors.map(({ error }) => error).filter((error) => !Number.isNaN(error));
  const least = known.length === 0 ? undefined : errorText(Math.min(...known));
  const cells = methods.map((method) => {
    const error = errors.find((score) => score.method === method.name)?.error ?? NaN;
    const detail = Number.isNaN(error)
      ? 'No forecast has come due yet'
      : `${name}: ${method.title} was off by ${errorText(error)} while it trained`;
    const cell = figureCell(errorText(error), detail);
    markBest(cell, !Number.isNaN(error) && errorText(error) === least);
    return cell;
  });
  return element('tr', {}, rowHeading(name, null), ...cells);
}

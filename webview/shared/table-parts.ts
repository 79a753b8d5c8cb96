import { element, type Attributes } from './elements.js';

/** The heading of a column. */
export function columnHeading(
  title: string,
  detail: string | null,
  attributes: Attributes = {},
): HTMLElement {
  return element('th', { scope: 'col', title: detail, ...attributes }, title);
}

/** The heading of a row. */
export function rowHeading(title: string, detail: string | null, ...before: readonly Node[]): HTMLElement {
  return element('th', { scope: 'row', title: detail }, ...before, title);
}

/** A cell that holds a figure. */
export function figureCell(text: string, detail: string | null, attributes: Attributes = {}): HTMLElement {
  return element('td', { class: 'figure', title: detail, ...attributes }, text);
}

/** Tells that a figure is the best of those it is compared with: as a mark, in bold, and in words. */
export function markBest(cell: HTMLElement, isBest: boolean): void {
  if (cell.classList.contains('best') === isBest) return;
  cell.classList.toggle('best', isBest);
  if (isBest) cell.append(element('span', { class: 'unseen' }, ' (best)'));
  else cell.querySelector('.unseen')?.remove();
}

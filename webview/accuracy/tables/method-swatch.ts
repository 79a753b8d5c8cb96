import { element, svgElement } from '../../shared/elements.js';
import { runColour } from '../../shared/theme.js';
import { markerPath } from '../chart/marker.js';
import type { Method } from '../methods.js';

/** A piece of a method's line, as the chart draws it. */
export function methodSwatch({ colour, judges, dashes }: Method): HTMLElement {
  const made = svgElement(
    'svg',
    { width: 22, height: 10, viewBox: '0 0 22 10' },
    svgElement('path', { class: 'curve', d: 'M1 5H21', 'stroke-dasharray': dashes }),
  );
  const swatch = element(
    'span',
    { class: `method-swatch method-line${judges ? ' judges' : ''}`, 'aria-hidden': 'true' },
    made,
  );
  if (colour !== null) {
    swatch.style.setProperty('--colour', runColour(colour));
    made.append(svgElement('path', { class: 'marks', d: markerPath(colour, [{ x: 11, y: 5 }]) }));
  }
  return swatch;
}

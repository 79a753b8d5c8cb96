import { element, setAttribute, setStyle, svgElement } from '../../shared/elements.js';
import { runColour } from '../../shared/theme.js';
import type { Look } from './look.js';
import { markPath } from './mark-shape.js';

export interface Swatch {
  readonly element: HTMLElement;
  update(look: Look): void;
}

/** The mark of a run's line in its colour: a square where the line has none. */
export function makeSwatch(): Swatch {
  const path = svgElement('path', {});
  const made = element(
    'span',
    { class: 'swatch', 'aria-hidden': 'true' },
    svgElement('svg', { width: 12, height: 12, viewBox: '-6 -6 12 12' }, path),
  );
  return {
    element: made,
    update: ({ colour, mark }) => {
      setStyle(made, '--colour', runColour(colour));
      setAttribute(path, 'd', markPath(mark));
    },
  };
}

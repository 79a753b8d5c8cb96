import { element, setAttribute, setStyle } from '../shared/elements.js';
import { RUN_COLOURS, runColour } from '../shared/theme.js';

/** A small patch in a run's colour; where the palette begins anew, hollow and full alternate. */
export function makeSwatch(): { readonly element: HTMLElement; update(colour: number): void } {
  const made = element('span', { class: 'swatch', 'aria-hidden': 'true' });
  return {
    element: made,
    update: (colour) => {
      setStyle(made, '--colour', runColour(colour));
      const isHollow = Math.floor(colour / RUN_COLOURS) % 2 === 1;
      setAttribute(made, 'class', isHollow ? 'swatch hollow' : 'swatch');
    },
  };
}

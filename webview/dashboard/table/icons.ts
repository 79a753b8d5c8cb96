import { svgElement } from '../../shared/elements.js';

/** Small drawings for a row's actions, 16 by 16. */
const PATHS = {
  target: 'M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0 -11M8 5.5a2.5 2.5 0 1 0 0 5a2.5 2.5 0 0 0 0 -5',
  log: 'M3.5 4h9M3.5 8h9M3.5 12h5.5',
  why: 'M5.7 6a2.3 2.3 0 1 1 3.6 1.9c-.9 .6 -1.3 1 -1.3 2M8 12.4v.2',
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGElement {
  return svgElement(
    'svg',
    { viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' },
    svgElement('path', {
      d: PATHS[name],
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.3,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
    }),
  );
}

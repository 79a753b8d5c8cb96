import { element } from '../shared/elements.js';

/** How the figures came about, for those who never read about the methods. */
export function explanation(): HTMLElement {
  return element(
    'p',
    { class: 'explanation quiet' },
    'Each method was shown the first part of every log and asked for the loss at its latest report. ' +
      'Off by 6 % means that the forecast lay 6 % above or below what came.',
  );
}

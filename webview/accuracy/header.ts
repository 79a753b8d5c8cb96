import { formatClock } from '../../src/base/clock-format.js';
import { counted } from '../shared/counted.js';
import { element, setShown, setText } from '../shared/elements.js';
import { setDisabled, toolkitButton } from '../shared/toolkit-button.js';
import type { Model } from './model.js';

/** What the page is about, how much it rests on, and the way to have it looked at anew. */
export class Header {
  readonly element: HTMLElement;
  /** Has the runs looked back on again. */
  readonly again: HTMLElement;
  private readonly scope = element('span', { class: 'quiet' });

  constructor(lookBack: () => void) {
    this.again = toolkitButton('Look back again', { appearance: 'secondary', testId: 'again' }, lookBack);
    this.element = element(
      'header',
      { class: 'page-header' },
      element('h1', {}, 'How far to trust the forecasts'),
      this.scope,
      this.again,
    );
  }

  update({ offer, answer, answeredAt, work }: Model, now: number): void {
    const parts = offer === null ? [] : [counted(offer.runs, 'run'), counted(offer.methods.length, 'method')];
    if (answer !== null) parts.push(`looked back at ${formatClock(answeredAt, now)}`);
    setText(this.scope, parts.join(' · '));
    setShown(this.again, offer !== null && offer.runs > 0);
    setDisabled(this.again, work.state === 'running');
  }
}

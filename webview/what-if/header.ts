import { formatClock } from '../../src/base/clock-format.js';
import { counted } from '../shared/counted.js';
import { element, setText } from '../shared/elements.js';
import type { Model } from './model.js';

/** What the page is about, and what the answer shown rests on. */
export class Header {
  readonly element: HTMLElement;
  private readonly scope = element('span', { class: 'quiet' });

  constructor() {
    this.element = element('header', { class: 'page-header' }, element('h1', {}, 'What if'), this.scope);
  }

  update({ offer, answered }: Model, now: number): void {
    const parts = offer === null || offer.tasks === 0 ? [] : [counted(offer.tasks, 'task')];
    if (answered !== null) {
      const { seeds, switchCost } = answered.request;
      parts.push(counted(seeds, 'continuation'));
      if (switchCost > 0) parts.push(`${switchCost} s lost at a switch`);
      parts.push(`played at ${formatClock(answered.at, now)}`);
    }
    setText(this.scope, parts.join(' · '));
  }
}

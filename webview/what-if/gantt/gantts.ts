import type { WhatIfAnswer } from '../../../src/protocol/analysis.js';
import { element } from '../../shared/elements.js';
import { rankedPolicies } from '../ranking.js';
import { Gantt } from './gantt.js';

/** The allocation of every policy in the first continuation, the best policy first. */
export class Gantts {
  readonly element: HTMLElement;
  private readonly list = element('div', { class: 'gantts' });
  private shown: WhatIfAnswer | null = null;

  constructor() {
    this.element = element(
      'section',
      { class: 'answer-part' },
      element('h2', {}, 'Who had the machine when, in the first continuation'),
      element(
        'p',
        { class: 'quiet note' },
        'The height of a bar is the share of the machine. The upright mark is the deadline, the dot the moment when the target was reached.',
      ),
      this.list,
    );
  }

  update(answer: WhatIfAnswer): void {
    if (answer === this.shown) return;
    this.shown = answer;
    this.list.replaceChildren(...rankedPolicies(answer).map((outcome) => new Gantt(answer, outcome).element));
  }
}

import type { WhatIfAnswer } from '../../src/protocol/analysis.js';
import { element, setText } from '../shared/elements.js';
import { unbroken } from '../shared/share-text.js';
import { findingOf } from './finding.js';

const PLAN =
  'Each task is played through from its beginning: what it has logged as it was, then on to its deadline as its ' +
  'forecast says, with the luck drawn anew in every continuation. Every policy meets the same continuations.';

const RUNNING = 'It is being played through: the answer comes here.';

const NEXT_STEP = 'Choose the policies and press Run: the answer comes here.';

/** What would have been won, in words, and how that was found out. */
export class FindingView {
  readonly element: HTMLElement;
  private readonly headline = element('p', { class: 'headline', 'data-testid': 'headline' });
  private readonly text = element('p', { class: 'reason', 'data-testid': 'finding' });

  constructor() {
    this.element = element(
      'section',
      { class: 'finding', 'aria-label': 'Finding' },
      element('div', { 'aria-live': 'polite' }, this.headline, this.text),
      element('p', { class: 'explanation quiet' }, PLAN),
    );
  }

  /** @param inForce name of the policy that recommends slices */
  update(answer: WhatIfAnswer | null, inForce: string, isRunning: boolean): void {
    const finding = answer === null ? null : findingOf(answer, inForce);
    setText(this.headline, finding?.headline ?? 'What would another way of sharing the machine bring?');
    setText(this.text, unbroken(finding?.sentences.join(' ') ?? (isRunning ? RUNNING : NEXT_STEP)));
  }
}

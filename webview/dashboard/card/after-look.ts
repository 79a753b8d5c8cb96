import { AFTER_LOOK, sliceTitle } from '../../../src/protocol/advice-words.js';
import type { SliceAdvice } from '../../../src/protocol/runs.js';
import { element, setShown, setText } from '../../shared/elements.js';
import { setDisabled, toolkitButton } from '../../shared/toolkit-button.js';
import { emphasise } from './emphasise.js';
import { unbroken } from './unbroken.js';

/** What comes after a short look, and the way to have it at once. */
export class AfterLook {
  readonly element: HTMLElement;
  private readonly title = element('strong');
  private readonly reason = element('span');
  private readonly accept: HTMLElement;
  private shown: SliceAdvice | null = null;

  /** @param accepted told the run that gets the slice in place of the look */
  constructor(accepted: (run: string) => void) {
    this.accept = toolkitButton(
      'Accept this instead',
      { appearance: 'secondary', testId: 'accept-instead' },
      () => {
        if (this.shown !== null) accepted(this.shown.run);
      },
    );
    this.element = element(
      'div',
      { class: 'after-look', 'data-testid': 'after-look', hidden: true },
      element('p', {}, `${AFTER_LOOK}: `, this.title, '. ', this.reason),
      this.accept,
    );
  }

  /** @param names of all runs */
  update(slice: SliceAdvice | null, names: readonly string[]): void {
    setShown(this.element, slice !== null);
    if (slice !== null) {
      setText(this.title, unbroken(sliceTitle(slice)));
      if (slice.reason !== this.shown?.reason) {
        this.reason.replaceChildren(...emphasise(slice.reason, names));
      }
    }
    this.shown = slice;
  }

  setDisabled(isDisabled: boolean): void {
    setDisabled(this.accept, isDisabled);
  }
}

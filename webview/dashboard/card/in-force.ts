import { formatSpan } from '../../../src/base/clock-format.js';
import { formatDuration } from '../../../src/base/duration.js';
import type { SliceView } from '../../../src/protocol/runs.js';
import { element, setShown, setText } from '../../shared/elements.js';
import { setDisabled, toolkitButton } from '../../shared/toolkit-button.js';
import type { Actions, Page } from '../page.js';

/** The slice that holds the machine, or is about to: who trains when, and the way back while it has not begun. */
export class InForce {
  readonly element: HTMLElement;
  private readonly name = element('strong');
  private readonly until = element('span');
  private readonly undo: HTMLElement;
  private shown: SliceView | null = null;

  constructor(actions: Actions) {
    this.undo = toolkitButton('Undo', { appearance: 'secondary', testId: 'undo' }, () => {
      if (this.shown === null) return;
      actions.send({ type: 'undo', slice: this.shown.slice, resource: this.shown.resource });
    });
    this.element = element(
      'div',
      { class: 'now-training', 'data-testid': 'in-force' },
      element('p', {}, this.name, ' ', this.until),
      this.undo,
    );
  }

  update(slice: SliceView | null, { model, now }: Page): void {
    this.shown = slice;
    setShown(this.element, slice !== null);
    if (slice === null) return;
    setText(this.name, slice.name);
    const [from, until] = formatSpan(slice.from, slice.until, now);
    setText(this.until, now < slice.from ? `trains from ${from} until ${until}` : `trains until ${until}`);
    const { pending } = model;
    const isPending =
      pending?.type === 'undo' && pending.slice === slice.slice && pending.resource === slice.resource;
    const left = Math.ceil((slice.from - now) / 1000);
    setShown(this.undo, slice.state === 'starting');
    setDisabled(this.undo, isPending);
    setText(this.undo, isPending ? 'Undoing …' : left > 0 ? `Undo (${formatDuration(left)})` : 'Undo');
  }
}

import { element } from '../../shared/elements.js';
import type { Actions, AnswerPage } from '../page.js';
import { methodSwatch } from '../tables/method-swatch.js';

/** The names of the lines, where there is no room at their ends. The tables have them for those who do not see it. */
export class Legend {
  readonly element = element('ul', { class: 'legend', 'aria-hidden': 'true', hidden: true });
  private shown = '';

  constructor(private readonly actions: Actions) {
    this.element.addEventListener('pointerleave', () => {
      actions.highlight(null);
    });
  }

  /** Makes the entries anew only where the methods differ from those shown. */
  update({ methods }: AnswerPage): void {
    const key = JSON.stringify(methods);
    if (key === this.shown) return;
    this.shown = key;
    this.element.replaceChildren(
      ...methods.map((method) => {
        const { name, title, judges } = method;
        const entry = element('li', { 'data-method': name }, methodSwatch(method), title);
        entry.classList.toggle('judges', judges);
        entry.addEventListener('pointerenter', () => {
          this.actions.highlight(name);
        });
        return entry;
      }),
    );
  }
}

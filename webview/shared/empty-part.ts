import { element, setShown, setText } from './elements.js';

/** What a page says when it has nothing to show, and what to do about it. */
export interface Emptiness {
  readonly title: string;
  readonly text: string;
}

/** Stands in the place of an answer. */
export class EmptyPart {
  readonly element: HTMLElement;
  private readonly title = element('h2');
  private readonly text = element('p');

  constructor() {
    this.element = element(
      'section',
      { class: 'empty', 'data-testid': 'empty', hidden: true },
      this.title,
      this.text,
    );
  }

  update(emptiness: Emptiness | null): void {
    setShown(this.element, emptiness !== null);
    setText(this.title, emptiness?.title ?? '');
    setText(this.text, emptiness?.text ?? '');
  }
}

import { element, setAttribute, setShown, setText } from '../shared/elements.js';

let fields = 0;

/** A labelled field for a number, with what is wrong with it. */
export class NumberField {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly problem: HTMLElement;

  /** @param changed told the text as typed; @param entered called on Enter */
  constructor(label: string, changed: (text: string) => void, entered: () => void) {
    const id = `number-${fields++}`;
    this.input = element('input', { id, type: 'text', inputmode: 'decimal', autocomplete: 'off' });
    this.problem = element('span', { class: 'bad', id: `${id}-problem`, hidden: true });
    this.input.addEventListener('input', () => {
      changed(this.input.value);
    });
    this.input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') entered();
    });
    this.element = element(
      'div',
      { class: 'number-field' },
      element('label', { for: id }, label),
      this.input,
      this.problem,
    );
  }

  update(text: string, problem: string | null): void {
    if (this.input.value !== text) this.input.value = text;
    setAttribute(this.input, 'aria-invalid', problem === null ? null : 'true');
    setAttribute(this.input, 'aria-describedby', problem === null ? null : this.problem.id);
    setText(this.problem, problem ?? '');
    setShown(this.problem, problem !== null);
  }
}

import { element, setAttribute } from './elements.js';

export interface Toggle {
  readonly id: string;
  readonly label: string | Node;
  readonly title: string;
}

/** A group of small buttons, each pressed or not. */
export class ToggleGroup {
  readonly element: HTMLElement;
  private readonly buttons = new Map<string, HTMLButtonElement>();
  private shown = '';

  constructor(
    name: string,
    private readonly pressed: (id: string) => void,
  ) {
    this.element = element('div', { class: 'toggles', role: 'group', 'aria-label': name });
  }

  /** Makes the buttons anew only where they differ from those shown. */
  setToggles(toggles: readonly Toggle[]): void {
    const key = toggles.map(({ id, title }) => `${id}\n${title}`).join('\n\n');
    if (key === this.shown) return;
    this.shown = key;
    this.buttons.clear();
    for (const { id, label, title } of toggles) {
      const button = element('button', { type: 'button', title, 'aria-pressed': 'false' }, label);
      button.addEventListener('click', () => {
        this.pressed(id);
      });
      this.buttons.set(id, button);
    }
    this.element.replaceChildren(...this.buttons.values());
  }

  setPressed(isPressed: (id: string) => boolean): void {
    for (const [id, button] of this.buttons) setAttribute(button, 'aria-pressed', String(isPressed(id)));
  }

  setDisabled(id: string, disabled: boolean): void {
    const button = this.buttons.get(id);
    if (button !== undefined && button.disabled !== disabled) button.disabled = disabled;
  }
}

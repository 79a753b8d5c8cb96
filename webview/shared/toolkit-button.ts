import { element, setAttribute } from './elements.js';

/** A button of the toolkit. */
export function toolkitButton(
  label: string,
  look: { readonly appearance: 'primary' | 'secondary'; readonly testId?: string; readonly title?: string },
  clicked: () => void,
): HTMLElement {
  const button = element('vscode-button', {
    appearance: look.appearance,
    'data-testid': look.testId ?? null,
    title: look.title ?? null,
  });
  button.textContent = label;
  button.addEventListener('click', () => {
    if (!button.hasAttribute('disabled')) clicked();
  });
  return button;
}

export function setDisabled(button: HTMLElement, disabled: boolean): void {
  setAttribute(button, 'disabled', disabled ? '' : null);
}

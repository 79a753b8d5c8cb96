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
    if (!isDisabled(button)) clicked();
  });
  return button;
}

/** A button that has the focus keeps it: who works with the keyboard must not begin at the top of the page again. */
export function setDisabled(button: HTMLElement, disabled: boolean): void {
  const hasFocus = button === document.activeElement && !button.hasAttribute('disabled');
  setAttribute(button, 'disabled', disabled && !hasFocus ? '' : null);
  setAttribute(button, 'aria-disabled', disabled && hasFocus ? 'true' : null);
}

export function isDisabled(button: HTMLElement): boolean {
  return button.hasAttribute('disabled') || button.getAttribute('aria-disabled') === 'true';
}

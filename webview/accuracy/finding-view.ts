import { element, setAttribute, setShown, setText } from '../shared/elements.js';
import { unbroken } from '../shared/share-text.js';
import { toolkitButton } from '../shared/toolkit-button.js';
import { findingOf } from './finding.js';
import type { Actions, AnswerPage } from './page.js';

/** The answer in words, and who makes the verdicts. */
export class FindingView {
  readonly element: HTMLElement;
  private readonly headline = element('p', { class: 'headline', 'data-testid': 'headline' });
  private readonly text = element('p', { class: 'reason', 'data-testid': 'finding' });
  private readonly inForce = element('span', { class: 'quiet', 'data-testid': 'in-force' });
  private readonly buttons = new Map<string, HTMLElement>();
  private readonly row = element('div', { class: 'buttons' }, this.inForce);

  constructor(private readonly actions: Actions) {
    this.element = element(
      'section',
      { class: 'finding', 'aria-label': 'Finding' },
      element('div', { 'aria-live': 'polite' }, this.headline, this.text),
      this.row,
    );
  }

  update({ answer, methods, fraction }: AnswerPage): void {
    const finding = findingOf(answer, methods, fraction);
    const own = methods.find((method) => method.inForce);
    setText(this.headline, finding?.headline ?? 'No forecast to look back on');
    setText(this.text, unbroken(finding?.sentences.join(' ') ?? ''));
    setText(this.inForce, own === undefined ? '' : `${own.title} makes the verdicts.`);
    for (const { name, title, judges, inForce, description } of methods) {
      if (!judges) continue;
      const button = this.button(name, title, description);
      setShown(button, !inForce);
      setAttribute(button, 'appearance', finding?.better === name ? 'primary' : 'secondary');
    }
  }

  private button(name: string, title: string, description: string): HTMLElement {
    const kept = this.buttons.get(name);
    if (kept !== undefined) return kept;
    const made = toolkitButton(
      `Use ${title} for verdicts`,
      { appearance: 'secondary', testId: `use-${name}`, title: description },
      () => {
        this.actions.useMethod(name);
      },
    );
    this.buttons.set(name, made);
    this.row.append(made);
    return made;
  }
}

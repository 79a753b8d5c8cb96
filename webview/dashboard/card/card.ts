import type { MonitorState } from '../../../src/protocol/runs.js';
import { arrange, element, setShown, setText } from '../../shared/elements.js';
import { toolkitButton } from '../../shared/toolkit-button.js';
import type { Actions, Page } from '../page.js';
import { ResourceCard } from './resource-card.js';
import { resourcesOf, resourceView } from './resource-view.js';

/** Who gets the machine next and why: a card for every resource, or what is missing for advice. */
export class Card {
  readonly element: HTMLElement;
  private readonly cards = new Map<string, ResourceCard>();
  private readonly none: HTMLElement;
  private readonly noneTitle = element('h2', { class: 'headline' });
  private readonly noneText = element('p');
  private readonly setTarget: HTMLElement;
  private readonly openBundle: HTMLElement;
  private page: Page | null = null;

  constructor(private readonly actions: Actions) {
    this.setTarget = toolkitButton('Set target and deadline', { appearance: 'primary' }, () => {
      const run = this.runToTarget();
      if (run !== undefined) actions.send({ type: 'set-target', run });
    });
    this.openBundle = toolkitButton('Open bundle', { appearance: 'secondary' }, () => {
      actions.send({ type: 'open-bundle' });
    });
    this.none = element(
      'div',
      { class: 'resource-card' },
      this.noneTitle,
      this.noneText,
      element('div', { class: 'buttons' }, this.setTarget, this.openBundle),
    );
    this.element = element('aside', { class: 'card', 'aria-label': 'Next slice' }, this.none);
  }

  update(page: Page): void {
    this.page = page;
    const { state } = page.model;
    if (state === null) return;
    const resources = resourcesOf(state);
    for (const [resource, card] of this.cards) {
      if (resources.includes(resource)) continue;
      card.element.remove();
      this.cards.delete(resource);
    }
    const shown = resources.map((resource) => {
      const card = this.cards.get(resource) ?? new ResourceCard(resource, this.actions);
      this.cards.set(resource, card);
      card.update(page, resourceView(state, resource), resources.length > 1);
      return card.element;
    });
    arrange(this.element, shown, null);
    setShown(this.none, resources.length === 0);
    if (resources.length === 0) this.showNone(state);
  }

  private showNone(state: MonitorState): void {
    const hasTasks = state.runs.some(({ task }) => task !== null);
    setText(this.noneTitle, hasTasks ? 'No advice now' : 'No targets yet');
    setText(
      this.noneText,
      hasTasks
        ? 'No task is waiting for the machine: each is reached, over, or not begun.'
        : 'Give a run a target loss and a deadline. LaiRA then tells whether it gets there, and which run should have the machine next.',
    );
    setShown(this.setTarget, !hasTasks && state.runs.length > 0);
    setShown(this.openBundle, state.bundle !== null);
  }

  /** The run that the person is at, else the selected one, else the first. */
  private runToTarget(): string | undefined {
    return this.page?.highlighted ?? this.page?.selected[0] ?? this.page?.order[0];
  }
}

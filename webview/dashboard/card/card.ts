import type { MonitorState, RunView } from '../../../src/protocol/runs.js';
import { arrange, element, setAttribute, setShown, setText } from '../../shared/elements.js';
import { toolkitButton } from '../../shared/toolkit-button.js';
import type { Actions, Page } from '../page.js';
import { ResourceCard } from './resource-card.js';
import { resourcesOf, resourceView } from './resource-view.js';

const LONGEST = 24;

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
      if (run !== undefined) actions.send({ type: 'set-target', run: run.id });
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
    const run = this.runToTarget();
    setText(
      this.setTarget,
      run === undefined ? 'Set target and deadline' : `Set target of ${shortened(run.name)}…`,
    );
    setAttribute(this.setTarget, 'title', run === undefined ? null : `Target and deadline of ${run.name}`);
  }

  private showNone(state: MonitorState): void {
    const hasTasks = state.runs.some(({ task }) => task !== null);
    setText(this.noneTitle, hasTasks ? 'No advice now' : 'No targets yet');
    setText(
      this.noneText,
      hasTasks
        ? 'No task is waiting for the machine: each is reached, over, or not begun.'
        : 'Give a run a target loss and a deadline. LaiRA then tells whether it gets there, and which run should have the machine next. Every row of the table has a way to set them.',
    );
    setShown(this.setTarget, !hasTasks && state.runs.length > 0);
    setShown(this.openBundle, state.bundle !== null);
  }

  /** The run that the person selected last, else the first that is selected for them, else the first. */
  private runToTarget(): RunView | undefined {
    if (this.page === null) return undefined;
    const { model, choices, selected, order } = this.page;
    const id = (choices.selected === null ? selected[0] : selected.at(-1)) ?? order[0];
    return model.state?.runs.find((run) => run.id === id);
  }
}

/** A button has no room for the longest names. */
function shortened(name: string): string {
  return name.length > LONGEST ? `…${name.slice(1 - LONGEST)}` : name;
}

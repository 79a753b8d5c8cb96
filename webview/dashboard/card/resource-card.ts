import { formatSpan } from '../../../src/base/clock-format.js';
import { adviceTitle } from '../../../src/protocol/advice-words.js';
import type { RecommendationView } from '../../../src/protocol/runs.js';
import { element, setShown, setText } from '../../shared/elements.js';
import { setDisabled, toolkitButton } from '../../shared/toolkit-button.js';
import type { Actions, Page } from '../page.js';
import type { PendingIntent } from '../pending.js';
import { AfterLook } from './after-look.js';
import { emphasise } from './emphasise.js';
import { InForce } from './in-force.js';
import { Queue } from './queue.js';
import type { ResourceView } from './resource-view.js';
import { Slices } from './slices.js';
import { unbroken } from './unbroken.js';

/** The advice for one resource: a sentence with its numbers, the queue behind it, and the slices around it. */
export class ResourceCard {
  readonly element: HTMLElement;
  private readonly inForce: InForce;
  private readonly advice: HTMLElement;
  private readonly later = element('p', { class: 'quiet' }, 'The next advice comes when this slice ends.');
  private readonly kicker = element('h2');
  private readonly title = element('p', { class: 'headline' });
  private readonly reason = element('p', { class: 'reason' });
  private readonly accept: HTMLElement;
  private readonly give: HTMLElement;
  private readonly skip: HTMLElement;
  private readonly afterLook: AfterLook;
  private readonly confirm: HTMLElement;
  private readonly cancel: HTMLElement;
  private readonly why: HTMLElement;
  private readonly progress = element('p', { class: 'quiet', role: 'status' });
  private readonly queue: Queue;
  private readonly slices = new Slices();
  private readonly choosing: HTMLElement;
  private readonly deciding: HTMLElement;
  /** The advice for which another run is being chosen; null when none is. */
  private choosingFor: string | null = null;
  private shown: RecommendationView | null = null;
  private shownReason = '';

  constructor(
    private readonly resource: string,
    private readonly actions: Actions,
  ) {
    this.inForce = new InForce(actions);
    this.accept = toolkitButton('Accept', { appearance: 'primary', testId: 'accept' }, () => {
      this.sendAccept(this.shown?.run, '');
    });
    this.give = toolkitButton(
      'Give it to another…',
      { appearance: 'secondary', testId: 'give-to-another' },
      () => {
        this.choose(this.shown?.id ?? null);
        this.queue.focus();
      },
    );
    this.skip = toolkitButton('Skip', { appearance: 'secondary', testId: 'skip' }, () => {
      if (this.shown !== null) actions.send({ type: 'skip', recommendation: this.shown.id });
    });
    this.afterLook = new AfterLook((run) => {
      this.sendAccept(run, '');
    });
    this.why = element('vscode-text-field', { placeholder: 'Reason (optional)', 'aria-label': 'Reason' });
    this.confirm = toolkitButton('Give slice', { appearance: 'primary', testId: 'confirm-give' }, () => {
      this.sendAccept(this.queue.chosen(), fieldText(this.why));
    });
    this.cancel = toolkitButton('Cancel', { appearance: 'secondary' }, () => {
      this.leaveChoice();
    });
    this.queue = new Queue((run) => {
      setDisabled(this.confirm, run === undefined);
    });
    this.deciding = element(
      'div',
      { class: 'deciding' },
      element('div', { class: 'buttons' }, this.accept, this.give, this.skip),
      this.afterLook.element,
    );
    this.choosing = element(
      'div',
      { class: 'choosing', hidden: true },
      this.why,
      element('div', { class: 'buttons' }, this.confirm, this.cancel),
    );
    this.advice = element(
      'div',
      { class: 'advice' },
      this.kicker,
      this.title,
      this.reason,
      this.deciding,
      this.progress,
      this.queue.element,
      this.choosing,
    );
    this.element = element(
      'div',
      { class: 'resource-card', tabindex: -1 },
      this.inForce.element,
      this.later,
      this.advice,
      this.slices.element,
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.choosingFor !== null) this.leaveChoice();
      if (event.key === 'Enter' && event.target === this.why) {
        event.preventDefault();
        this.confirm.click();
      }
    });
  }

  /** @param isNamed whether the card must name its resource, because there are others */
  update(page: Page, { advice, inForce, slices }: ResourceView, isNamed: boolean): void {
    const { now } = page;
    this.inForce.update(inForce, page);
    this.slices.update(slices, advice, inForce, page);
    // Who accepted with the keyboard stays at this card; who is elsewhere in the editor, there.
    if (advice === null && document.hasFocus() && this.advice.contains(document.activeElement))
      this.element.focus();
    setShown(this.advice, advice !== null);
    setShown(this.later, advice === null && inForce !== null);
    this.shown = advice;
    if (advice === null) {
      this.choose(null);
      return;
    }
    // A choice was made for the advice that was on the page: another one starts anew.
    if (this.choosingFor !== null && this.choosingFor !== advice.id) this.choosingFor = advice.id;
    setText(this.kicker, isNamed ? `Next slice of ${this.resource}` : 'Next slice');
    setText(this.title, titleOf(advice));
    const names = (page.model.state?.runs ?? []).map((run) => run.name);
    this.showReason(advice, names);
    this.afterLook.update(advice.afterLook, names);
    this.queue.update(advice, page, this.choosingFor !== null);
    this.showPending(page.model.pending, advice);
    setShown(
      this.give,
      advice.alternatives.some(({ run }) => run !== advice.run),
    );
    this.title.title = `Slice ${advice.slice}, about ${formatSpan(now, now + advice.length * 1000, now).join(' to ')}`;
  }

  private showReason(advice: RecommendationView, names: readonly string[]): void {
    if (advice.reason === this.shownReason) return;
    this.shownReason = advice.reason;
    this.reason.replaceChildren(...emphasise(advice.reason, names));
  }

  private showPending(pending: PendingIntent | null, advice: RecommendationView): void {
    const isMine = pending !== null && pending.type !== 'undo' && pending.recommendation === advice.id;
    for (const button of [this.accept, this.give, this.skip, this.cancel]) setDisabled(button, isMine);
    this.afterLook.setDisabled(isMine);
    setDisabled(this.confirm, isMine || this.queue.chosen() === undefined);
    setText(this.progress, isMine ? (pending.type === 'accept' ? 'Accepting …' : 'Skipping …') : '');
    setShown(this.progress, isMine);
    setShown(this.deciding, this.choosingFor === null);
    setShown(this.choosing, this.choosingFor !== null);
  }

  private sendAccept(run: string | undefined, reason: string): void {
    if (this.shown === null || run === undefined) return;
    this.actions.send({ type: 'accept', recommendation: this.shown.id, run, reason });
    if (this.choosingFor !== null) this.choose(null);
  }

  private leaveChoice(): void {
    this.choose(null);
    this.give.focus();
  }

  private choose(advice: string | null): void {
    if (this.choosingFor === advice) return;
    this.choosingFor = advice;
    setShown(this.deciding, advice === null);
    setShown(this.choosing, advice !== null);
    this.queue.setChoosing(advice !== null);
    setDisabled(this.confirm, this.queue.chosen() === undefined);
    (this.why as HTMLElement & { value: string }).value = '';
  }
}

function fieldText(field: HTMLElement): string {
  return (field as HTMLElement & { readonly value: string }).value.trim();
}

/** A sentence begins with a capital; a run's name stays as it is. */
function titleOf(advice: RecommendationView): string {
  const title = unbroken(adviceTitle(advice));
  return advice.afterLook === null ? title : title.charAt(0).toUpperCase() + title.slice(1);
}

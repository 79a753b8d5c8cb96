import type { Offer } from '../../src/protocol/analysis.js';
import { element, setAttribute, setShown, setText } from '../shared/elements.js';
import { isDisabled, setDisabled, toolkitButton } from '../shared/toolkit-button.js';
import type { Choices } from './kept.js';
import { NumberField } from './number-field.js';
import { problemsOf } from './request.js';

/** What a person can ask of the form. */
export interface FormActions {
  choose(changed: Partial<Choices>): void;
  run(): void;
}

/** Which policies are played through, how often, and at what cost. */
export class Form {
  readonly element: HTMLElement;
  /** Has the policies played through. */
  readonly button: HTMLElement;
  private readonly list = element('div', { class: 'policies', role: 'group', 'aria-label': 'Policies' });
  private readonly boxes = new Map<string, HTMLInputElement>();
  private readonly policyProblem = element('p', { class: 'bad', id: 'policy-problem', hidden: true });
  private readonly continuations: NumberField;
  private readonly switchCost: NumberField;
  private readonly method = element('p', { class: 'quiet' });
  private readonly policies: HTMLDetailsElement;
  private readonly policyCount = element('span', { class: 'quiet' });
  private readonly notes = new Map<string, HTMLElement>();
  private shown: Offer['policies'] | null = null;

  constructor(private readonly actions: FormActions) {
    const run = (): void => {
      if (!isDisabled(this.button)) actions.run();
    };
    this.continuations = new NumberField(
      'Continuations',
      (text) => {
        actions.choose({ continuations: text });
      },
      run,
    );
    this.switchCost = new NumberField(
      'Seconds lost at a switch',
      (text) => {
        actions.choose({ switchCost: text });
      },
      run,
    );
    this.button = toolkitButton('Run', { appearance: 'primary', testId: 'run' }, run);
    // Where the answer stands below the form, its descriptions would push it far down.
    const isOpen = !matchMedia('(max-width: 820px)').matches;
    this.policies = element(
      'details',
      { class: 'policies-part', open: isOpen },
      element('summary', {}, 'Policies ', this.policyCount),
      this.policyProblem,
      this.list,
    );
    this.element = element(
      'div',
      { class: 'form' },
      element('div', { class: 'run-row' }, this.button, this.method),
      this.continuations.element,
      this.switchCost.element,
      this.policies,
    );
  }

  update(offer: Offer, choices: Choices, isRunning: boolean): void {
    const problems = problemsOf(choices, offer);
    this.build(offer.policies);
    for (const [name, box] of this.boxes) box.checked = choices.policies.includes(name);
    for (const [name, note] of this.notes) setShown(note, name === offer.policy);
    setText(this.policyCount, `${this.chosen().length} of ${offer.policies.length}`);
    setText(this.policyProblem, problems.policies ?? '');
    setShown(this.policyProblem, problems.policies !== null);
    setAttribute(this.list, 'aria-describedby', problems.policies === null ? null : 'policy-problem');
    this.continuations.update(choices.continuations, problems.continuations);
    this.switchCost.update(choices.switchCost, problems.switchCost);
    const title = offer.methods.find(({ name }) => name === offer.method)?.title ?? offer.method;
    setText(this.method, `The runs go on as ${title} forecasts.`);
    const isWrong = Object.values(problems).some((problem) => problem !== null);
    setDisabled(this.button, isRunning || isWrong);
  }

  /** Makes the boxes anew only where other policies are on offer. */
  private build(policies: Offer['policies']): void {
    if (JSON.stringify(policies) === JSON.stringify(this.shown)) return;
    this.shown = policies;
    this.boxes.clear();
    this.notes.clear();
    this.list.replaceChildren(
      ...policies.map(({ name, title, description }) => {
        const id = `policy-${name}`;
        const box = element('input', { type: 'checkbox', id, 'aria-describedby': `${id}-text` });
        box.addEventListener('change', () => {
          this.actions.choose({ policies: this.chosen() });
        });
        this.boxes.set(name, box);
        const note = element('span', { class: 'quiet' }, ' · recommends now');
        this.notes.set(name, note);
        return element(
          'div',
          { class: 'policy' },
          box,
          element('label', { for: id }, title, note),
          element('p', { class: 'quiet', id: `${id}-text` }, description),
        );
      }),
    );
  }

  private chosen(): string[] {
    return [...this.boxes].filter(([, box]) => box.checked).map(([name]) => name);
  }
}

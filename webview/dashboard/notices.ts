import type { ProblemView } from '../../src/protocol/runs.js';
import { element, setShown } from '../shared/elements.js';
import { toolkitButton } from '../shared/toolkit-button.js';
import type { Actions, Page } from './page.js';

/** Problems shown one by one; the rest is a number. */
const LISTED = 4;

/** What stands in the way: a monitor that broke off, an intent that failed, problems of the bundle, folders that cannot be read. */
export class Notices {
  readonly element: HTMLElement;
  private readonly failure: HTMLElement;
  private readonly failureText = element('p');
  private readonly outage: HTMLElement;
  private readonly outageText = element('p');
  private readonly bundle: HTMLElement;
  private readonly bundleList = element('ul');
  private readonly others: HTMLElement;
  private readonly othersList = element('ul');
  private shown = '';

  constructor(actions: Actions) {
    this.failure = element(
      'div',
      { class: 'notice bad', role: 'alert', 'data-testid': 'failure', hidden: true },
      this.failureText,
      toolkitButton('Dismiss', { appearance: 'secondary' }, () => {
        actions.dismissFailure();
      }),
    );
    this.outage = element(
      'div',
      { class: 'notice bad', role: 'alert', 'data-testid': 'outage', hidden: true },
      this.outageText,
      toolkitButton('Restart now', { appearance: 'secondary', testId: 'restart' }, () => {
        actions.send({ type: 'restart' });
      }),
    );
    this.bundle = element(
      'div',
      { class: 'notice warning', role: 'status', 'data-testid': 'bundle-problems', hidden: true },
      this.bundleList,
      toolkitButton('Open bundle', { appearance: 'secondary' }, () => {
        actions.send({ type: 'open-bundle' });
      }),
    );
    this.others = element('div', { class: 'notice warning', role: 'status', hidden: true }, this.othersList);
    this.element = element('div', {}, this.outage, this.failure, this.bundle, this.others);
  }

  update({ model: { state, failure, outage } }: Page): void {
    const bundle = state?.bundle?.problems ?? [];
    const others = state?.problems ?? [];
    const key = JSON.stringify([outage, failure, bundle, others]);
    if (key === this.shown) return;
    this.shown = key;
    this.outageText.textContent = outage ?? '';
    setShown(this.outage, outage !== null);
    this.failureText.textContent = failure ?? '';
    setShown(this.failure, failure !== null);
    fill(this.bundleList, bundle);
    setShown(this.bundle, bundle.length > 0);
    fill(this.othersList, others);
    setShown(this.others, others.length > 0);
  }
}

function fill(list: HTMLElement, problems: readonly ProblemView[]): void {
  const items = problems.slice(0, LISTED).map((problem) => element('li', {}, problemText(problem)));
  if (problems.length > LISTED) items.push(element('li', {}, `and ${problems.length - LISTED} more`));
  list.replaceChildren(...items);
}

/** `laira.json, line 12: …`; a path is told by its last part. */
export function problemText({ file, line, message }: ProblemView): string {
  const name = file.split(/[\\/]/).at(-1) ?? file;
  const place = line === undefined ? name : `${name}, line ${line}`;
  return message.includes(name) ? message : `${place}: ${message}`;
}

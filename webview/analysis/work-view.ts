import { element, setShown, setText } from '../shared/elements.js';
import { toolkitButton } from '../shared/toolkit-button.js';
import type { Work } from './work.js';

/** How far the work is, with a way to stop it; or why there is no answer. */
export class WorkView {
  readonly element: HTMLElement;
  private readonly running: HTMLElement;
  private readonly bar: HTMLProgressElement;
  private readonly share = element('span', { class: 'figure' });
  private readonly failure = element('p', { class: 'notice bad', role: 'alert', 'data-testid': 'failure' });
  private readonly failureText = element('span');
  private readonly cancel: HTMLElement;
  private readonly cancelled: HTMLElement;

  /**
   * @param doing what is being done, as a short clause
   * @param starter the button that starts it: who was at Cancel when the work ended is led there
   */
  constructor(
    doing: string,
    cancel: () => void,
    private readonly starter: HTMLElement,
  ) {
    this.cancel = toolkitButton('Cancel', { appearance: 'secondary', testId: 'cancel' }, cancel);
    this.bar = element('progress', { max: 1, 'aria-label': doing });
    this.running = element(
      'div',
      { class: 'work', 'data-testid': 'progress' },
      element('span', {}, doing),
      this.bar,
      this.share,
      this.cancel,
    );
    this.failure.append(this.failureText);
    this.cancelled = element('p', { class: 'work quiet', role: 'status' }, 'Cancelled.');
    this.element = element('div', {}, this.running, this.failure, this.cancelled);
  }

  update(work: Work): void {
    if (work.state !== 'running' && document.activeElement === this.cancel) this.leaveCancel();
    setShown(this.running, work.state === 'running');
    setShown(this.failure, work.state === 'failed');
    setShown(this.cancelled, work.state === 'cancelled');
    if (work.state === 'failed') setText(this.failureText, work.message);
    if (work.state !== 'running') return;
    this.bar.value = work.share;
    setText(this.share, `${Math.floor(work.share * 100)} %`);
  }

  private leaveCancel(): void {
    // The toolkit enables the button with the next frame.
    requestAnimationFrame(() => {
      this.starter.focus();
    });
  }
}

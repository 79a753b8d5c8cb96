import type { Disposable } from '../base/disposable.js';

/** Does something when asked, at once or, so soon after the last time, as soon as the interval is over. */
export class Throttle implements Disposable {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isWanted = false;

  /** @param interval milliseconds between two times at least */
  constructor(
    private readonly interval: number,
    private readonly act: () => void,
  ) {}

  request(): void {
    if (this.timer !== undefined) {
      this.isWanted = true;
      return;
    }
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (!this.isWanted) return;
      this.isWanted = false;
      this.request();
    }, this.interval);
    this.act();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.isWanted = false;
  }
}

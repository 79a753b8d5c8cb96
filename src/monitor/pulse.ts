import type { Disposable } from '../base/disposable.js';
import type { Clock } from './ports.js';

/** Waiting that a signal can cut short; a signal between two waits is not lost. */
export class Pulse implements Disposable {
  private signalled = false;
  private finish: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  /** Something happened: the wait, or the next one, ends at once. */
  signal(): void {
    this.signalled = true;
    this.finish?.();
  }

  /** Resolves after so many milliseconds, or at a signal. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.signalled) {
      await new Promise<void>((resolve) => {
        const timer = this.clock.after(milliseconds, resolve);
        this.finish = () => {
          timer.dispose();
          resolve();
        };
      });
    }
    this.finish = undefined;
    this.signalled = false;
  }

  /** Ends the wait for good. */
  dispose(): void {
    this.signal();
  }
}

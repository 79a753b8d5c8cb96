import type { Disposable } from '../base/disposable.js';
import type { Clock } from '../monitor/ports.js';

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds: number, callback: () => void): Disposable {
    const timer = setTimeout(callback, milliseconds);
    return {
      dispose: () => {
        clearTimeout(timer);
      },
    };
  },
};

/** A clock that stands at one moment, for looking at the past. */
export function clockAt(time: number): Clock {
  return { ...systemClock, now: () => time };
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Throttle } from '../../../src/vscode/throttle.js';

describe('Throttle', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('acts at once, then at most once in the interval, and never forgets the last request', () => {
    const times: number[] = [];
    const begun = Date.now();
    const throttle = new Throttle(1000, () => times.push(Date.now() - begun));
    for (let i = 0; i < 40; i++) {
      throttle.request();
      vi.advanceTimersByTime(60);
    }
    vi.advanceTimersByTime(5000);
    expect(times).toEqual([0, 1000, 2000, 3000]);
    throttle.request();
    expect(times.at(-1)).toBe(7400);
  });

  it('does nothing after its end', () => {
    let count = 0;
    const throttle = new Throttle(1000, () => count++);
    throttle.request();
    throttle.request();
    throttle.dispose();
    vi.advanceTimersByTime(5000);
    expect(count).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { BackOff } from '../../../src/vscode/back-off.js';

describe('the pause before another attempt', () => {
  it('doubles with every failure, up to a minute', () => {
    const backOff = new BackOff();
    const pauses = Array.from({ length: 8 }, (_, i) => {
      backOff.begin(i * 1000);
      return backOff.fail(i * 1000 + 10);
    });
    expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it('begins anew after a minute of good service', () => {
    const backOff = new BackOff();
    backOff.begin(0);
    backOff.fail(10);
    backOff.fail(20);
    backOff.begin(1000);
    expect(backOff.fail(62_000)).toBe(1);
  });
});

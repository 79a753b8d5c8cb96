import { describe, expect, it } from 'vitest';
import { restAfter } from '../../webview/dashboard/chart/rest.js';

describe('the rest after a drawing', () => {
  it.each([5, 90, 300, 600])('is longer than the %d ms that the drawing took', (drawing) => {
    expect(restAfter(drawing)).toBeGreaterThan(drawing);
  });

  it('is not noticed where drawing is quick', () => {
    expect(restAfter(20)).toBeLessThanOrEqual(50);
  });

  it('ends after a second however slow the machine is', () => {
    expect(restAfter(10_000)).toBe(1000);
  });
});

import { describe, expect, it } from 'vitest';
import { PastErrors } from '../../../../src/core/estimators/past-errors.js';

/** Follows reports 1 to n whose ln(loss) is `level`, with forecasts from x of the level `x + horizon` ahead. */
function followed(
  n: number,
  level: (x: number) => number,
  forecast: (x: number, horizon: number) => number,
): PastErrors {
  const errors = new PastErrors();
  for (let report = 1; report <= n; report++) {
    const x = Math.log(report);
    errors.observe(x, level(x), (horizon) => forecast(x, horizon));
  }
  return errors;
}

const falling = (x: number) => -0.5 * x;

describe('the errors of past forecasts', () => {
  it('are the prior before anything was forecast, and nothing in the long run where all came true', () => {
    expect(new PastErrors().error).toBe(0.15);
    const right = (n: number) => followed(n, falling, (x, horizon) => falling(x + horizon)).error;
    expect(right(2)).toBe(0.15);
    expect(right(30)).toBeLessThan(0.15);
    expect(right(3000)).toBeLessThan(0.03);
  });

  it('are the mean error per unit of ln(data) where every forecast is off by so much', () => {
    const off = (slope: number) =>
      followed(3000, falling, (x, horizon) => falling(x) + slope * horizon).error;
    // Between the prior and |slope - -0.5|, near the latter. Checkpoints lie between whole reports.
    expect(off(-0.1)).toBeGreaterThan(0.36);
    expect(off(-0.1)).toBeLessThan(0.4);
    expect(off(-1.5)).toBeGreaterThan(0.85);
    expect(off(-1.5)).toBeLessThan(1);
  });

  it('count what each of the earlier checkpoints said of this one, whatever reports came between', () => {
    const errors = new PastErrors();
    // Checkpoints 2, 6 and 8 after the first: two forecasts of the last one, over 6 and 2 spacings.
    const spacing = Math.LN2 / 2;
    const levels = [0, 0, 0, 1];
    [0, 2, 6, 8].forEach((checkpoint, i) => {
      errors.observe(checkpoint * spacing, levels[i]!, () => 0);
    });
    const expected = (2 * 0.15 + 1 / (6 * spacing) + 1 / (2 * spacing)) / 4;
    expect(errors.error).toBeCloseTo(expected, 12);
  });

  it('forget forecasts that are too old', () => {
    const errors = new PastErrors();
    const spacing = Math.LN2 / 2;
    errors.observe(0, 0, () => 0);
    errors.observe(2 * spacing, 0, () => 0);
    errors.observe(40 * spacing, 1, () => 0);
    expect(errors.error).toBe(0.15);
  });
});

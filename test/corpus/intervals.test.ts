import { describe, expect, it } from 'vitest';
import { dkf } from '../../src/core/estimators/dkf.js';
import { coverage80, coverage95, FRACTIONS, holdOut } from '../experiments/out-of-sample.js';
import { printedFilterRaw } from '../experiments/printed-filter-raw.js';
import { CORPUS_ABSENT, origins } from '../experiments/recorded-curves.js';

const curves = await origins();
if (curves === undefined) console.log(`interval tests are skipped. ${CORPUS_ABSENT}`);

describe.skipIf(curves === undefined)('intervals of the default filter', () => {
  const { rescaled, factors } = holdOut(curves ?? [], dkf, printedFilterRaw);

  it('hold what they say on origins that had no part in their scale', () => {
    const inside80 = coverage80(rescaled).mean;
    const inside95 = coverage95(rescaled).mean;
    expect(inside80).toBeGreaterThanOrEqual(0.77);
    expect(inside80).toBeLessThanOrEqual(0.83);
    expect(inside95).toBeGreaterThanOrEqual(0.93);
    expect(inside95).toBeLessThanOrEqual(0.97);
  });

  it.each(FRACTIONS)('are not off by more than chance where a share of %d is shown', (shown) => {
    const cases = rescaled.filter(({ fraction }) => fraction === shown);
    const inside80 = coverage80(cases);
    const inside95 = coverage95(cases);
    // Three standard errors: of twenty such comparisons one is beyond two by chance.
    expect(Math.abs(inside80.mean - 0.8)).toBeLessThan(3 * inside80.error);
    expect(Math.abs(inside95.mean - 0.95)).toBeLessThan(3 * inside95.error);
  });

  it('have the scale that all origins together give', () => {
    for (const factor of factors) expect(Math.abs(factor - 1)).toBeLessThan(0.05);
  });

  it('are far narrower than those of the printed covariance', () => {
    const widths = (of: (row: (typeof rescaled)[number]) => number): number =>
      rescaled.reduce((sum, row) => sum + row.weight * of(row), 0);
    const own = widths(({ distances }) => distances[1]! - distances[0]!);
    expect(own).toBeLessThan(widths(({ naiveWidth }) => naiveWidth) / 2);
  });
});

import { describe, expect, it } from 'vitest';
import { dkf } from '../../src/core/estimators/dkf.js';
import {
  coverage80,
  coverage95,
  FEW_REPORTS,
  FRACTIONS,
  FRACTIONS_BETWEEN,
  holdOut,
  type Case,
} from '../experiments/out-of-sample.js';
import { printedFilterRaw } from '../experiments/printed-filter-raw.js';
import { CORPUS_ABSENT, origins } from '../experiments/recorded-curves.js';

const curves = await origins();
if (curves === undefined) console.log(`interval tests are skipped. ${CORPUS_ABSENT}`);

describe.skipIf(curves === undefined)('intervals of the default filter', () => {
  const { rescaled, between, few, factors } = holdOut(curves ?? [], dkf, printedFilterRaw);

  it('hold what they say on origins that had no part in their scale', () => {
    expectCoverage(rescaled);
  });

  it.each(FRACTIONS)('do so where a share of %d is shown', (shown) => {
    expectCoverage(rescaled.filter(({ fraction }) => fraction === shown));
  });

  it.each(FRACTIONS_BETWEEN)('do so at a share of %d and targets that had no part in it either', (shown) => {
    expectCoverage(between.filter(({ fraction }) => fraction === shown));
  });

  it.each(FEW_REPORTS)('do so where a run has %d reports', (number) => {
    expectCoverage(few.find(({ reports }) => reports === number)!.cases);
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

function expectCoverage(cases: readonly Case[]): void {
  const inside80 = coverage80(cases).mean;
  const inside95 = coverage95(cases).mean;
  expect(inside80).toBeGreaterThanOrEqual(0.77);
  expect(inside80).toBeLessThanOrEqual(0.83);
  expect(inside95).toBeGreaterThanOrEqual(0.93);
  expect(inside95).toBeLessThanOrEqual(0.97);
}

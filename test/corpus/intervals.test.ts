import { describe, expect, it } from 'vitest';
import { dkf } from '../../src/core/estimators/dkf.js';
import type { EstimatorDefinition } from '../../src/core/estimators/estimator.js';
import { calibratedCases, scoredCurves } from '../experiments/calibrated-coverage.js';
import {
  casesOf,
  CHOSEN_BY,
  coverage80,
  coverage95,
  FEW_REPORTS,
  FRACTIONS,
  FRACTIONS_BETWEEN,
  intervalCases,
  type Case,
} from '../experiments/interval-coverage.js';
import { printedFilterRaw } from '../experiments/printed-filter-raw.js';
import { CORPUS_ABSENT, origins } from '../experiments/recorded-curves.js';

const curves = await origins();
if (curves === undefined) console.log(`interval tests are skipped. ${CORPUS_ABSENT}`);
const { chosenBy, between, few } = await intervalCases(curves ?? [], dkf, printedFilterRaw);

describe.skipIf(curves === undefined)('intervals of the default filter', () => {
  it('hold what they say', () => {
    for (const cases of [chosenBy, between]) {
      expect(Math.abs(coverage80(cases).mean - 0.8)).toBeLessThan(0.03);
      expect(Math.abs(coverage95(cases).mean - 0.95)).toBeLessThan(0.02);
    }
  });

  it.each(FRACTIONS)('do so within a standard error where a share of %d is shown', (shown) => {
    expectCoverage(chosenBy.filter(({ fraction }) => fraction === shown));
  });

  it.each(FRACTIONS_BETWEEN)('do so within a standard error at a share of %d and other targets', (shown) => {
    expectCoverage(between.filter(({ fraction }) => fraction === shown));
  });

  it.each(FEW_REPORTS)('do so within a standard error where a run has %d reports', (number) => {
    expectCoverage(few.find(({ reports }) => reports === number)!.cases);
  });

  it.each([3, 10, 60])('still do so when they have learned from up to %d others of their origin', (count) => {
    const cases = calibratedCases(scoredCurves(curves ?? [], dkf, chosenBy), count, 'origin');
    expect(Math.abs(coverage80(cases).mean - 0.8)).toBeLessThan(0.03);
    expect(Math.abs(coverage95(cases).mean - 0.95)).toBeLessThan(0.02);
  });

  it.each([0.6, 1.6])('that were made %d times as wide come to hold what they held', async (times) => {
    const wrong = scaled(dkf, times);
    const casesOfWrong = await casesOf(curves ?? [], CHOSEN_BY, wrong, printedFilterRaw);
    const learning = scoredCurves(curves ?? [], dkf, chosenBy);
    const learningOfWrong = scoredCurves(curves ?? [], wrong, casesOfWrong);
    const held = (scored: typeof learning, others: number): number =>
      coverage80(calibratedCases(scored, others, 'all')).mean;
    const difference = (others: number): number =>
      Math.abs(held(learningOfWrong, others) - held(learning, others));
    expect(difference(0)).toBeGreaterThan(0.08);
    expect(difference(60)).toBeLessThan(0.02);
  });

  it('are far narrower than those of the printed covariance', () => {
    const widths = (of: (row: Case) => number): number =>
      chosenBy.reduce((sum, row) => sum + row.weight * of(row), 0);
    const own = widths(({ distances }) => distances[1]! - distances[0]!);
    expect(own).toBeLessThan(widths(({ naiveWidth }) => naiveWidth) / 2);
  });
});

/** The method with bounds so many times as far from the median. */
function scaled(method: EstimatorDefinition, times: number): EstimatorDefinition {
  return {
    ...method,
    create: (context) => {
      const estimator = method.create(context);
      return {
        reports: 0,
        observe: (data, loss) => {
          estimator.observe(data, loss);
        },
        forecast: (data, out) => {
          const { logLoss, lower80, upper80, lower95, upper95 } = estimator.forecast(data, out);
          out.lower80 = logLoss + times * (lower80 - logLoss);
          out.upper80 = logLoss + times * (upper80 - logLoss);
          out.lower95 = logLoss + times * (lower95 - logLoss);
          out.upper95 = logLoss + times * (upper95 - logLoss);
          return out;
        },
        state: () => estimator.state(),
      };
    },
  };
}

/** 77 to 83 % and 93 to 97 %, to within a standard error: curves of one origin are alike, and there are ten origins. */
function expectCoverage(cases: readonly Case[]): void {
  const inside80 = coverage80(cases);
  const inside95 = coverage95(cases);
  expect(inside80.mean).toBeGreaterThanOrEqual(0.77 - inside80.error);
  expect(inside80.mean).toBeLessThanOrEqual(0.83 + inside80.error);
  expect(inside95.mean).toBeGreaterThanOrEqual(0.93 - inside95.error);
  expect(inside95.mean).toBeLessThanOrEqual(0.97 + inside95.error);
}

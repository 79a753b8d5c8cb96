import { describe, expect, it } from 'vitest';
import { backtest } from '../../src/core/evaluation/backtest.js';
import { dkf } from '../../src/core/estimators/dkf.js';
import { dkfPaper } from '../../src/core/estimators/dkf-paper.js';
import { m4Fast } from '../../src/core/estimators/m4-fast.js';
import { weightedLeastSquares } from '../../src/core/estimators/weighted-least-squares.js';
import { FRACTIONS } from '../experiments/extrapolation-errors.js';
import { corpusCurves, CORPUS_ABSENT } from '../experiments/recorded-curves.js';
import { imageCurves, meanError } from '../experiments/scaling-benchmark.js';

const logs = corpusCurves();
const images = imageCurves();
if (logs === undefined || images === undefined) console.log(`tests of errors are skipped. ${CORPUS_ABSENT}`);

describe.skipIf(logs === undefined)('the default filter on public logs', () => {
  const methods = [dkf, dkfPaper, weightedLeastSquares];
  const { summary } = backtest(logs?.curves ?? [], { methods, fractions: FRACTIONS, target: 'last' });
  /** Mean capped log error over the shares shown. */
  const error = (method: string): number => {
    const rows = summary.filter((row) => row.method === method);
    return rows.reduce((sum, row) => sum + row.cappedLogError, 0) / rows.length;
  };

  it.each([dkfPaper.name, weightedLeastSquares.name])('has at most .8 of the error of %s', (other) => {
    expect(error(dkf.name)).toBeLessThan(0.8 * error(other));
  });

  it('is closer than the printed filter from every share', () => {
    for (const fraction of FRACTIONS) {
      const [own, printed] = [dkf, dkfPaper].map(
        ({ name }) => summary.find((row) => row.method === name && row.fraction === fraction)!.cappedLogError,
      );
      expect(own).toBeLessThan(printed!);
    }
  });
});

/** The published error of M4 with its own optimiser. */
const PUBLISHED = 0.0415;

describe.skipIf(images === undefined)('the image curves of the scaling-law benchmark', () => {
  it.each([dkf, m4Fast])('are predicted better than published by $name', (method) => {
    expect(images).toHaveLength(72);
    expect(meanError(images!, method)).toBeLessThan(PUBLISHED);
  });
});

import { describe, expect, it } from 'vitest';
import { errorText, fractionText, shareText, unbroken } from '../../webview/shared/share-text.js';
import { counted, listed } from '../../webview/shared/counted.js';
import { binomialAtLeast } from '../../webview/accuracy/binomial.js';
import { judgeCoverage } from '../../webview/accuracy/coverage.js';
import { duel } from '../../webview/accuracy/duel.js';
import { leastErrors, nearestFraction, usualCost } from '../../webview/accuracy/errors.js';
import { findingOf } from '../../webview/accuracy/finding.js';
import { methodsOf } from '../../webview/accuracy/methods.js';
import { middleOf } from '../../webview/accuracy/middle.js';
import { costText } from '../../webview/accuracy/tables/cost-text.js';
import { backtestOf, EVEN, offerOf } from './analysis-messages.js';

const METHODS = methodsOf(offerOf());

describe('figures in words', () => {
  it('have as many digits as they deserve', () => {
    expect([0.004, 0.061, 0.0951, 0.144, 1.4, 9.99, 12, Infinity, NaN].map(errorText)).toEqual([
      ...['0.4 %', '6 %', '10 %', '14 %', '140 %', '999 %', '> 999 %', '> 999 %', '–'],
    ]);
    expect([0.2, 0.005].map(fractionText)).toEqual(['20 %', '0.5 %']);
    expect([0.667, NaN].map(shareText)).toEqual(['67 %', '–']);
    expect([0.74, 12.4, 1234, 2.5e6, NaN].map(costText)).toEqual([
      '0.74 µs',
      '12 µs',
      '1.2 ms',
      '2.5 s',
      '–',
    ]);
    expect(unbroken('off by 6 %.')).toBe('off by 6\u00a0%.');
  });

  it('agree with their nouns', () => {
    expect([counted(1, 'run'), counted(2, 'run'), counted(2, 'stretch', 'es')]).toEqual([
      ...['1 run', '2 runs', '2 stretches'],
    ]);
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c', 'd']].map((names) => listed(names, 3))).toEqual([
      ...['', 'a', 'a and b', 'a, b and 2 more'],
    ]);
  });
});

describe('chance', () => {
  it('is the tail of the binomial distribution', () => {
    expect(binomialAtLeast(8, 10, 0.5)).toBeCloseTo(56 / 1024, 12);
    expect(binomialAtLeast(0, 10, 0.8)).toBeCloseTo(1, 12);
    expect(binomialAtLeast(11, 10, 0.8)).toBe(0);
    expect(binomialAtLeast(250, 400, 0.5)).toBeCloseTo(3.26590960641e-7, 15);
  });

  it('decides whether intervals keep their promise', () => {
    expect([1, 0.9, 0.6, 0.5].map((held) => judgeCoverage(held, 0.8, 10))).toEqual([
      ...['fair', 'fair', 'fair', 'narrow'],
    ]);
    expect(judgeCoverage(1, 0.8, 40)).toBe('wide');
    expect(judgeCoverage(0.5, 0.8, 2)).toBe('fair');
  });
});

describe('a duel', () => {
  const between = (first: readonly number[], second: readonly number[]) =>
    duel(backtestOf({ 0.2: { dkf: first, wls: second } }).predictions, 0.2, 'dkf', 'wls');
  const [low, high] = [0.05, 0.1];

  it('is won by more than chance', () => {
    expect(between([low, low, low, low], [high, high, high, high]).finding).toBe('first');
    expect(between([high, high, high, high], [low, low, low, low]).finding).toBe('second');
    expect(between([low, low, low, high], [high, high, high, low])).toEqual({
      ...{ runs: 4, firstCloser: 3, secondCloser: 1, finding: 'close' },
    });
  });

  it('needs four runs', () => {
    expect(between([low, low, low], [high, high, high]).finding).toBe('few');
  });

  it('leaves out runs that one of them did not forecast', () => {
    expect(between([low, low, low, low, low], [high, high]).runs).toBe(2);
  });
});

describe('errors', () => {
  it('that read alike are a tie', () => {
    const answer = backtestOf({ 0.2: { dkf: [0.061], wls: [0.0612], ls: [0.3] } });
    expect([...leastErrors(answer, 0.2, 'median')]).toEqual(['dkf', 'wls']);
  });

  it('are looked at from the share closest to the wanted one', () => {
    expect(nearestFraction([0.01, 0.1, 0.4], 0.2)).toBe(0.1);
    expect(nearestFraction([], 0.2)).toBeNaN();
  });

  it('come with a cost that one disturbed timing does not change', () => {
    const rows = [1, 900, 2].map((microsecondsPerPrediction) => ({
      ...EVEN.rows[0]!,
      microsecondsPerPrediction,
    }));
    expect(usualCost({ ...EVEN, rows }, 'dkf')).toBe(2);
    expect(usualCost(EVEN, 'none')).toBeNaN();
    expect([middleOf([3, 1]), middleOf([])]).toEqual([2, NaN]);
  });
});

describe('the finding', () => {
  const from = (fraction: number, answer = EVEN, methods = METHODS) => findingOf(answer, methods, fraction)!;
  const clear = backtestOf({ 0.2: { dkf: [0.05, 0.06, 0.04, 0.05], wls: [0.1, 0.11, 0.12, 0.1] } });

  it('calls what is close by its name', () => {
    expect(from(0.2)).toEqual({
      headline: 'DKF or WLS: too close to call',
      sentences: [
        'On your 5 runs, from 20 % of the data, DKF was off by 7 % (median), WLS by 9 %.',
        'DKF was closer on 3 of 5, which may well be chance.',
        'Before 20 % of the data, take a forecast of DKF as a guess.',
        'The 80 % intervals of DKF held what came in 4 of 5 runs, as they should.',
      ],
      better: null,
    });
  });

  it('says whom the logs favour', () => {
    const finding = from(0.2, clear);
    expect(finding.headline).toBe('Your logs favour DKF');
    expect(finding.sentences[1]).toBe('DKF was closer on 4 of 4.');
    expect(finding.better).toBeNull();
  });

  it('says so above all where another method makes the verdicts', () => {
    const finding = from(0.2, clear, methodsOf(offerOf({ method: 'wls' })));
    expect(finding.headline).toBe('Your logs favour DKF, but WLS makes the verdicts');
    expect(finding.better).toBe('dkf');
  });

  it('draws no conclusion from a few runs', () => {
    const one = from(0.2, backtestOf({ 0.2: { dkf: [0.01], wls: [0.5] } }));
    expect(one.headline).toBe('Too few runs to tell the methods apart');
    expect(one.sentences.slice(0, 2)).toEqual([
      'On your one run, from 20 % of the data, DKF was off by 1 %, WLS by 50 %.',
      '1 run cannot tell luck from skill.',
    ]);
  });

  it('needs no rival', () => {
    const alone = from(0.2, backtestOf({ 0.2: { dkf: [0.06, 0.06] } }));
    expect([alone.headline, alone.better]).toEqual(['DKF was off by 6 %', null]);
  });

  it('doubts intervals that hold too seldom, and forecasts that are guesses throughout', () => {
    const wild = backtestOf({ 0.2: { dkf: Array<number>(10).fill(0.9) } }, { coverage80: 0.3 });
    expect(from(0.2, wild).sentences.slice(1)).toEqual([
      'Whatever the share of the data: take a forecast of DKF as a guess.',
      'The 80 % intervals of DKF held what came in 3 of 10 runs: it is surer than it should be.',
    ]);
  });

  it('is none where the method in force made no forecast', () => {
    expect(findingOf(backtestOf({ 0.2: { wls: [0.1] } }), METHODS, 0.2)).toBeNull();
  });
});

describe('methods', () => {
  it('keep their colour whichever is in force; what only compares has none', () => {
    const colours = (method: string) => methodsOf(offerOf({ method })).map(({ colour }) => colour);
    expect([colours('dkf'), colours('wls')]).toEqual([
      [0, 1, null],
      [0, 1, null],
    ]);
  });
});

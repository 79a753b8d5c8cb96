import { describe, expect, it } from 'vitest';
import { findingOf } from '../../webview/what-if/finding.js';
import { reachedWithError } from '../../webview/what-if/mean-text.js';
import { rankedPolicies, referenceOf, subjectOf } from '../../webview/what-if/ranking.js';
import { isClearlyHigher, standardErrorOf } from '../../webview/what-if/statistics.js';
import { outcomeOf, PLAYED, whatIfOf } from './analysis-messages.js';

describe('the finding', () => {
  const ours = outcomeOf('laira-index', 'LaiRA+', [3, 3, 2, 3]);
  const equal = outcomeOf('ua', 'UA', [1, 2, 1, 2]);

  it('is a sentence on what would be won', () => {
    expect(findingOf(PLAYED, 'laira-index')).toEqual({
      headline: 'LaiRA+ would bring 2.8 of 4 tasks to their targets',
      sentences: [
        'On average over 4 continuations; sharing the machine equally 1.5; nobody could do better than 3.5.',
        'In truth 1 of the 4 has reached its target so far.',
      ],
    });
  });

  it('says when a difference may be chance', () => {
    const close = outcomeOf('ua', 'UA', [3, 2, 3, 2]);
    expect(findingOf(whatIfOf([ours, close]), 'laira-index')?.sentences[1]).toBe(
      'The difference between the two may be chance.',
    );
  });

  it('says who clearly did better than LaiRA, first of all', () => {
    const best = outcomeOf('sh', 'SH', [4, 4, 3, 4]);
    const finding = findingOf(
      whatIfOf([ours, equal, best], { meanOracle: 4, reachedSoFar: 0 }),
      'laira-index',
    );
    expect(finding?.headline).toBe('SH would bring most: 3.8 of 4 tasks to their targets');
    expect(finding?.sentences).toEqual([
      'On average over 4 continuations; LaiRA+ 2.8; sharing the machine equally 1.5; nobody could do better than 4.0.',
      'In truth no target has been reached so far.',
    ]);
  });

  it('names a better policy whose lead may be chance', () => {
    const better = outcomeOf('sh', 'SH', [3, 3, 3, 3]);
    expect(findingOf(whatIfOf([ours, equal, better]), 'laira-index')?.sentences).toContain(
      'SH would bring 3.0, which may be chance.',
    );
  });

  it('is about the policy in force', () => {
    expect(findingOf(PLAYED, 'ua')?.headline).toBe(
      'LaiRA+ would bring most: 2.8 of 4 tasks to their targets',
    );
    expect(subjectOf(PLAYED, 'ua')?.policy).toBe('ua');
  });

  it('is careful with one continuation, one policy and one task', () => {
    const alone = whatIfOf([outcomeOf('lara', 'LARA', [1])], { meanOracle: 1, reachedSoFar: 1 });
    expect(findingOf({ ...alone, tasks: alone.tasks.slice(0, 1) }, 'laira-index')).toEqual({
      headline: 'LARA would bring 1 of 1 task to its target',
      sentences: [
        'In one continuation; nobody could do better than 1.',
        'In truth 1 of the 1 has reached its target so far.',
      ],
    });
    expect(findingOf(whatIfOf([]), 'laira-index')).toBeNull();
    expect(findingOf(whatIfOf([ours], { tasks: [] }), 'laira-index')).toBeNull();
  });

  it('claims no bound that a policy has passed', () => {
    expect(findingOf(whatIfOf([ours, equal], { meanOracle: 2.5 }), 'laira-index')?.sentences[0]).toContain(
      'knowing the future, about 2.5',
    );
  });
});

describe('ranking', () => {
  it('puts the best first, and knows whom the answer is about', () => {
    expect(rankedPolicies(PLAYED).map(({ policy }) => policy)).toEqual(['laira-index', 'ua']);
    const [rr, sta] = [outcomeOf('rr', 'RR', [1, 1]), outcomeOf('sta', 'STA', [2, 2])];
    const answer = whatIfOf([rr, sta]);
    expect(subjectOf(answer, 'laira-index')?.policy).toBe('sta');
    expect(referenceOf(answer, sta)?.policy).toBe('rr');
    expect(referenceOf(whatIfOf([sta]), sta)).toBeUndefined();
  });
});

describe('statistics', () => {
  it('compare policies pair by pair', () => {
    expect(standardErrorOf([1, 3])).toBeCloseTo(1, 12);
    expect(standardErrorOf([1])).toBeNaN();
    expect(isClearlyHigher([5, 1, 9], [4, 0, 8])).toBe(true);
    expect(isClearlyHigher([5, 1, 9], [4, 2, 8])).toBe(false);
    expect(isClearlyHigher([5], [1])).toBe(false);
    // 1.7 standard errors.
    expect(isClearlyHigher([2, 2, 1, 1], [1, 1, 1, 1])).toBe(false);
  });

  it('stand beside the mean', () => {
    expect(reachedWithError(outcomeOf('ua', 'UA', [1, 2, 1, 2]))).toBe('1.5 ± 0.3');
    expect(reachedWithError(outcomeOf('ua', 'UA', [2]))).toBe('2');
  });
});

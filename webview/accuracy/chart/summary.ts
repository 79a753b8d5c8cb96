import { errorText, fractionText } from '../../shared/share-text.js';
import { errorOf, rowOf } from '../errors.js';
import type { Measure } from '../kept.js';
import type { AnswerPage } from '../page.js';

const MEASURED: Readonly<Record<Measure, string>> = {
  median: 'Median error',
  mean: 'Mean error',
  p90: '90th percentile of the errors',
};

/** The chart in one line of text, for those who do not see it. */
export function chartSummary({ answer, methods, fractions, measure }: AnswerPage): string {
  const lines = methods.flatMap(({ name, title, judges }) => {
    const told = fractions.flatMap((fraction, i) => {
      const error = errorOf(rowOf(answer, name, fraction), measure);
      // Of the methods drawn for comparison the two ends are enough: the table has the rest.
      const isTold = judges || i === 0 || i === fractions.length - 1;
      return Number.isNaN(error) || !isTold ? [] : `${errorText(error)} from ${fractionText(fraction)}`;
    });
    return told.length === 0 ? [] : `${title} ${told.join(', ')}`;
  });
  return `${MEASURED[measure]} by share of the data. ${lines.join('; ')}.`;
}

/** The errors of all methods from one share of the data in one line, the least first. */
export function shareReadout({ answer, methods, measure }: AnswerPage, fraction: number): string {
  const told = methods
    .map(({ name, title }) => ({ title, error: errorOf(rowOf(answer, name, fraction), measure) }))
    .filter(({ error }) => !Number.isNaN(error))
    .sort((a, b) => a.error - b.error)
    .map(({ title, error }) => `${title} ${errorText(error)}`);
  return `From ${fractionText(fraction)}: ${told.join(' · ')}`;
}

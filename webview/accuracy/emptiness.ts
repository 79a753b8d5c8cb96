import { counted, listed } from '../shared/counted.js';
import type { Emptiness } from '../shared/empty-part.js';
import { fractionsOf } from './errors.js';
import type { Model } from './model.js';

/** Names of runs that a text can bear. */
const NAMED = 8;

/** Why there is nothing to show, and what would help; null where there is something, or soon will be. */
export function emptinessOf({ offer, answer, work }: Model): Emptiness | null {
  if (offer === null) return { title: 'Looking for runs', text: '' };
  if (answer !== null) return fractionsOf(answer).length > 0 ? null : nothingInAnswer(answer.tooShort);
  if (work.state !== 'idle' || offer.runs > 0) return null;
  return {
    title: 'No runs to look back on',
    text: 'Open the folder that your runs write to. As soon as a run has 20 reports, this page tells how far off each method would have been on it.',
  };
}

function nothingInAnswer(tooShort: readonly string[]): Emptiness {
  if (tooShort.length === 0) {
    return {
      title: 'Nothing to look back on',
      text: 'None of the runs has a positive, finite loss at its end, so there is nothing that a forecast could be held against.',
    };
  }
  return {
    title: tooShort.length === 1 ? 'The run is too short' : 'The runs are too short',
    text: `Looking back needs 20 reports of a run. ${counted(tooShort.length, 'run')} so far: ${listed(tooShort, NAMED)}. Come back when they have trained longer.`,
  };
}

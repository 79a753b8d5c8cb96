import type { Emptiness } from '../shared/empty-part.js';
import type { Model } from './model.js';

/** Why nothing can be played through, and what would help; null where something can. */
export function emptinessOf({ offer, answered }: Model): Emptiness | null {
  if (offer === null) return { title: 'Looking for tasks', text: '' };
  if (offer.tasks === 0) {
    return {
      title: 'No tasks with targets',
      text: 'Set target and deadline first: the target icon beside a run in the view LaiRA: Runs, or the command “LaiRA: Set Target and Deadline…”. This page then plays through what each way of sharing the machine would bring.',
    };
  }
  if (answered?.answer.tasks.length === 0) {
    return {
      title: 'The tasks have no reports yet',
      text: 'A run is continued from what it has logged: it needs two reports at least. Run it again when the training has begun.',
    };
  }
  return null;
}

import type { ReadOutput } from './read-output.js';
import type { ObjectiveEvent } from './reader.js';

export type Direction = ObjectiveEvent['direction'];

export const INTERMEDIATE_VALUE = 'intermediate_value';

/** A trial of a study as a run. */
export interface Trial {
  readonly run: string;
  /** Which way its values are meant to go; undefined where unknown, and once it is told. */
  direction: Direction | undefined;
}

/** As the journal numbers them and the databases name them (`optuna/study/_study_direction.py`). */
const DIRECTIONS: ReadonlyMap<unknown, Direction> = new Map<unknown, Direction>([
  [1, 'minimise'],
  [2, 'maximise'],
  ['MINIMIZE', 'minimise'],
  ['MAXIMIZE', 'maximise'],
]);

export function directionOf(stored: unknown): Direction | undefined {
  return DIRECTIONS.get(stored);
}

/** Tells, before a trial's first value, which way its values are meant to go. */
export function tellDirection(output: ReadOutput, trial: Trial, place: number): void {
  if (trial.direction === undefined) return;
  const { run, direction } = trial;
  output.event({ kind: 'objective', run, metric: INTERMEDIATE_VALUE, direction, place });
  trial.direction = undefined;
}

import type { ReadOutput } from './read-output.js';
import type { ObjectiveEvent } from './reader.js';

export type Direction = ObjectiveEvent['direction'];

const INTERMEDIATE_VALUE = 'intermediate_value';

/** A run whose values are meant to go one way: a trial, or a study over its trials. */
export interface Judged {
  readonly run: string;
  /** Undefined where unknown, and once it is told. */
  direction: Direction | undefined;
}

/** A study as a run: the final values of those of its trials that report nothing on their way. */
export interface Study extends Judged {
  /** How many values each trial ends with. */
  readonly objectives: number;
  /** Which way the values go that its trials report on their way. */
  readonly directionOfTrials: Direction | undefined;
  /** The last step by metric. */
  readonly lastSteps: Map<string, number>;
}

/** As the journal numbers them and the databases name them (`optuna/study/_study_direction.py`). */
const DIRECTIONS: ReadonlyMap<unknown, Direction> = new Map<unknown, Direction>([
  [1, 'minimise'],
  [2, 'maximise'],
  ['MINIMIZE', 'minimise'],
  ['MAXIMIZE', 'maximise'],
]);

/** @param directions of every objective, as stored; of several, none is the direction of the study */
export function studyOf(name: string, directions: readonly unknown[]): Study {
  const direction = directions.length === 1 ? DIRECTIONS.get(directions[0]) : undefined;
  const objectives = Math.max(1, directions.length);
  return { run: name, direction, objectives, directionOfTrials: direction, lastSteps: new Map() };
}

export function tellIntermediateValue(
  output: ReadOutput,
  trial: Judged,
  step: number | undefined,
  value: number,
  place: number,
): void {
  tellDirection(output, trial, INTERMEDIATE_VALUE, place);
  output.scalar(trial.run, INTERMEDIATE_VALUE, value, step, undefined, place);
}

/**
 * A trial that reported nothing on its way is one point of its study, at its number. Workers end their trials in any
 * order: one that ends behind a later one comes next to the last point, as nothing began anew.
 * @param trial its number in the study; @param objective from 0
 */
export function tellFinalValue(
  output: ReadOutput,
  study: Study,
  trial: number,
  objective: number,
  value: number,
  place: number,
): void {
  // As Optuna's own tables of trials name them.
  const metric = study.objectives === 1 ? 'value' : `values_${objective}`;
  tellDirection(output, study, metric, place);
  const step = Math.max(trial, (study.lastSteps.get(metric) ?? -1) + 1);
  study.lastSteps.set(metric, step);
  output.scalar(study.run, metric, value, step, undefined, place);
}

/** Tells, before a run's first value, which way its values are meant to go. */
function tellDirection(output: ReadOutput, judged: Judged, metric: string, place: number): void {
  if (judged.direction === undefined) return;
  const { run, direction } = judged;
  output.event({ kind: 'objective', run, metric, direction, place });
  judged.direction = undefined;
}

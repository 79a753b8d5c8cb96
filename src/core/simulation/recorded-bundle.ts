import type { EstimatorDefinition } from '../estimators/estimator.js';
import type { SimulatedTask, SimulationBundle } from './bundle.js';
import { continueCurve } from './continuation.js';
import { Random } from './random.js';

/** Units of time in a simulation of recorded runs: the paper's tables have about as many. */
const UNITS = 1680;

/** A recorded run with its task. Times in any one unit, data in samples. */
export interface RecordedCurve {
  readonly name: string;
  readonly resource?: string;
  readonly begin: number;
  readonly deadline: number;
  readonly target: number;
  readonly dataRate: number;
  readonly reportSize: number;
  /** Loss of each report made so far. */
  readonly losses: Float64Array;
}

/** Length of a simulated unit in the recordings' time. */
export function unitOf(recordings: readonly RecordedCurve[]): number {
  const horizon = recordings.reduce((latest, { deadline }) => Math.max(latest, deadline), 0);
  return Math.max(horizon / UNITS, 1e-9);
}

/**
 * Recorded runs as a bundle in whole units: each from its beginning, and on to its deadline, where its recording ends
 * earlier, by one draw from a method's forecast.
 */
export function makeRecordedBundle(
  name: string,
  recordings: readonly RecordedCurve[],
  method: EstimatorDefinition,
  seed: number,
): SimulationBundle {
  const unit = unitOf(recordings);
  const tasks = recordings.map((recording, k): SimulatedTask => {
    const { resource, begin, deadline, dataRate, reportSize, losses } = recording;
    const reports = Math.ceil(((deadline - begin) * dataRate) / reportSize);
    const start = Math.round(begin / unit);
    return {
      name: recording.name,
      ...(resource !== undefined && { resource }),
      begin: start,
      deadline: Math.max(start + 1, Math.round(deadline / unit)),
      target: recording.target,
      dataRate: dataRate * unit,
      reportSize,
      losses: continueCurve(losses, reports, method, new Random(seed * 1009 + k)),
    };
  });
  return { name, tasks };
}

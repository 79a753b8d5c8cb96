import { traceDkf } from './trace-dkf.js';
import type { TraceInput } from './trace-input.js';
import { traceKf } from './trace-kf.js';
import { traceLaira } from './trace-laira.js';
import { traceRates } from './trace-rates.js';
import { traceSlices } from './trace-slices.js';
import { traceWls } from './trace-wls.js';

/** Runs one algorithm on given numbers and returns every intermediate state, shaped as the reference cases are. */
export type TraceAlgorithm = (input: TraceInput) => Record<string, unknown>;

/** By the name in a case's "algorithm". */
export const TRACE_ALGORITHMS: ReadonlyMap<string, TraceAlgorithm> = new Map([
  ['dkf', traceDkf],
  ['kf', traceKf],
  ['wls', traceWls],
  ['rates', traceRates],
  ['slices', traceSlices],
  ['laira', traceLaira],
]);

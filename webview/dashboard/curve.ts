import type { CurveUpdate } from '../../src/protocol/curves.js';

/** A run's loss curve as the page holds it: columns of one length. */
export interface Curve {
  readonly step: Float64Array;
  /** Cumulative data in samples. */
  readonly data: Float64Array;
  /** Milliseconds since 1970 UTC; NaN where unknown. */
  readonly time: Float64Array;
  readonly loss: Float64Array;
}

/** Keeps the points before `update.from` and replaces the rest; undefined when points before it were never received. */
export function applyCurveUpdate(curve: Curve | undefined, update: CurveUpdate): Curve | undefined {
  if (update.from > (curve?.loss.length ?? 0)) return undefined;
  return {
    step: join(curve?.step, update.from, update.step),
    data: join(curve?.data, update.from, update.data),
    time: join(curve?.time, update.from, update.time),
    loss: join(curve?.loss, update.from, update.loss),
  };
}

function join(kept: Float64Array | undefined, from: number, added: Float64Array): Float64Array {
  if (kept === undefined || from === 0) return added;
  const joined = new Float64Array(from + added.length);
  joined.set(kept.subarray(0, from));
  joined.set(added, from);
  return joined;
}

import type { ForecastCurve } from '../../../src/protocol/curves.js';
import type { RunView } from '../../../src/protocol/runs.js';
import type { XAxis } from '../choices.js';

/** Where a run's target stands on the chart: at its deadline. */
export interface TargetPoint {
  readonly x: number;
  readonly loss: number;
}

/**
 * On the axes of data and steps the deadline is where the run would be with the whole machine until then: the end of
 * its forecast or, without one, its data rate times what is left. Null where neither is known.
 */
export function targetPoint(
  run: RunView,
  forecasts: readonly ForecastCurve[],
  axis: XAxis,
  now: number,
): TargetPoint | null {
  if (run.task === null) return null;
  const { target, deadline, dataRate } = run.task;
  if (axis === 'time') return Number.isFinite(deadline) ? { x: deadline, loss: target } : null;
  const end = forecasts.at(0)?.[axis].at(-1);
  if (end !== undefined && Number.isFinite(end) && run.status === 'running') return { x: end, loss: target };
  const data = run.data + Math.max(0, (deadline - now) / 1000) * (Number.isFinite(dataRate) ? dataRate : 0);
  const x = axis === 'data' ? data : (run.step * data) / run.data;
  return Number.isFinite(x) ? { x, loss: target } : null;
}

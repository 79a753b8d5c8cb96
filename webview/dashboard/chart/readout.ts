import { formatClock } from '../../../src/base/clock-format.js';
import { formatCount } from '../../../src/base/count-format.js';
import { formatLoss } from '../../../src/base/number-format.js';
import type { ForecastCurve } from '../../../src/protocol/curves.js';
import type { RunView } from '../../../src/protocol/runs.js';
import type { Curve } from '../curve.js';
import type { CursorPoint } from './cursor-point.js';
import { changesAt } from './marks.js';
import type { Method } from './methods.js';

/** The values at a report, in one line. @param curve of the run */
export function reportReadout(run: RunView, curve: Curve, point: CursorPoint, now: number): string {
  const { index } = point;
  const loss = curve.loss[index]!;
  return join(
    run.name,
    `step ${formatCount(curve.step[index]!)}`,
    `${formatCount(curve.data[index]!)} samples`,
    Number.isNaN(curve.time[index]!) ? '' : formatClock(curve.time[index]!, now),
    `loss ${formatLoss(loss, 4)}`,
    Number.isFinite(loss) ? `average ${formatLoss(point.smoothed, 4)}` : '',
    changesAt(run, curve, index),
  );
}

/** The forecasts of all methods drawn at one place of the first one's curve, in one line. */
export function forecastReadout(
  run: RunView,
  forecasts: readonly ForecastCurve[],
  methods: readonly Method[],
  point: CursorPoint,
  now: number,
): string {
  const drawn = methods.flatMap(({ id }) => forecasts.filter((forecast) => forecast.method === id));
  const first = drawn.at(0);
  if (first === undefined) return run.name;
  const { index } = point;
  const data = first.data[index]!;
  return join(
    run.name,
    'forecast',
    `${formatCount(data)} samples`,
    formatClock(first.time[index]!, now),
    ...drawn.map((forecast) => forecastValue(forecast, data)),
    run.task === null ? '' : `target ${formatLoss(run.task.target)}`,
  );
}

function forecastValue(forecast: ForecastCurve, data: number): string {
  const index = nearest(forecast.data, data);
  const loss = `${forecast.title} ${formatLoss(forecast.loss[index]!)}`;
  const [lower, upper] = [forecast.lower[index], forecast.upper[index]];
  return lower === undefined || upper === undefined
    ? loss
    : `${loss} (80 %: ${formatLoss(lower)} to ${formatLoss(upper)})`;
}

/** Every method's curve has its own places. @param sorted increasing */
function nearest(sorted: Float64Array, value: number): number {
  let best = 0;
  for (let i = 1; i < sorted.length; i++) {
    if (Math.abs(sorted[i]! - value) < Math.abs(sorted[best]! - value)) best = i;
  }
  return best;
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

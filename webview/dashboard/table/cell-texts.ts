import { formatClock } from '../../../src/base/clock-format.js';
import { formatDuration } from '../../../src/base/duration.js';
import { formatLoss, formatProbability } from '../../../src/base/number-format.js';
import type { MethodView, RunView } from '../../../src/protocol/runs.js';
import { lossFigure } from '../../shared/loss-figure.js';
import { isOpen } from '../verdict.js';

export interface ForecastText {
  readonly forecast: string;
  /** The target after its relation: `≤ 0.38`. */
  readonly target: string;
}

/** The forecast at the deadline against the target; the target alone where there is nothing to forecast. */
export function forecastText(run: RunView, view: MethodView | undefined): ForecastText {
  if (run.task === null) return { forecast: view === undefined ? '' : lossFigure(view.loss), target: '' };
  const target = formatLoss(run.task.target);
  if (view === undefined || !Number.isFinite(view.loss) || !isOpen(run) || run.verdict === 'unknown') {
    return { forecast: '', target: `target ${target}` };
  }
  return {
    forecast: lossFigure(view.loss),
    target: `${view.loss <= run.task.target ? '≤' : '>'} ${target}`,
  };
}

/** `11 min ± 4`, `9 min (5–30)`, or when it was reached. */
export function timeToTargetText(run: RunView, now: number): string {
  if (run.task === null) return '';
  if (run.status === 'reached') return formatClock(run.reachedAt, now);
  if (!isOpen(run) || run.verdict === 'unknown' || Number.isNaN(run.timeToTarget)) return '–';
  const time = formatDuration(run.timeToTarget);
  if (run.timeToTarget80 === null || !Number.isFinite(run.timeToTarget)) return time;
  return `${time}${rangeText(run.timeToTarget, run.timeToTarget80)}`;
}

function rangeText(middle: number, [low, high]: readonly [number, number]): string {
  if (!Number.isFinite(low)) return '';
  if (!Number.isFinite(high)) return ` (≥ ${formatDuration(low)})`;
  const [below, above] = [middle - low, high - middle];
  const half = (high - low) / 2;
  const unit = middle < 59.5 ? 1 : 60;
  if (Math.round(half / unit) === 0) return '';
  const isEven = Math.max(below, above) < 2 * Math.min(below, above);
  if (isEven) return ` ± ${half < 3600 ? Math.round(half / unit) : formatDuration(half)}`;
  return ` (${short(low, unit)}–${short(high, unit)})`;
}

function short(seconds: number, unit: number): string {
  return seconds < 3600 ? String(Math.round(seconds / unit)) : formatDuration(seconds);
}

export function deadlineText(run: RunView, now: number): string {
  if (run.task === null || !Number.isFinite(run.task.deadline)) return '';
  if (run.status === 'reached') return '';
  const left = (run.task.deadline - now) / 1000;
  return left <= 0 ? 'passed' : formatDuration(left);
}

export function probabilityText(run: RunView): string {
  return run.status === 'reached' ? formatProbability(1) : formatProbability(run.probability);
}

import { formatClock } from '../../../src/base/clock-format.js';
import { formatLoss, formatProbability } from '../../../src/base/number-format.js';
import type { MonitorState, RunView } from '../../../src/protocol/runs.js';
import { isOpen, markOf } from '../verdict.js';

/** The chart in one line of text, for those who do not see it. @param selected ids of the runs drawn strongly */
export function chartSummary(state: MonitorState, selected: readonly string[], now: number): string {
  const runs = selected.flatMap((id) => state.runs.filter((run) => run.id === id));
  if (runs.length === 0) return 'No run is selected.';
  return runs.map((run) => runSummary(run, state.method, now)).join(' · ');
}

/** `resnet18 0.412, DKF 0.361 by 15:20 for target 0.38: feasible, 86 %`. */
export function runSummary(run: RunView, method: string, now: number): string {
  const start = `${run.name} ${run.reports === 0 ? 'no loss yet' : formatLoss(run.loss)}`;
  if (run.task === null) return start;
  const { word } = markOf(run);
  const target = `target ${formatLoss(run.task.target)}`;
  const forecast = run.methods.find((view) => view.method === method);
  if (!isOpen(run) || forecast === undefined || run.verdict === 'unknown')
    return `${start}, ${target}: ${word}`;
  const chance = Number.isNaN(run.probability) ? '' : `, ${formatProbability(run.probability)}`;
  const deadline = formatClock(run.task.deadline, now);
  return `${start}, ${forecast.title} ${formatLoss(forecast.loss)} by ${deadline} for ${target}: ${word}${chance}`;
}

import { formatLoss, formatProbability } from '../base/number-format.js';
import type { RunView } from '../protocol/runs.js';

/** What a row of the tree shows of a run, in words. */
export function labelOf(run: RunView): string {
  if (run.status !== 'running') return run.status;
  if (run.task === null) return 'no target';
  return {
    feasible: 'feasible',
    'at-risk': 'at risk',
    infeasible: 'infeasible',
    unknown: 'too early to say',
  }[run.verdict];
}

/** The verdict, the newest loss with its forecast, and the probability of the target. */
export function describeRun(run: RunView): string {
  const forecast = run.methods[0];
  const parts = [labelOf(run)];
  if (run.allowed === false) parts.push('paused');
  if (!Number.isNaN(run.loss)) {
    const open = run.status === 'running' || run.status === 'stalled';
    const ahead =
      forecast === undefined || !open || Number.isNaN(forecast.loss) ? '' : ` → ${formatLoss(forecast.loss)}`;
    parts.push(`${formatLoss(run.loss)}${ahead}`);
  }
  if (run.task !== null && run.status === 'running' && !Number.isNaN(run.probability)) {
    parts.push(formatProbability(run.probability));
  }
  return parts.join(' · ');
}

/** What differs between the rows shown and the runs now. */
export interface RowChanges {
  /** Whether there are other rows, or the same in another order. */
  readonly whole: boolean;
  /** Ids of runs whose rows read otherwise. */
  readonly changed: readonly string[];
}

/** Remembers what the tree shows, so that only what reads otherwise is drawn again. */
export class ShownRows {
  private rows = new Map<string, string>();

  update(runs: readonly RunView[]): RowChanges {
    const next = new Map(runs.map((run) => [run.id, textOf(run)]));
    const before = [...this.rows.keys()];
    const whole = before.length !== next.size || runs.some(({ id }, i) => before[i] !== id);
    const changed = runs.filter(({ id }) => this.rows.get(id) !== next.get(id)).map(({ id }) => id);
    this.rows = next;
    return { whole, changed };
  }
}

function textOf(run: RunView): string {
  const problems = run.problems.map(({ file, line, message }) => `${file} ${line ?? ''} ${message}`);
  return [run.name, run.verdict, run.task === null, describeRun(run), ...problems].join('\n');
}

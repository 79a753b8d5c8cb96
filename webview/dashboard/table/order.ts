import type { RunView } from '../../../src/protocol/runs.js';
import type { ColumnId, Sorting } from '../choices.js';
import { standingOf, type Standing } from '../verdict.js';

/** Urgency: what is in danger and can still be helped comes first, what is over last. */
const URGENCY: Readonly<Record<Standing, number>> = {
  'at-risk': 0,
  feasible: 1,
  unknown: 2,
  none: 3,
  infeasible: 4,
  reached: 5,
};

/** Ids of the runs in the table's order: by urgency and deadline, or by a column. @param method that makes the verdicts */
export function orderRuns(runs: readonly RunView[], sorting: Sorting | null, method: string): string[] {
  const urgent = [...runs].sort(
    (a, b) =>
      urgency(a) - urgency(b) ||
      compareNumbers(a.task?.deadline ?? NaN, b.task?.deadline ?? NaN) ||
      compareNames(a.name, b.name),
  );
  if (sorting === null) return urgent.map((run) => run.id);
  const sign = sorting.descending ? -1 : 1;
  const sorted =
    sorting.column === 'run'
      ? urgent.sort((a, b) => sign * compareNames(a.name, b.name))
      : urgent.sort((a, b) =>
          compareKeys(key(a, sorting.column, method), key(b, sorting.column, method), sign),
        );
  return sorted.map((run) => run.id);
}

function key(run: RunView, column: ColumnId, method: string): number {
  const view = run.methods.find((candidate) => candidate.method === method);
  switch (column) {
    case 'verdict':
      return urgency(run);
    case 'probability':
      return run.status === 'reached' ? 1 : run.probability;
    case 'forecast':
      // How far the forecast is from the target, as a ratio: losses of unlike runs are not comparable.
      return run.task === null || view === undefined ? NaN : view.loss / run.task.target;
    case 'time-to-target':
      return run.status === 'reached' ? 0 : run.timeToTarget;
    case 'deadline':
      return run.task?.deadline ?? NaN;
    case 'loss':
      return run.loss;
    case 'error':
      return view?.relativeError ?? NaN;
    case 'freshness':
      return -run.lastReportAt;
    case 'run':
    case 'recent':
    case 'actions':
      return NaN;
  }
}

function urgency(run: RunView): number {
  return URGENCY[standingOf(run)];
}

/** Unknown values come last in either direction. */
function compareKeys(a: number, b: number, sign: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return sign * compareNumbers(a, b);
}

function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a === b ? 0 : a < b ? -1 : 1;
}

const NAMES = new Intl.Collator('en', { numeric: true });

function compareNames(a: string, b: string): number {
  return NAMES.compare(a, b);
}

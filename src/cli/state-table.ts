import { formatDuration } from '../base/duration.js';
import { formatLoss, formatProbability } from '../base/number-format.js';
import { scoreScale } from '../base/score-scale.js';
import { adviceTitle, AFTER_LOOK, sliceTitle } from '../protocol/advice-words.js';
import type { MonitorState, RecommendationView, RunView } from '../protocol/runs.js';
import { table } from './table.js';

/** Candidates named; `--json` has them all. */
const QUEUED = 6;

const VERDICTS = {
  feasible: '▲ feasible',
  'at-risk': '◆ at risk',
  infeasible: '▼ infeasible',
  unknown: '? too early',
} as const;

/** What the monitor knows, as a person reads it in a terminal. */
export function printState(state: MonitorState): string {
  const rows = state.runs.map((run) => row(run, state.time));
  const header = [
    'run',
    'verdict',
    'chance',
    'loss',
    'forecast',
    'target',
    'to target',
    'deadline in',
    'reports',
  ];
  const advice = state.recommendations.map(
    (entry) =>
      `\nNext slice on ${entry.resource}: ${adviceTitle(entry)}. ${entry.reason}\n${afterLookOf(entry)}${queueOf(entry)}`,
  );
  const inForce = state.slices
    .filter((slice) => slice.state === 'starting' || slice.state === 'running')
    .map(
      (slice) =>
        `\nSlice ${slice.slice} on ${slice.resource}: ${slice.name}, ${formatDuration((slice.until - state.time) / 1000)} left.\n`,
    );
  const problems = [...(state.bundle?.problems ?? []), ...state.problems].map(
    (problem) =>
      `${problem.file}${problem.line === undefined ? '' : `, line ${problem.line}`}: ${problem.message}\n`,
  );
  return [table(header, rows), ...inForce, ...advice, ...problems].join('');
}

function afterLookOf({ afterLook }: RecommendationView): string {
  return afterLook === null ? '' : `${AFTER_LOOK}: ${sliceTitle(afterLook)}. ${afterLook.reason}\n`;
}

/** How close the decision was; nothing where there was no choice, or the policy has no numbers for it. */
function queueOf({ scoreMeaning, alternatives }: RecommendationView): string {
  const scored = alternatives.filter(({ score }) => Number.isFinite(score));
  if (scoreMeaning === null || scored.length < 2) return '';
  const { meaning, format } = scoreScale(
    scoreMeaning,
    scored.map(({ score }) => score),
  );
  const shown = scored.slice(0, QUEUED).map(({ name, score }) => `${name} ${format(score)}`);
  const more = scored.length > QUEUED ? `, and ${scored.length - QUEUED} more` : '';
  return `Queue by ${meaning}: ${shown.join(', ')}${more}.\n`;
}

function row(run: RunView, now: number): string[] {
  const settled = run.status === 'reached' || run.status === 'missed' || run.status === 'diverged';
  return [
    run.name,
    settled ? run.status : run.task === null ? 'no target' : VERDICTS[run.verdict],
    formatProbability(run.probability),
    run.reports === 0 ? '–' : formatLoss(run.loss),
    forecastText(run.methods[0]?.loss ?? NaN),
    run.task === null ? '–' : formatLoss(run.task.target),
    formatDuration(run.timeToTarget),
    run.task === null ? '–' : formatDuration((run.task.deadline - now) / 1000),
    String(run.reports),
  ];
}

/** Before the first reports there is no forecast. */
function forecastText(loss: number): string {
  return Number.isNaN(loss) ? '–' : formatLoss(loss);
}

import type { RunView } from '../../src/protocol/runs.js';

/** What the header counts; `none` are runs of which nobody asked anything. */
export type Standing = 'reached' | 'feasible' | 'at-risk' | 'infeasible' | 'unknown' | 'none';

/** A verdict as it is shown: a shape, a word and a tone, never a colour alone. */
export interface VerdictMark {
  readonly shape: string;
  readonly word: string;
  readonly tone: 'good' | 'warning' | 'bad' | 'quiet';
}

export const MARKS: Readonly<Record<Standing, VerdictMark>> = {
  reached: { shape: '✓', word: 'reached', tone: 'good' },
  feasible: { shape: '▲', word: 'feasible', tone: 'good' },
  'at-risk': { shape: '◆', word: 'at risk', tone: 'warning' },
  infeasible: { shape: '▼', word: 'infeasible', tone: 'bad' },
  unknown: { shape: '?', word: 'too early', tone: 'quiet' },
  none: { shape: '·', word: 'no target', tone: 'quiet' },
};

export function standingOf(run: RunView): Standing {
  if (run.task === null) return 'none';
  switch (run.status) {
    case 'reached':
      return 'reached';
    case 'missed':
    case 'diverged':
      return 'infeasible';
    case 'waiting':
    case 'running':
    case 'stalled':
      return run.verdict;
  }
}

/** How a run's row and summary name its verdict: as counted, but with the plainer word where there is one. */
export function markOf(run: RunView): VerdictMark {
  if (run.status === 'diverged') return { ...MARKS.infeasible, word: 'diverged' };
  if (run.task !== null && run.status === 'missed') return { ...MARKS.infeasible, word: 'missed' };
  return MARKS[standingOf(run)];
}

/** Whether there is anything left to forecast. */
export function isOpen(run: RunView): boolean {
  return run.status !== 'reached' && run.status !== 'missed' && run.status !== 'diverged';
}

/** What a verdict of "too early" waits for, as a clause: `needs 3 more reports`. */
export function missingClause(run: RunView): string {
  if (run.reports === 0 && run.status === 'waiting') return 'needs a first report';
  const clause = run.reason.replace(/^too early to say[:.,]?\s*/i, '').replace(/\.$/, '');
  return clause === '' ? 'needs more reports' : clause;
}

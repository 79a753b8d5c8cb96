import { formatDuration } from '../base/duration.js';
import { formatLoss, formatProbability } from '../base/number-format.js';
import type { TaskStatus, Verdict } from '../protocol/runs.js';

/** Reports before a verdict is given: below, the filters speak of their priors. */
export const FIRST_VERDICT = 5;

/**
 * Probabilities at which a verdict is entered and left. Out of reach below 5 % and back above 15 %: a hard yes or no,
 * as in the paper, drops tasks that would still succeed when it is asked early.
 */
const FEASIBLE = { enter: 0.7, leave: 0.6 } as const;
const INFEASIBLE = { enter: 0.05, leave: 0.15 } as const;

/** @param previous the verdict so far, for hysteresis */
export function judge(probability: number, reports: number, previous: Verdict): Verdict {
  if (reports < FIRST_VERDICT || Number.isNaN(probability)) return 'unknown';
  if (probability >= (previous === 'feasible' ? FEASIBLE.leave : FEASIBLE.enter)) return 'feasible';
  if (probability <= (previous === 'infeasible' ? INFEASIBLE.leave : INFEASIBLE.enter)) return 'infeasible';
  return 'at-risk';
}

/** What a verdict's sentence is made of. Seconds, losses; NaN where unknown. */
export interface VerdictFacts {
  readonly status: TaskStatus;
  readonly verdict: Verdict;
  readonly reports: number;
  readonly probability: number;
  readonly predictedLoss: number;
  readonly loss: number;
  readonly target: number;
  readonly secondsLeft: number;
  readonly timeToTarget: number;
  readonly secondsSilent: number;
  readonly dataRateKnown: boolean;
  readonly metricReason: string;
}

/** Why a run is shown as it is, in one sentence. */
export function explainVerdict(facts: VerdictFacts): string {
  const target = formatLoss(facts.target);
  switch (facts.status) {
    case 'reached':
      return `Reached its target ${target}.`;
    case 'missed':
      return `The deadline passed at loss ${formatLoss(facts.loss)}, above the target ${target}.`;
    case 'diverged':
      return 'Diverged: the last losses are not finite numbers.';
    case 'waiting':
      return facts.reports === 0
        ? `Waiting for the first report. ${facts.metricReason}`
        : 'Waiting for its beginning.';
    case 'stalled':
      return `No report for ${formatDuration(facts.secondsSilent)}, much longer than usual for this run. ${explainForecast(facts, target)}`;
    case 'running':
      return explainForecast(facts, target);
  }
}

function explainForecast(facts: VerdictFacts, target: string): string {
  const chance = formatProbability(facts.probability);
  const predicted = formatLoss(facts.predictedLoss);
  switch (facts.verdict) {
    case 'unknown': {
      const missing = FIRST_VERDICT - facts.reports;
      if (missing > 0) return `Too early to say: needs ${missing} more report${missing === 1 ? '' : 's'}.`;
      return facts.dataRateKnown
        ? 'Too early to say: no forecast can be made of these losses.'
        : 'Too early to say: the data rate is not known yet; give "dataRate" in the bundle or wait for new reports.';
    }
    case 'feasible': {
      const need = Number.isFinite(facts.timeToTarget)
        ? `, needs about ${formatDuration(facts.timeToTarget)} of the machine`
        : '';
      return `Forecast ${predicted} at the deadline, target ${target}: reaches it with ${chance} probability${need}.`;
    }
    case 'at-risk':
      return `Forecast ${predicted} at the deadline, target ${target}: reaches it with ${chance} probability, even with the whole machine.`;
    case 'infeasible':
      return `Out of reach: forecast ${predicted} at the deadline in ${formatDuration(facts.secondsLeft)}, target ${target} (${chance}).`;
  }
}

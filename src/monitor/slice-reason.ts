import { formatDuration } from '../base/duration.js';
import { formatLoss, formatProbability } from '../base/number-format.js';
import type { Candidate, Decision, TaskSpec } from '../core/policies/policy.js';
import type { Reports } from './reports.js';

/** A task that a reason speaks of. Times are seconds after the start, data in samples. */
interface Subject {
  readonly name: string;
  readonly spec: TaskSpec;
  readonly reports: Reports;
}

/** Below this probability a task is said to be out of reach. */
const OUT_OF_REACH = 0.05;

/** Why a task gets an ordinary slice, or its first reports, as a colleague would say it. */
export function explainSlice(
  decision: Decision,
  { spec, reports }: Subject,
  candidate: Candidate | undefined,
  now: number,
): string {
  const target = formatLoss(spec.target);
  if (decision.phase === 'warm-up') return `${reportsYet(reports.length)} whether ${target} is in reach.`;
  const probability = candidate?.probability ?? NaN;
  const chance = Number.isNaN(probability) ? '' : `, with ${formatProbability(probability)} probability`;
  if (decision.phase === 'best-effort') {
    return `No task is likely to reach its target; this one comes nearest to it (${target}${chance}).`;
  }
  const left = formatDuration(spec.deadline - now);
  if (probability < OUT_OF_REACH) {
    return `It is called out of reach (${formatProbability(probability)}) on ${counted(reports.length)}. With ${left} to its deadline that may be wrong.`;
  }
  const needed =
    candidate !== undefined && Number.isFinite(candidate.remainingTime)
      ? `Needs about ${formatDuration(candidate.remainingTime)} more to reach ${target}`
      : `Has until its deadline ${left} to reach ${target}`;
  return `${needed}${chance}.`;
}

/** Why the machine goes for a short while to a task that the forecasts put last. @param length of the look, seconds */
export function explainLook(
  { spec, reports }: Subject,
  candidate: Candidate | undefined,
  length: number,
): string {
  const probability = candidate?.probability ?? NaN;
  const verdict = probability < OUT_OF_REACH ? 'called out of reach' : 'given little chance';
  const more = Math.max(1, Math.round((length * spec.dataRate) / spec.reportSize));
  return `It is ${verdict} (${formatProbability(probability)}) on ${counted(reports.length)}. That may be wrong, and without more data it would stay wrong: about ${more} more tell.`;
}

/** What becomes of the others. @param spokenOf tasks that need no word */
export function explainOthers(
  decision: Decision,
  subjects: readonly Subject[],
  spokenOf: readonly (Subject | undefined)[],
  now: number,
): string {
  const waiting: string[] = [];
  const outOfReach: string[] = [];
  for (const entry of decision.candidates) {
    const other = subjects[entry.task]!;
    if (spokenOf.includes(other)) continue;
    const left = other.spec.deadline - now;
    if (entry.probability < OUT_OF_REACH) {
      outOfReach.push(`${other.name} is out of reach (${formatProbability(entry.probability)})`);
    } else if (entry.feasible && entry.remainingTime < left) {
      waiting.push(`${other.name} has ${formatDuration(left)} left and can wait`);
    }
  }
  const said = [...waiting.slice(0, 1), ...outOfReach.slice(0, 2)].join('; ');
  return said === '' ? '' : ` ${said}.`;
}

function reportsYet(count: number): string {
  if (count === 0) return 'Has no report yet: a few tell';
  return `Has only ${counted(count)} yet: a few more tell`;
}

function counted(reports: number): string {
  return reports === 1 ? '1 report' : `${reports} reports`;
}

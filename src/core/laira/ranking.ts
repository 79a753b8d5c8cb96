import type { Candidate, TaskSpec } from '../policies/policy.js';

/** Orders candidates best first: those in F, those warming up, then by score, by deadline and by index. */
export function rank(candidates: readonly Candidate[], tasks: readonly TaskSpec[]): Candidate[] {
  return [...candidates].sort(
    (a, b) =>
      Number(b.feasible) - Number(a.feasible) ||
      Number(b.warmingUp) - Number(a.warmingUp) ||
      compareScores(b.score, a.score) ||
      tasks[a.task]!.deadline - tasks[b.task]!.deadline ||
      a.task - b.task,
  );
}

/** A score that is not a number comes last; two infinite ones are equal. */
function compareScores(a: number, b: number): number {
  if (a === b) return 0;
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
  return Number.isNaN(b) ? 1 : a - b;
}

/** A candidate of which only its score is known. */
export function bareCandidate(task: number, score: number): Candidate {
  return {
    task,
    score,
    warmingUp: false,
    probability: NaN,
    remainingTime: NaN,
    requiredRate: NaN,
    predictedRate: NaN,
    feasible: true,
  };
}

/** A candidate that has to make its first reports. */
export function newcomer(task: number): Candidate {
  return { ...bareCandidate(task, NaN), warmingUp: true };
}

import type { Random } from './random.js';

/** How much of its curve a task needs. */
export type Difficulty = 'easy' | 'middle' | 'hard' | 'infeasible';

/** Of ten tasks: three easy, two middle, two hard, three infeasible. */
const MIX: readonly Difficulty[] = [
  'easy',
  'easy',
  'easy',
  'middle',
  'middle',
  'hard',
  'hard',
  'infeasible',
  'infeasible',
  'infeasible',
];

/** The part of the curve whose loss is the target. */
const PARTS: Readonly<Record<Exclude<Difficulty, 'infeasible'>, readonly [number, number]>> = {
  easy: [0.02, 0.06],
  middle: [0.06, 0.15],
  hard: [0.25, 0.6],
};
/** The target of a feasible task is the mean over this part of the reports before it, on either side. */
const SMOOTHING = 0.05;
/** The target of an infeasible task as a part of the least loss of its curve. */
const OUT_OF_REACH: readonly [number, number] = [0.6, 0.97];

/** One difficulty per task, in random order. */
export function drawDifficulties(random: Random, count: number): Difficulty[] {
  const all: Difficulty[] = [];
  while (all.length < count) all.push(...random.shuffle(MIX));
  return random.shuffle(all.slice(0, count));
}

/**
 * The target that makes a curve as difficult as asked: the smoothed loss after the drawn part of the curve, or, for an
 * infeasible task, a loss below every report.
 */
export function drawTarget(random: Random, difficulty: Difficulty, losses: Float64Array): number {
  if (difficulty === 'infeasible') {
    return losses.reduce((least, loss) => Math.min(least, loss), Infinity) * random.between(...OUT_OF_REACH);
  }
  const report = Math.max(2, Math.round(random.between(...PARTS[difficulty]) * losses.length));
  const reach = Math.round(SMOOTHING * report);
  const around = losses.subarray(Math.max(0, report - 1 - reach), report + reach);
  return around.reduce((sum, loss) => sum + loss, 0) / around.length;
}

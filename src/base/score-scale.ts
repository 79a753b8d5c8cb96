import { formatScore } from './number-format.js';

/**
 * What a policy's score is: chances of success per second of machine time, times the first one's time left over the
 * task's own, or predicted over required rate.
 */
export type ScoreMeaning = 'chance-rate' | 'rate-ratio';

/** How the scores of one queue are told: in one unit, so that they can be compared at a glance. */
export interface ScoreScale {
  /** Over a column of scores (`per hour`). */
  readonly heading: string;
  /** What a score is, as a clause. */
  readonly meaning: string;
  /** One score, without the heading (`12 %`). */
  readonly format: (score: number) => string;
}

const UNITS = [
  { name: 'day', seconds: 86_400 },
  { name: 'hour', seconds: 3600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const;

const LONG_NAMES = { day: 'day', hour: 'hour', min: 'minute', s: 'second' } as const;

/**
 * The scale for the scores of one queue. Chances per second are told per minute, hour or day: in the longest of these
 * in which none is above 100 %.
 */
export function scoreScale(meaning: ScoreMeaning, scores: readonly number[]): ScoreScale {
  if (meaning === 'rate-ratio') {
    return {
      heading: 'rate',
      meaning: 'predicted over required rate of learning, above 1 the target is reached in time',
      format: (score) => (Number.isFinite(score) ? `${formatScore(score)} ×` : formatScore(score)),
    };
  }
  const best = Math.max(0, ...scores.filter((score) => Number.isFinite(score)));
  const { name, seconds } = UNITS.find((unit) => best * unit.seconds <= 1) ?? UNITS[3];
  return {
    heading: `per ${name}`,
    meaning: `chance of success per ${LONG_NAMES[name]} of machine time`,
    format: (score) => formatChance(score * seconds),
  };
}

/** In percent with two digits at most; what is below a tenth of a percent is only told to be there. */
function formatChance(chance: number): string {
  if (!Number.isFinite(chance)) return formatScore(chance);
  const percent = chance * 100;
  if (percent > 1e-6 && percent < 0.1) return '< 0.1 %';
  return `${percent < 9.95 ? Number(percent.toFixed(1)) : Math.round(percent)} %`;
}

import type { EstimatorDefinition } from '../../src/core/estimators/estimator.js';
import { IntervalCalibration } from '../../src/core/evaluation/interval-calibration.js';
import { IntervalScores } from '../../src/core/evaluation/interval-scores.js';
import { Random } from '../../src/core/simulation/random.js';
import { byShare, cells, COLUMNS, FRACTIONS, type Case } from './interval-coverage.js';
import type { Origin } from './recorded-curves.js';
import { printTable } from './report.js';

/** Other runs that intervals have learned from. */
export const OTHERS = [0, 3, 10, 20, 60];
/** Choices of the other runs, for each curve. */
const DRAWS = 4;

/** Which curves a curve may learn from: those of its origin, as in a workspace of one project, or all the others. */
export type Company = 'origin' | 'all';

/** A curve's forecasts, and how its own intervals have held. */
interface Scored {
  readonly origin: string;
  readonly cases: readonly Case[];
  readonly scores: IntervalScores;
}

/** How the intervals of other curves have held. @param cases of the same origins, in the order of their curves */
export function scoredCurves(
  origins: readonly Origin[],
  method: EstimatorDefinition,
  cases: readonly Case[],
): readonly Scored[] {
  const all = origins.flatMap(({ name, curves }) => curves.map((losses) => ({ name, losses })));
  return all.map(({ name, losses }, i) => ({
    origin: name,
    cases: cases.filter(({ curve }) => curve === i + 1),
    scores: scoresOf(losses, method),
  }));
}

function scoresOf(losses: Float64Array, method: EstimatorDefinition): IntervalScores {
  const estimator = method.create({ totalReports: losses.length });
  const scores = new IntervalScores();
  losses.forEach((loss, i) => {
    estimator.observe(i + 1, loss);
    scores.observe(i + 1, loss, estimator);
  });
  return scores;
}

/** The same forecasts with bounds moved as `count` other curves ask for, drawn DRAWS times for each curve. */
export function calibratedCases(curves: readonly Scored[], count: number, company: Company): Case[] {
  const random = new Random(1);
  return curves.flatMap((own) => {
    const others = curves.filter(
      (other) => other !== own && (company === 'all' || other.origin === own.origin),
    );
    return Array.from({ length: count === 0 ? 1 : DRAWS }, () => {
      const calibration = new IntervalCalibration();
      random
        .shuffle(others)
        .slice(0, count)
        .forEach(({ scores }, i) => {
          calibration.take(String(i), scores);
        });
      return own.cases.map((row) => moved(row, calibration));
    }).flat();
  });
}

function moved(row: Case, calibration: IntervalCalibration): Case {
  const by80 = calibration.factor(0, row.horizon);
  const by95 = calibration.factor(1, row.horizon);
  return { ...row, distances: row.distances.map((distance, i) => distance * (i < 2 ? by80 : by95)) };
}

/** Coverage of intervals that have learned from other curves, by their number, and by share for the most of them. */
export function printCalibrated(
  origins: readonly Origin[],
  method: EstimatorDefinition,
  cases: readonly Case[],
  company: Company,
): void {
  const curves = scoredCurves(origins, method, cases);
  const whose = company === 'origin' ? 'other curves of the same origin' : 'other curves';
  printTable(
    `Intervals of ${method.name} that have learned from ${whose}, all shares from 2 % on`,
    ['others', ...COLUMNS.slice(1)],
    OTHERS.map((count) =>
      cells(count === 0 ? 'none' : `up to ${count}`, calibratedCases(curves, count, company)),
    ),
  );
  const most = calibratedCases(curves, OTHERS.at(-1)!, company);
  printTable(
    `The same by share, from up to ${OTHERS.at(-1)!} ${whose}`,
    COLUMNS,
    byShare(FRACTIONS).map(({ label, within }) => cells(label, most.filter(within))),
  );
}

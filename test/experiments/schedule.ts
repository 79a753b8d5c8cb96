// The paper's Figure 2: how many of ten tasks each policy finishes in time, and how often it switches.
import { lairaDkf } from '../../src/core/policies/laira-dkf.js';
import { lairaPd } from '../../src/core/policies/laira-pd.js';
import { lairaUcb } from '../../src/core/policies/laira-ucb.js';
import { makeLara } from '../../src/core/policies/lara.js';
import type { PolicyDefinition } from '../../src/core/policies/policy.js';
import { POLICIES } from '../../src/core/policies/registry.js';
import { makePaperBundle, type CurveSource } from '../../src/core/simulation/make-bundle.js';
import { countOption } from './options.js';
import { corpusCurves, CORPUS_ABSENT, drawFrom, keptApartCurves, shortCurves } from './recorded-curves.js';
import { printTable, printText, writeFigure } from './report.js';
import { resampledRuns } from './resampled-runs.js';
import { barPlot } from './svg-plot.js';
import { play, printTournament, successPanel, type Cell, type Tournament } from './tournament.js';

const EXPLORATIONS = [0.05, 0.1, 0.2, 0.3];
/** Those of the ablation experiment. */
const ABLATED: readonly PolicyDefinition[] = [lairaUcb, lairaPd, lairaDkf];

const seeds = countOption('seeds', 100, 2);
const sweep = EXPLORATIONS.map((exploration): PolicyDefinition => ({
  ...makeLara({ exploration }),
  name: `lara ${100 * exploration} %`,
}));
const others = POLICIES.filter((policy) => !ABLATED.includes(policy) && policy.name !== 'lara');

const corpus = corpusCurves();
const keptApart = keptApartCurves();
const short = shortCurves();
const cells: Cell[] = [
  { name: 'pure, generated curves', make: (seed) => makePaperBundle('pure', seed) },
  { name: 'mixed, generated curves', make: (seed) => makePaperBundle('mixed', seed) },
  await resampledRuns(),
];
if (corpus === undefined || keptApart === undefined || short === undefined) {
  printText(`Bundles of public curves. ${CORPUS_ABSENT}`);
} else {
  cells.push(...paperCells('public curves', drawFrom(corpus)));
  cells.push(...paperCells('curves kept apart', drawFrom(keptApart)));
  cells.push(...paperCells('short curves', drawFrom(short)));
}

function paperCells(curves: string, source: CurveSource): Cell[] {
  return [
    { name: `pure, ${curves}`, make: (seed) => makePaperBundle('pure', seed, source) },
    { name: `mixed, ${curves}`, make: (seed) => makePaperBundle('mixed', seed, source) },
  ];
}

const tournaments = cells.map((cell) => {
  const all = play(cell, [...others, ...sweep], seeds);
  const explored = all.standings.filter(({ policy }) => policy.startsWith('lara '));
  // The best share on the very seeds of the comparison: what favours LARA most.
  const best = explored[0]!.policy;
  const standings = all.standings.filter(({ policy }) => !policy.startsWith('lara ') || policy === best);
  return { shown: { ...all, standings }, explored };
});
printTable(
  `LARA by exploration share: successes (standard error about ${tournaments[0]!.explored[0]!.error.toFixed(2)})`,
  ['share of T', ...tournaments.map(({ shown }) => shown.cell)],
  sweep.map(({ name }) => [
    name,
    ...tournaments.map(({ explored }) =>
      explored.find(({ policy }) => policy === name)!.successes.toFixed(2),
    ),
  ]),
);
const shown = tournaments.map((one): Tournament => one.shown);
for (const tournament of shown) printTournament(tournament, others[0]!.name);
writeFigure('schedule', barPlot(shown.map(successPanel)));

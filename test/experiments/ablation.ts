// The paper's Figure 5: what LaiRA loses without each of its three parts.
import { laira } from '../../src/core/policies/laira.js';
import { lairaDkf } from '../../src/core/policies/laira-dkf.js';
import { lairaIndex } from '../../src/core/policies/laira-index.js';
import { lairaPd } from '../../src/core/policies/laira-pd.js';
import { lairaUcb } from '../../src/core/policies/laira-ucb.js';
import { sta } from '../../src/core/policies/sta.js';
import { makePaperBundle, makeScaleBundle, type CurveSource } from '../../src/core/simulation/make-bundle.js';
import { corpusCurves, CORPUS_ABSENT, drawFrom } from './recorded-curves.js';
import { countOption } from './options.js';
import { printText, writeFigure } from './report.js';
import { barPlot } from './svg-plot.js';
import { play, printTournament, successPanel, type Cell, type Tournament } from './tournament.js';

const TASKS = 40;

const seeds = countOption('seeds', 40, 2);
const corpus = corpusCurves();
if (corpus === undefined) printText(`Bundles of public curves. ${CORPUS_ABSENT}`);
const cells = [
  ...cellsOf('generated', undefined),
  ...(corpus === undefined ? [] : cellsOf('public', drawFrom(corpus))),
];
const tournaments: Tournament[] = [];
for (const cell of cells) {
  tournaments.push(await play(cell, [laira, lairaUcb, lairaPd, lairaDkf, sta, lairaIndex], seeds));
}
for (const tournament of tournaments) printTournament(tournament, laira.name);
writeFigure('ablation', barPlot(tournaments.map(successPanel)));

function cellsOf(curves: string, source: CurveSource | undefined): Cell[] {
  return [
    { name: `pure, ${curves} curves`, make: (seed) => makePaperBundle('pure', seed, source) },
    { name: `mixed, ${curves} curves`, make: (seed) => makePaperBundle('mixed', seed, source) },
    { name: `${TASKS} tasks, ${curves} curves`, make: (seed) => makeScaleBundle(TASKS, seed, source) },
  ];
}

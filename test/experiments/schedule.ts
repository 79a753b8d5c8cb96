// The paper's Figure 2: how many of ten tasks each policy finishes in time, and how often it switches.
import { compare, LARA_SWEEP, paperCells, printComparison, type Comparison } from './comparison.js';
import { countOption } from './options.js';
import { corpusCurves, CORPUS_ABSENT, drawFrom, keptApartCurves, shortCurves } from './recorded-curves.js';
import { printTable, printText, writeFigure } from './report.js';
import { resampledRuns } from './resampled-runs.js';
import { barPlot } from './svg-plot.js';
import { successPanel } from './tournament.js';

const seeds = countOption('seeds', 100, 2);

const corpus = corpusCurves();
const keptApart = keptApartCurves();
const short = shortCurves();
const cells = [...paperCells('generated curves'), await resampledRuns()];
if (corpus === undefined || keptApart === undefined || short === undefined) {
  printText(`Bundles of public curves. ${CORPUS_ABSENT}`);
} else {
  cells.push(...paperCells('public curves', drawFrom(corpus)));
  cells.push(...paperCells('curves kept apart', drawFrom(keptApart)));
  cells.push(...paperCells('short curves', drawFrom(short)));
}

const comparisons: Comparison[] = [];
for (const cell of cells) comparisons.push(await compare(cell, seeds));
printTable(
  `LARA by exploration share: successes (standard error about ${comparisons[0]!.explored[0]!.error.toFixed(2)})`,
  ['share of T', ...comparisons.map(({ shown }) => shown.cell)],
  LARA_SWEEP.map(({ name }) => [
    name,
    ...comparisons.map(({ explored }) =>
      explored.find(({ policy }) => policy === name)!.successes.toFixed(2),
    ),
  ]),
);
for (const comparison of comparisons) printComparison(comparison);
writeFigure('schedule', barPlot(comparisons.map(({ shown }) => successPanel(shown))));

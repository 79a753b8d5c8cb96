// Everything that is claimed of public curves, on curves of one's own: how well each method predicts the last report, what
// the default's intervals hold, and how many tasks each policy finishes in time. Writes no figures.
import { dkf } from '../../src/core/estimators/dkf.js';
import { dkfPaper } from '../../src/core/estimators/dkf-paper.js';
import { kalman } from '../../src/core/estimators/kalman.js';
import { leastSquares } from '../../src/core/estimators/least-squares.js';
import { weightedLeastSquares } from '../../src/core/estimators/weighted-least-squares.js';
import { printCalibrated } from './calibrated-coverage.js';
import { compare, paperCells, printComparison } from './comparison.js';
import { printErrors } from './extrapolation-errors.js';
import { countOption, curvesOption } from './options.js';
import { printCoverage } from './interval-coverage.js';
import { printedFilterRaw } from './printed-filter-raw.js';
import { curvesOfFile, drawFrom, originsOfFile } from './recorded-curves.js';
import { scaleUp } from './scale-up.js';

const file = curvesOption();
const seeds = countOption('seeds', 100, 2);

const set = curvesOfFile(file);
printErrors(set, [leastSquares, weightedLeastSquares, kalman, dkfPaper, dkf]);
const origins = originsOfFile(file);
const { chosenBy } = await printCoverage(origins, dkf, printedFilterRaw);
printCalibrated(origins, dkf, chosenBy, 'all');
const source = drawFrom(set);
for (const cell of paperCells(set.name, source)) printComparison(await compare(cell, seeds));
await scaleUp(set.name, source, Math.ceil(seeds / 5));

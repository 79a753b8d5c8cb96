// The paper's Figure 3: how well each method predicts the 500th report from the first ones, what it costs, and how far
// its intervals and probabilities can be believed.
import { dkf } from '../../src/core/estimators/dkf.js';
import { dkfPaper } from '../../src/core/estimators/dkf-paper.js';
import type { EstimatorDefinition } from '../../src/core/estimators/estimator.js';
import { kalman } from '../../src/core/estimators/kalman.js';
import { leastSquares } from '../../src/core/estimators/least-squares.js';
import { m4Fast } from '../../src/core/estimators/m4-fast.js';
import { m4Official } from '../../src/core/estimators/m4-official.js';
import { weightedLeastSquares } from '../../src/core/estimators/weighted-least-squares.js';
import { printCalibrated } from './calibrated-coverage.js';
import { printCalibration } from './calibration.js';
import { printErrors } from './extrapolation-errors.js';
import { printedFilterRaw } from './printed-filter-raw.js';
import { countOption } from './options.js';
import { printCoverage } from './interval-coverage.js';
import { CORPUS_ABSENT, corpusCurves, origins, sampleCurves } from './recorded-curves.js';
import { printText, writeFigure } from './report.js';
import { printScalingBenchmark } from './scaling-benchmark.js';
import { printSideInformation } from './side-information.js';
import { linePlot } from './svg-plot.js';

const METHODS: readonly EstimatorDefinition[] = [
  leastSquares,
  weightedLeastSquares,
  kalman,
  m4Fast,
  dkfPaper,
  dkf,
];
/** The first is the one whose reliability is printed. */
const WITH_INTERVALS: readonly EstimatorDefinition[] = [dkf, dkfPaper, printedFilterRaw];
/** M4 with its published optimiser takes seconds a prediction: few curves and fractions. */
const OFFICIAL_CURVES = 3;
const OFFICIAL_FRACTIONS = [0.05, 0.2];

const samples = await sampleCurves();
const corpus = corpusCurves();
if (corpus === undefined) printText(`Curves of public logs. ${CORPUS_ABSENT}`);
const sets = corpus === undefined ? [samples] : [samples, corpus];

writeFigure('extrapolation', linePlot(sets.map((set) => printErrors(set, METHODS))));
writeFigure('calibration', linePlot(sets.map((set) => printCalibration(set, WITH_INTERVALS))));
const grouped = await origins();
if (grouped !== undefined) {
  const { chosenBy } = await printCoverage(grouped, dkf, printedFilterRaw);
  printCalibrated(grouped, dkf, chosenBy, 'origin');
}
await printSideInformation();
printScalingBenchmark(countOption('m4-every', 12, 1));
const few = samples.curves.slice(0, OFFICIAL_CURVES);
printErrors(
  { name: few.map(({ run }) => run).join(', '), curves: few },
  [...METHODS, m4Official],
  OFFICIAL_FRACTIONS,
);

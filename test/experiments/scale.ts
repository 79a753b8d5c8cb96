// The paper's Figure 4: more tasks on one machine; and what a decision costs with up to a thousand tasks.
import { quantile } from '../../src/core/evaluation/quantile.js';
import { runningTask } from '../../src/core/laira/shares.js';
import type { PolicyDefinition, TaskProgress } from '../../src/core/policies/policy.js';
import { horizonOf, lossOfReport } from '../../src/core/simulation/bundle.js';
import { makeScaleBundle } from '../../src/core/simulation/make-bundle.js';
import { countOption } from './options.js';
import { corpusCurves, CORPUS_ABSENT, drawFrom, keptApartCurves, shortCurves } from './recorded-curves.js';
import { printTable, printText, short, writeFigure } from './report.js';
import { SCALED_POLICIES, scaleUp } from './scale-up.js';
import { linePlot } from './svg-plot.js';
import { FIRST_SEED } from './tournament.js';

const TIMED_COUNTS = [10, 100, 300, 1000];
const TIMED_DECISIONS = 40;
/** Reports of every task before the clock starts. */
const REPORTS_BEFORE = 20;

const seeds = countOption('seeds', 40, 2);
const corpus = corpusCurves();
const keptApart = keptApartCurves();
const shortOnes = shortCurves();

const panels = [
  ...(await scaleUp('generated', undefined, seeds)),
  ...(corpus === undefined ? [] : await scaleUp('public', drawFrom(corpus), seeds)),
  ...(keptApart === undefined ? [] : await scaleUp('kept-apart', drawFrom(keptApart), seeds)),
  ...(shortOnes === undefined ? [] : await scaleUp('short', drawFrom(shortOnes), seeds)),
];
if (corpus === undefined) printText(`Bundles of public curves. ${CORPUS_ABSENT}`);
timeDecisions();
writeFigure('scale', linePlot(panels));

function timeDecisions(): void {
  const timed = SCALED_POLICIES.map((policy) => [
    policy.name,
    ...TIMED_COUNTS.map((count) => {
      const times = decisionTimes(policy, count);
      return `${short(quantile(times, 0.5))} (${short(Math.max(...times))})`;
    }),
  ]);
  printTable(
    `One decision in ms, median (largest) of ${TIMED_DECISIONS}, ${REPORTS_BEFORE} reports per task before`,
    ['policy', ...TIMED_COUNTS.map((count) => `K = ${count}`)],
    timed,
  );
}

/** Milliseconds of each decision; between two of them the chosen task makes three reports. */
function decisionTimes(definition: PolicyDefinition, count: number): number[] {
  const bundle = makeScaleBundle(count, FIRST_SEED);
  const horizon = horizonOf(bundle.tasks);
  const policy = definition.create(bundle.tasks, horizon);
  const progress: TaskProgress[] = bundle.tasks.map(() => ({
    data: 0,
    reports: 0,
    loss: NaN,
    reached: false,
  }));
  const report = (k: number): void => {
    const task = bundle.tasks[k]!;
    const reports = progress[k]!.reports + 1;
    const loss = lossOfReport(task, reports);
    const data = reports * task.reportSize;
    policy.observe(k, data, loss);
    progress[k] = { data, reports, loss, reached: false };
  };
  for (const k of bundle.tasks.keys()) {
    for (let i = 0; i < REPORTS_BEFORE; i++) report(k);
  }
  const times: number[] = [];
  let now = Math.round(0.2 * horizon);
  for (let i = 0; i < TIMED_DECISIONS; i++) {
    const start = performance.now();
    const decision = policy.decide(now, progress);
    times.push(performance.now() - start);
    policy.commit(decision, now, progress);
    const k = runningTask(decision.shares);
    if (k !== undefined) for (let j = 0; j < 3; j++) report(k);
    now += 1;
  }
  return times;
}

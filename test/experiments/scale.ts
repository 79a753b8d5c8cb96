// The paper's Figure 4: more tasks on one machine; and what a decision costs with up to a thousand tasks.
import { quantile } from '../../src/core/evaluation/quantile.js';
import { runningTask } from '../../src/core/laira/shares.js';
import { laira } from '../../src/core/policies/laira.js';
import { lairaIndex } from '../../src/core/policies/laira-index.js';
import { lara, makeLara } from '../../src/core/policies/lara.js';
import type { PolicyDefinition, TaskProgress } from '../../src/core/policies/policy.js';
import { rr } from '../../src/core/policies/rr.js';
import { sh } from '../../src/core/policies/sh.js';
import { sta } from '../../src/core/policies/sta.js';
import { stf } from '../../src/core/policies/stf.js';
import { ua } from '../../src/core/policies/ua.js';
import { horizonOf, lossOfReport } from '../../src/core/simulation/bundle.js';
import { makeScaleBundle, type CurveSource } from '../../src/core/simulation/make-bundle.js';
import { countOption } from './options.js';
import { corpusCurves, CORPUS_ABSENT, drawFrom, keptApartCurves, shortCurves } from './recorded-curves.js';
import { printTable, printText, short, writeFigure } from './report.js';
import { linePlot, type LinePanel } from './svg-plot.js';
import { FIRST_SEED, play, type Tournament } from './tournament.js';

const COUNTS = [10, 20, 40, 70, 100];
const TIMED_COUNTS = [10, 100, 300, 1000];
const EXPLORATIONS = [0.05, 0.1, 0.2, 0.3];
const TIMED_DECISIONS = 40;
/** Reports of every task before the clock starts. */
const REPORTS_BEFORE = 20;

const policies: readonly PolicyDefinition[] = [lairaIndex, laira, sta, lara, ua, rr, stf, sh];
/** In the tournaments LARA takes part with all exploration shares; the best of them is shown. */
const entrants: readonly PolicyDefinition[] = [
  ...policies.filter((policy) => policy !== lara),
  ...EXPLORATIONS.map((exploration) => ({ ...makeLara({ exploration }), name: `lara ${exploration}` })),
];
const seeds = countOption('seeds', 40, 2);
const corpus = corpusCurves();
const keptApart = keptApartCurves();
const shortOnes = shortCurves();

const panels = [
  ...scaleUp('generated', undefined),
  ...(corpus === undefined ? [] : scaleUp('public', drawFrom(corpus))),
  ...(keptApart === undefined ? [] : scaleUp('kept-apart', drawFrom(keptApart))),
  ...(shortOnes === undefined ? [] : scaleUp('short', drawFrom(shortOnes))),
];
if (corpus === undefined) printText(`Bundles of public curves. ${CORPUS_ABSENT}`);
timeDecisions();
writeFigure('scale', linePlot(panels));

function scaleUp(curves: string, source: CurveSource | undefined): LinePanel[] {
  const tournaments = COUNTS.map((count) => {
    const make = (seed: number) => makeScaleBundle(count, seed, source);
    return play({ name: `${count} tasks`, make }, entrants, seeds);
  });
  const header = ['policy', ...COUNTS.map((count) => `K = ${count}`)];
  const cells = (value: (tournament: Tournament, policy: string) => string): string[][] =>
    policies.map(({ name }) => [name, ...tournaments.map((tournament) => value(tournament, name))]);
  // Best first: the first LARA is the one with the best exploration share.
  const find = ({ standings }: Tournament, policy: string) =>
    standings.find((standing) => standing.policy.split(' ')[0] === policy)!;
  printTable(
    `Successes of those of the oracle ± SE, ${curves} curves, ${seeds} seeds (oracle ${tournaments
      .map(({ oracle }) => oracle.toFixed(1))
      .join(', ')})`,
    header,
    cells((tournament, policy) => {
      const { ratio, error } = find(tournament, policy);
      return `${ratio.toFixed(2)} ± ${(error / tournament.oracle).toFixed(2)}`;
    }),
  );
  printTable(
    `Tasks that ${lairaIndex.name} does more than the next best at each count ± SE, ${curves} curves`,
    header,
    [
      [
        'next best',
        ...tournaments.map(({ standings }) => {
          const { lead, leadError } = standings.find(({ policy }) => policy !== lairaIndex.name)!;
          return `${(-lead).toFixed(2)} ± ${leadError.toFixed(2)}`;
        }),
      ],
    ],
  );
  printTable(
    `Switches, ${curves} curves`,
    header,
    cells((tournament, policy) => find(tournament, policy).switches.toFixed(0)),
  );
  const lines = (value: (tournament: Tournament, policy: string) => number): LinePanel['lines'] =>
    policies.map(({ name }) => ({
      label: name,
      points: tournaments.map((tournament, i) => [COUNTS[i]!, value(tournament, name)] as const),
    }));
  const xAxis = { xLabel: 'tasks', logX: true, xTicks: COUNTS };
  return [
    {
      title: `Successes, ${curves} curves`,
      yLabel: 'share of the oracle',
      ...xAxis,
      yTicks: [0.2, 0.4, 0.6, 0.8, 1],
      lines: lines((tournament, policy) => find(tournament, policy).ratio),
    },
    {
      title: `Switches, ${curves} curves`,
      yLabel: 'switches',
      ...xAxis,
      logY: true,
      yTicks: [1, 10, 100, 1000, 10_000, 100_000, 1_000_000],
      lines: lines((tournament, policy) => Math.max(find(tournament, policy).switches, 1)),
    },
  ];
}

function timeDecisions(): void {
  const timed = policies.map((policy) => [
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

import { laira } from '../../src/core/policies/laira.js';
import { lairaIndex } from '../../src/core/policies/laira-index.js';
import { lara } from '../../src/core/policies/lara.js';
import type { PolicyDefinition } from '../../src/core/policies/policy.js';
import { rr } from '../../src/core/policies/rr.js';
import { sh, shTarget } from '../../src/core/policies/sh.js';
import { sta } from '../../src/core/policies/sta.js';
import { stf } from '../../src/core/policies/stf.js';
import { ua } from '../../src/core/policies/ua.js';
import { makeScaleBundle, type CurveSource } from '../../src/core/simulation/make-bundle.js';
import { LARA_SWEEP } from './comparison.js';
import { printTable } from './report.js';
import type { LinePanel } from './svg-plot.js';
import { play, type Tournament } from './tournament.js';

const COUNTS = [10, 20, 40, 70, 100];

export const SCALED_POLICIES: readonly PolicyDefinition[] = [
  lairaIndex,
  laira,
  sta,
  lara,
  ua,
  rr,
  stf,
  sh,
  shTarget,
];
/** In the tournaments LARA takes part with all exploration shares; the best of them is shown. */
const ENTRANTS: readonly PolicyDefinition[] = [
  ...SCALED_POLICIES.filter((policy) => policy !== lara),
  ...LARA_SWEEP,
];

/**
 * Tables of successes, leads and switches by the number of tasks.
 * @param source where the curves are drawn from; undefined generates them
 * @returns panels of successes and switches
 */
export async function scaleUp(
  curves: string,
  source: CurveSource | undefined,
  seeds: number,
): Promise<LinePanel[]> {
  const tournaments: Tournament[] = [];
  for (const count of COUNTS) {
    const make = (seed: number) => makeScaleBundle(count, seed, source);
    tournaments.push(await play({ name: `${count} tasks`, make }, ENTRANTS, seeds));
  }
  const header = ['policy', ...COUNTS.map((count) => `K = ${count}`)];
  const cells = (value: (tournament: Tournament, policy: string) => string): string[][] =>
    SCALED_POLICIES.map(({ name }) => [name, ...tournaments.map((tournament) => value(tournament, name))]);
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
    SCALED_POLICIES.map(({ name }) => ({
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

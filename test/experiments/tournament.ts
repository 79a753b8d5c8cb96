import { setImmediate as turn } from 'node:timers/promises';
import { op } from 'arquero';
import type { PolicyDefinition } from '../../src/core/policies/policy.js';
import type { SimulationBundle } from '../../src/core/simulation/bundle.js';
import { oracleSuccesses } from '../../src/core/simulation/oracle.js';
import { simulate } from '../../src/core/simulation/simulator.js';
import { countOption } from './options.js';
import { aggregate, printTable } from './report.js';
import type { Bar, BarPanel } from './svg-plot.js';

/** Seeds of the evaluation begin here, or at --first; those used in choosing the settings are below. */
export const FIRST_SEED = countOption('first', 100_001, 1);

/** A way to draw bundles. */
export interface Cell {
  readonly name: string;
  make(seed: number): SimulationBundle;
}

/** One policy on one bundle. */
interface Trial {
  readonly policy: string;
  readonly successes: number;
  readonly switches: number;
  /** Successes less those of the reference policy on the same bundle. */
  readonly lead: number;
}

export interface Standing {
  readonly policy: string;
  readonly successes: number;
  readonly error: number;
  /** Mean successes by those of the oracle. */
  readonly ratio: number;
  readonly switches: number;
  readonly switchesError: number;
  /** Mean paired difference to the reference policy, and its standard error. */
  readonly lead: number;
  readonly leadError: number;
}

export interface Tournament {
  readonly cell: string;
  readonly seeds: number;
  readonly oracle: number;
  /** Best first. */
  readonly standings: readonly Standing[];
}

/**
 * Every policy on the same bundles. The event loop has a turn after each, so that who waits for the tournament can tell it
 * from one that hangs.
 * @param policies the first is the reference of paired differences
 */
export async function play(
  cell: Cell,
  policies: readonly PolicyDefinition[],
  seeds: number,
): Promise<Tournament> {
  const trials: Trial[] = [];
  let oracle = 0;
  for (let seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
    const bundle = cell.make(seed);
    oracle += oracleSuccesses(bundle) / seeds;
    let reference: number | undefined;
    for (const policy of policies) {
      const { successes, switches } = simulate(bundle, policy, { switchCost: 0, trace: false });
      reference ??= successes;
      trials.push({ policy: policy.name, successes, switches, lead: successes - reference });
    }
    await turn();
  }
  const rows = aggregate<Trial, Record<'n' | 'successesSd' | 'switchesSd' | 'leadSd', number>>(
    trials,
    ['policy'],
    {
      n: op.count(),
      successes: op.mean('successes'),
      successesSd: op.stdev('successes'),
      switches: op.mean('switches'),
      switchesSd: op.stdev('switches'),
      lead: op.mean('lead'),
      leadSd: op.stdev('lead'),
    },
  );
  const standings = rows.map((row): Standing => ({
    policy: row.policy,
    successes: row.successes,
    error: row.successesSd / Math.sqrt(row.n),
    ratio: row.successes / oracle,
    switches: row.switches,
    switchesError: row.switchesSd / Math.sqrt(row.n),
    lead: row.lead,
    leadError: row.leadSd / Math.sqrt(row.n),
  }));
  return { cell: cell.name, seeds, oracle, standings: standings.sort((a, b) => b.successes - a.successes) };
}

/** @param reference name of the policy that the last column compares with */
export function printTournament({ cell, seeds, oracle, standings }: Tournament, reference: string): void {
  printTable(
    `${cell}, ${seeds} seeds; oracle ${oracle.toFixed(2)}`,
    ['policy', 'successes', '± SE', 'of oracle', 'switches', '± SE', `less ${reference}`, '± SE'],
    standings.map((row) => [
      row.policy,
      row.successes.toFixed(2),
      row.error.toFixed(2),
      row.ratio.toFixed(2),
      row.switches.toFixed(0),
      row.switchesError.toFixed(1),
      signed(row.lead),
      row.leadError.toFixed(2),
    ]),
  );
}

export function successPanel({ cell, oracle, standings }: Tournament): BarPanel {
  const bars = standings.map(({ policy, successes, error }): Bar => ({
    label: policy,
    value: successes,
    error,
    emphasised: policy.startsWith('laira'),
  }));
  return { title: cell, bars, xLabel: 'tasks done in time (mean, standard error)', ceiling: oracle };
}

function signed(value: number): string {
  const text = value.toFixed(2);
  return Number(text) === 0 ? '0.00' : value > 0 ? `+${text}` : text;
}

import { lairaDkf } from '../../src/core/policies/laira-dkf.js';
import { lairaPd } from '../../src/core/policies/laira-pd.js';
import { lairaUcb } from '../../src/core/policies/laira-ucb.js';
import { makeLara } from '../../src/core/policies/lara.js';
import type { PolicyDefinition } from '../../src/core/policies/policy.js';
import { POLICIES } from '../../src/core/policies/registry.js';
import { makePaperBundle, type CurveSource } from '../../src/core/simulation/make-bundle.js';
import { play, printTournament, type Cell, type Standing, type Tournament } from './tournament.js';

const EXPLORATIONS = [0.05, 0.1, 0.2, 0.3];
/** LARA by exploration share. */
export const LARA_SWEEP = EXPLORATIONS.map((exploration): PolicyDefinition => ({
  ...makeLara({ exploration }),
  name: `lara ${100 * exploration} %`,
}));
/** Those of the ablation experiment. */
const ABLATED: readonly PolicyDefinition[] = [lairaUcb, lairaPd, lairaDkf];
const OTHERS = POLICIES.filter((policy) => !ABLATED.includes(policy) && policy.name !== 'lara');

export interface Comparison {
  /** LARA with the share that is best on the very bundles of the comparison: what favours it most. */
  readonly shown: Tournament;
  /** LARA with every share, best first. */
  readonly explored: readonly Standing[];
}

/** Every policy on the same bundles. */
export async function compare(cell: Cell, seeds: number): Promise<Comparison> {
  const all = await play(cell, [...OTHERS, ...LARA_SWEEP], seeds);
  const explored = all.standings.filter(({ policy }) => policy.startsWith('lara '));
  const best = explored[0]!.policy;
  const standings = all.standings.filter(({ policy }) => !policy.startsWith('lara ') || policy === best);
  return { shown: { ...all, standings }, explored };
}

export function printComparison({ shown }: Comparison): void {
  printTournament(shown, OTHERS[0]!.name);
}

/** The paper's two bundles with curves from one source. */
export function paperCells(curves: string, source?: CurveSource): Cell[] {
  return [
    { name: `pure, ${curves}`, make: (seed) => makePaperBundle('pure', seed, source) },
    { name: `mixed, ${curves}`, make: (seed) => makePaperBundle('mixed', seed, source) },
  ];
}

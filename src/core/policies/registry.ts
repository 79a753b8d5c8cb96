import { laira } from './laira.js';
import { lairaDkf } from './laira-dkf.js';
import { lairaIndex } from './laira-index.js';
import { lairaPd } from './laira-pd.js';
import { lairaUcb } from './laira-ucb.js';
import { lara } from './lara.js';
import type { PolicyDefinition } from './policy.js';
import { rr } from './rr.js';
import { sh, shTarget } from './sh.js';
import { sta } from './sta.js';
import { stf } from './stf.js';
import { ua } from './ua.js';

/** What the monitor recommends by. */
export const DEFAULT_POLICY: PolicyDefinition = lairaIndex;

/** Every policy: the default first, LaiRA as printed and its ablations, then the baselines. */
export const POLICIES: readonly PolicyDefinition[] = [
  lairaIndex,
  laira,
  lairaUcb,
  lairaPd,
  lairaDkf,
  sta,
  lara,
  ua,
  stf,
  rr,
  sh,
  shTarget,
];

/** The policy of that name, or undefined. */
export function policyByName(name: string): PolicyDefinition | undefined {
  return POLICIES.find((policy) => policy.name === name);
}

import type { LairaSettings } from '../laira/scheduler.js';
import { lairaVariant } from './laira.js';

/** No feasibility check, and with it no initial uniform allocation: a task gets one report, so that it can be ranked. */
export function withoutLookAhead(defaults: LairaSettings): LairaSettings {
  return { ...defaults, lookAhead: undefined, warmUpReports: 1 };
}

export const lairaDkf = lairaVariant(
  'laira-dkf',
  'LaiRA without DKF',
  'LaiRA without the look-ahead feasibility check: the ablation LaiRA-DKF of the paper.',
  withoutLookAhead,
);

import { dkfPaper } from '../estimators/dkf-paper.js';
import { estimatorLookAhead } from '../laira/look-ahead.js';
import { LairaScheduler, type LairaSettings } from '../laira/scheduler.js';
import type { PolicyDefinition } from './policy.js';

/**
 * The hyper-parameters that the paper leaves open, as chosen here: M_1 is half of T / K, slices lengthen as errors fall
 * (negative gains in the printed formula, in units of M_1 and of ln(loss)) and the rest follows `LairaSettings`.
 */
export function lairaDefaults(tasks: number, horizon: number): LairaSettings {
  const initial = Math.max(1, Math.round((0.5 * horizon) / Math.max(tasks, 1)));
  return {
    lookAhead: (task) => estimatorLookAhead(dkfPaper, task),
    checkReports: 20,
    warmUpReports: 5,
    discount: 0.95,
    ridge: 0.01,
    confidence: { parameterBound: 1, sigma: 0.3, delta: 0.1 },
    slices: {
      initial,
      proportionalGain: -1.25 * initial,
      derivativeGain: -0.4 * initial,
      keepFraction: true,
      minimum: 1,
      maximum: 2 * initial,
      whole: true,
    },
    errorOver: 'feasible',
    errorIn: 'log-loss',
    whenNoneFeasible: 'best-effort',
    atBegin: 'end',
  };
}

/** LaiRA or one of its ablations. @param change what differs from the defaults */
export function lairaVariant(
  name: string,
  title: string,
  description: string,
  change: (defaults: LairaSettings) => LairaSettings,
): PolicyDefinition {
  return {
    name,
    title,
    description,
    scoreMeaning: 'rate-ratio',
    create: (tasks, horizon) => new LairaScheduler(tasks, change(lairaDefaults(tasks.length, horizon))),
  };
}

export const laira: PolicyDefinition = lairaVariant(
  'laira',
  'LaiRA',
  'Look-ahead and immediate resource allocation as printed, Algorithm 1 of the paper.',
  (defaults) => defaults,
);

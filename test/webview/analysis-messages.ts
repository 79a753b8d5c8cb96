import type {
  AccuracyPrediction,
  AccuracyRow,
  BacktestAnswer,
  Offer,
  PolicyOutcome,
  ToAnalysisPage,
  WhatIfAnswer,
} from '../../src/protocol/analysis.js';
import { encodeNumbers } from '../../src/protocol/message-numbers.js';

/** An offer of three methods, two of them live, and three policies. */
export function offerOf(changed: Partial<Offer> = {}): Offer {
  const named = (name: string, title: string) => ({ name, title, description: `What ${title} does.` });
  return {
    type: 'choices',
    methods: [named('dkf', 'DKF'), named('wls', 'WLS'), named('ls', 'LS')],
    policies: [named('laira-index', 'LaiRA+'), named('ua', 'UA'), named('stf', 'STF')],
    method: 'dkf',
    policy: 'laira-index',
    calibrate: true,
    intervals: [],
    live: ['a', 'b', 'c', 'd', 'e'].map((name, i) => ({
      name,
      errors: [
        { method: 'dkf', title: 'DKF', error: i === 4 ? NaN : 0.05 + i / 100 },
        { method: 'wls', title: 'WLS', error: i === 4 ? NaN : 0.04 + i / 50 },
      ],
    })),
    runs: 5,
    tasks: 4,
    ...changed,
  };
}

/** Errors of each method, run by run, from one share of the data. */
export type Errors = Readonly<Record<string, readonly number[]>>;

/** An answer as the worker gives it, from the errors alone: every loss was 1 in the end. */
export function backtestOf(
  errors: Readonly<Record<number, Errors>>,
  changed: Partial<AccuracyRow> = {},
): BacktestAnswer {
  const predictions: AccuracyPrediction[] = [];
  const rows: AccuracyRow[] = [];
  for (const [share, methods] of Object.entries(errors)) {
    const fraction = Number(share);
    for (const [method, list] of Object.entries(methods)) {
      list.forEach((relativeError, i) => {
        const name = 'abcdefghijklmnop'.charAt(i);
        const predicted = 1 + relativeError;
        predictions.push({ run: `run-${name}`, name, method, fraction, predicted, actual: 1, relativeError });
      });
      const sorted = [...list].sort((a, b) => a - b);
      rows.push({
        method,
        title: method.toUpperCase(),
        fraction,
        runs: list.length,
        median: sorted[Math.floor(sorted.length / 2)] ?? NaN,
        mean: list.reduce((sum, error) => sum + error, 0) / list.length,
        p90: sorted.at(-1) ?? NaN,
        coverage80: 0.8,
        coverage95: 1,
        microsecondsPerPrediction: 1.2,
        ...changed,
      });
    }
  }
  return { kind: 'backtest', rows, predictions, tooShort: [] };
}

/** Five runs that DKF and WLS share about evenly, and on which LS is far off. */
export const EVEN = backtestOf({
  0.05: { dkf: [0.5, 0.6, 0.4, 0.7, 0.5], wls: [0.9, 0.8, 0.7, 0.9, 0.8], ls: [2, 3, 2, 3, 2] },
  0.2: {
    dkf: [0.06, 0.08, 0.05, 0.1, 0.07],
    wls: [0.05, 0.09, 0.04, 0.12, 0.11],
    ls: [0.3, 0.4, 0.3, 0.5, 0.4],
  },
});

export function outcomeOf(
  policy: string,
  title: string,
  successes: readonly number[],
  changed: Partial<PolicyOutcome> = {},
): PolicyOutcome {
  return {
    policy,
    title,
    description: `What ${title} does.`,
    meanSuccesses: successes.reduce((sum, count) => sum + count, 0) / successes.length,
    successes,
    meanSwitches: 12,
    reached: [1, 0.5, 0.25, 0],
    reachedAt: [NaN, NaN, NaN, NaN],
    slices: [],
    ...changed,
  };
}

export function whatIfOf(
  policies: readonly PolicyOutcome[],
  changed: Partial<WhatIfAnswer> = {},
): WhatIfAnswer {
  return {
    kind: 'what-if',
    tasks: ['a', 'b', 'c', 'd'].map((name, i) => ({ run: `run-${name}`, name, deadline: 600 * (i + 1) })),
    horizon: 2400,
    policies,
    meanOracle: 3.5,
    reachedSoFar: 1,
    ...changed,
  };
}

export const PLAYED = whatIfOf([
  outcomeOf('ua', 'UA', [1, 2, 1, 2], {
    slices: [0, 1, 2, 3].map((task) => ({ task, start: 0, length: 600, share: 0.25 })),
  }),
  outcomeOf('laira-index', 'LaiRA+', [3, 3, 2, 3], {
    reachedAt: [540, NaN, NaN, NaN],
    slices: [
      { task: 0, start: 0, length: 120, share: 1 },
      { task: 0, start: 120, length: 60, share: 1 },
      { task: 1, start: 180, length: 300, share: 1 },
      { task: 0, start: 480, length: 60, share: 1 },
    ],
  }),
]);

/** A message as it arrives, in JSON. */
export function asSent(message: ToAnalysisPage): unknown {
  return JSON.parse(JSON.stringify(encodeNumbers(message))) as unknown;
}

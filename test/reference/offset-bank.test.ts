import { describe, expect, it } from 'vitest';
import { emptyForecast } from '../../src/core/estimators/estimator.js';
import { OffsetBank } from '../../src/core/estimators/offset-bank.js';
import { expectClose, hasReference, readReference } from './reference-file.js';

interface BankReference {
  readonly curves: readonly { id: string; loss: number[] }[];
  readonly runs: readonly {
    curve: string;
    steps: readonly {
      n: number;
      slope: number[];
      level: number[];
      weight: number[];
      alive: boolean[];
      ln_loss_500: number;
    }[];
  }[];
}

const FILE = 'extra/bank.json';

describe.skipIf(!hasReference(FILE))(FILE, () => {
  const { curves, runs } = hasReference(FILE)
    ? (readReference(FILE) as BankReference)
    : { curves: [], runs: [] };
  it.each(runs)('$curve', ({ curve, steps }) => {
    const { loss } = curves.find(({ id }) => id === curve)!;
    const bank = new OffsetBank();
    for (const step of steps) {
      while (bank.reports < step.n) bank.observe(bank.reports + 1, loss[bank.reports]!);
      // The state of a dead member means nothing; the file keeps it as it was while dying.
      const living = (values: ArrayLike<number>): number[] =>
        Array.from(values).filter((_, j) => step.alive[j]);
      const actual = {
        slope: living(bank.slopes),
        level: living(bank.levels),
        weight: Array.from(bank.weights),
        ln_loss_500: bank.forecast(500, emptyForecast()).logLoss,
      };
      const { weight, ln_loss_500 } = step;
      const expected = { slope: living(step.slope), level: living(step.level), weight, ln_loss_500 };
      expectClose(actual, expected, 1e-9, 1e-12, `n=${step.n}`);
      expect(Array.from(bank.alive, Boolean)).toEqual(step.alive);
    }
  });
});

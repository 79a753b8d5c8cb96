import { describe, it } from 'vitest';
import { WeightedLeastSquares } from '../../src/core/estimators/weighted-least-squares.js';
import { expectClose, hasReference, readReference } from './reference-file.js';

interface PowerReference {
  readonly curves: readonly { id: string; loss: number[] }[];
  readonly runs: readonly {
    curve: string;
    kappa: number;
    lam: number;
    theta: number[];
    ln_loss_500: number;
  }[];
}

const FILE = 'extra/wls_power.json';

describe.skipIf(!hasReference(FILE))(FILE, () => {
  const { curves, runs } = hasReference(FILE)
    ? (readReference(FILE) as PowerReference)
    : { curves: [], runs: [] };
  it.each(runs)('$curve kappa $kappa', ({ curve, kappa, lam, theta, ln_loss_500 }) => {
    const line = new WeightedLeastSquares({ discount: 1, ridge: lam, power: kappa });
    curves
      .find(({ id }) => id === curve)!
      .loss.forEach((loss, index) => {
        line.update(Math.log(index + 1), Math.log(loss));
      });
    const actual = { theta: [line.slope, line.intercept], ln_loss_500: line.predict(Math.log(500)) };
    expectClose(actual, { theta, ln_loss_500 }, 1e-9, 1e-12);
  });
});

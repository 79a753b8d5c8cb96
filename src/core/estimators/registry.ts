import { dkf } from './dkf.js';
import { dkfPaper } from './dkf-paper.js';
import type { EstimatorDefinition } from './estimator.js';
import { kalman } from './kalman.js';
import { leastSquares } from './least-squares.js';
import { m4Fast } from './m4-fast.js';
import { m4Official } from './m4-official.js';
import { offsetBank } from './offset-bank.js';
import { powerOffset } from './power-offset.js';
import { weightedLeastSquares } from './weighted-least-squares.js';

/** Every estimator, the product's default first. */
export const ESTIMATORS: readonly EstimatorDefinition[] = [
  dkf,
  dkfPaper,
  weightedLeastSquares,
  leastSquares,
  kalman,
  powerOffset,
  offsetBank,
  m4Official,
  m4Fast,
];

/** The estimator of that name, or undefined. */
export function estimatorByName(name: string): EstimatorDefinition | undefined {
  return ESTIMATORS.find((estimator) => estimator.name === name);
}

import type { EstimatorDefinition } from './estimator.js';
import { WeightedLeastSquaresEstimator } from './weighted-least-squares.js';

export const leastSquares: EstimatorDefinition = {
  name: 'ls',
  title: 'LS',
  description: 'Ordinary least squares of a power law in logs over all reports, by running sums.',
  create: () => new WeightedLeastSquaresEstimator({ discount: 1, ridge: 0 }),
};

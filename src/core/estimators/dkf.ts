import type { EstimatorDefinition } from './estimator.js';
import { OffsetBank } from './offset-bank.js';

export const dkf: EstimatorDefinition = {
  name: 'dkf',
  title: 'DKF',
  description:
    'The default: dynamic Kalman filtering in ln(data) over a bank of hypotheses about the floor of the loss.',
  create: () => new OffsetBank(),
};

import { emptyForecast, type EstimatorDefinition } from '../estimators/estimator.js';
import { totalReports } from './active.js';
import type { TaskSpec } from '../policies/policy.js';

/** Predicts one task's loss at its deadline for the yes or no test of the look-ahead phase. Data is in samples. */
export interface LookAhead {
  observe(data: number, loss: number): void;
  /**
   * ln(loss) after `ahead` more samples, equation (8).
   * @param data all data processed so far, reported or not
   */
  predictLogLoss(data: number, ahead: number): number;
}

/** The look-ahead of any estimator: its median. */
export function estimatorLookAhead(definition: EstimatorDefinition, task: TaskSpec): LookAhead {
  const estimator = definition.create({ totalReports: totalReports(task) });
  const scratch = emptyForecast();
  return {
    observe: (data, loss) => {
      estimator.observe(data / task.reportSize, loss);
    },
    predictLogLoss: (data, ahead) => estimator.forecast((data + ahead) / task.reportSize, scratch).logLoss,
  };
}

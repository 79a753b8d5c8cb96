import { isPhase } from './gap-name.js';

/**
 * The words by which logs say that a value comes from the training itself, as far as they are used as labels of
 * their own (`mode: train`, `train_inner |`).
 */
const TRAINING = /^(?:train|training|train_inner|fit)$/i;

const SAYS_PHASE = /^(?:train|val|valid|validation|test|eval)[_/]/i;

/** Whether what a log labels with a phase is of the training itself. */
export function isOfTraining(phase: string | undefined): boolean {
  return phase === undefined || phase === '' || TRAINING.test(phase);
}

/**
 * The name of a metric that a log names alike in several phases: values of the training keep the log's name, all
 * others get the phase before it, so that evaluation never mixes into the training loss.
 */
export function metricInPhase(phase: string | undefined, metric: string): string {
  if (phase === undefined || isOfTraining(phase)) return metric;
  // "warmup" and its like part the training itself, and the names in it say what they are of.
  if (SAYS_PHASE.test(metric) && !isPhase(phase)) return metric;
  return metric.toLowerCase().startsWith(phase.toLowerCase()) ? metric : `${phase}/${metric}`;
}

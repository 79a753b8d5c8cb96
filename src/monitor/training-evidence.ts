import { isTrainingResult, metricRole } from '../readers/metric-role.js';
import type { Run } from './run.js';

/** How often a result that is no loss must come to count: once, a setting or a message may be named like one. */
const REPEATS = 2;

/**
 * Whether what was read is of a training. A text is looked at for its name alone, and may be a log of anything: a
 * build, a download, a server. It is followed silently and is a run from its first loss on, or as soon as it repeats
 * another result of a training (accuracy, perplexity, reward, learning rate). Logs of all other formats are runs in any
 * case, and so is what a person named.
 */
export function isOfTraining(run: Run): boolean {
  if (run.lossMetric !== '') return true;
  for (const log of run.files.values()) if (!log.mayBeOfAnything) return true;
  for (const { name, length } of run.metrics.values()) {
    if (length >= REPEATS && isTrainingResult(name) && metricRole(name) !== 'throughput') return true;
  }
  return false;
}

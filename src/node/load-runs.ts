import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Run } from '../monitor/run.js';
import { isOfTraining } from '../monitor/training-evidence.js';
import { createMonitor } from './create-monitor.js';
import { defaultSettings } from './settings.js';

/** One metric as logged: non-finite values included, steps NaN where the log has none. */
export interface LoadedMetric {
  readonly losses: Float64Array;
  readonly steps: Float64Array;
}

/** A run read from its logs, once and whole. */
export interface LoadedRun extends LoadedMetric {
  readonly name: string;
  /** The metric taken for the training loss; '' where none was found. */
  readonly metric: string;
  readonly metrics: ReadonlyMap<string, LoadedMetric>;
  /** Learning rate at each of the losses; NaN where the log does not tell it. */
  readonly learningRates: Float64Array;
}

/** A path that is not there. */
export class NoSuchPathError extends Error {
  constructor(path: string) {
    super(`${path}: there is no such file or folder; check the path.`);
  }
}

/** Reads all runs below paths, as the monitor sees them. @throws NoSuchPathError */
export async function readRuns(paths: readonly string[]): Promise<readonly Run[]> {
  for (const path of paths) {
    await access(resolve(path)).catch(() => {
      throw new NoSuchPathError(path);
    });
  }
  const monitor = createMonitor(defaultSettings(paths, null), { acts: false });
  try {
    await monitor.settle(true);
    // A text file without a single metric is no run, even if it is named.
    return monitor
      .runs()
      .filter(isOfTraining)
      .filter(
        (run) => run.metrics.size > 0 || [...run.files.values()].some(({ format }) => format !== 'text'),
      );
  } finally {
    monitor.dispose();
  }
}

/** All runs below paths as plain numbers. @throws NoSuchPathError */
export async function loadRuns(paths: readonly string[]): Promise<LoadedRun[]> {
  const runs = await readRuns(paths);
  return runs.map((run) => {
    const metrics = new Map(
      [...run.metrics.values()].map((series) => [
        series.name,
        { losses: series.value.slice(), steps: series.step.slice() },
      ]),
    );
    const nothing: LoadedMetric = { losses: new Float64Array(0), steps: new Float64Array(0) };
    return {
      name: run.name,
      metric: run.lossMetric,
      metrics,
      learningRates: run.learningRates(),
      ...(metrics.get(run.lossMetric) ?? nothing),
    };
  });
}

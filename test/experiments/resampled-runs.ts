import type { SimulatedTask } from '../../src/core/simulation/bundle.js';
import { Random } from '../../src/core/simulation/random.js';
import { unitOf, type RecordedCurve } from '../../src/core/simulation/recorded-bundle.js';
import { settledBundleMonitor } from '../../src/cli/bundle-monitor.js';
import type { Cell } from './tournament.js';

/** The course of a curve is the mean of ln(loss) over this share of the reports so far, on either side. */
const SMOOTHING = 0.05;
/** The noise of a report is that of a report at most this far from it. */
const NOISE_REACH = 20;

/**
 * The sample runs with the deadlines and targets of their laira.json. A seed draws the order of the tasks, and for every
 * report the noise of a neighbour. Beyond its recording a run stays where it is: a flat, noisy tail, which favours no
 * method of forecasting.
 */
export async function resampledRuns(): Promise<Cell> {
  const monitor = await settledBundleMonitor('sample-runs/laira.json', false, 0);
  const recordings = monitor
    .recordings()
    .flatMap(({ name, losses, reportSize, task }): RecordedCurve[] =>
      task === null ? [] : [{ name, losses, reportSize, ...task }],
    );
  monitor.dispose();
  const unit = unitOf(recordings);
  const make = (seed: number) => {
    const random = new Random(seed);
    const tasks = random.shuffle(recordings).map((recording): SimulatedTask => {
      const { name, begin, deadline, target, dataRate, reportSize, losses } = recording;
      const reports = Math.ceil(((deadline - begin) * dataRate) / reportSize);
      return {
        name,
        begin: Math.round(begin / unit),
        deadline: Math.round(deadline / unit),
        target,
        dataRate: dataRate * unit,
        reportSize,
        losses: resample(losses, Math.max(reports, losses.length), random),
      };
    });
    return { name: 'sample runs', tasks };
  };
  return { name: 'sample runs', make };
}

function resample(losses: Float64Array, reports: number, random: Random): Float64Array {
  const logs = losses.map(Math.log);
  const course = logs.map((_, i) => {
    const reach = Math.min(Math.round(SMOOTHING * i), logs.length - 1 - i);
    return logs.subarray(i - reach, i + reach + 1).reduce((sum, value) => sum + value, 0) / (2 * reach + 1);
  });
  const last = losses.length - 1;
  // One report is too little to level a tail at.
  const tail = logs.subarray(-2 * NOISE_REACH);
  const level = tail.reduce((sum, value) => sum + value, 0) / tail.length;
  return Float64Array.from({ length: reports }, (_, i) => {
    const centre = Math.min(i, last - NOISE_REACH);
    const drawn = centre + random.index(2 * NOISE_REACH + 1) - NOISE_REACH;
    const neighbour = Math.min(Math.max(drawn, 0), last);
    return Math.exp((i <= last ? course[i]! : level) + logs[neighbour]! - course[neighbour]!);
  });
}

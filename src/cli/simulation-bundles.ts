import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ESTIMATORS } from '../core/estimators/registry.js';
import { binAverage } from '../core/evaluation/bin-average.js';
import type { SimulatedTask, SimulationBundle } from '../core/simulation/bundle.js';
import { makePaperBundle, makeScaleBundle, type CurveSource } from '../core/simulation/make-bundle.js';
import { makeRecordedBundle, type RecordedCurve } from '../core/simulation/recorded-bundle.js';
import { loadRuns } from '../node/load-runs.js';
import { settledBundleMonitor } from './bundle-monitor.js';
import { CommandError } from './command.js';

/** Reports of a recorded curve that stands in for a generated one. */
const REPORTS = 500;

/** Units and reports of a task of a file: beyond, a simulation would take days, or time would not move by a unit. */
const MOST_UNITS = 1e8;
const MOST_REPORTS = 1e7;

/** Gives the bundle of each seed. */
export interface BundleSource {
  readonly name: string;
  /** Whether every seed gives the same bundle. */
  readonly fixed: boolean;
  make(seed: number): SimulationBundle;
}

/**
 * The bundle that the command line names.
 * @param name `pure`, `mixed`, `scale:K`, a `laira.json`, or a JSON file of tasks with their `losses`
 * @param curvePaths run logs whose curves take the place of generated ones; undefined: generated ones
 * @throws CommandError
 */
export async function openBundleSource(
  name: string,
  curvePaths: readonly string[] | undefined,
): Promise<BundleSource> {
  const size = /^scale:(.*)$/.exec(name)?.[1];
  if (name !== 'pure' && name !== 'mixed' && size === undefined) {
    if (curvePaths !== undefined) {
      throw new CommandError('--curves: only pure, mixed and scale:K draw curves; a file has its own.');
    }
    return openFile(name);
  }
  const source = curvePaths === undefined ? undefined : await recordedCurves(curvePaths);
  if (name === 'pure' || name === 'mixed') {
    return { name, fixed: false, make: (seed) => makePaperBundle(name, seed, source) };
  }
  const count = Number(size);
  if (!Number.isInteger(count) || count < 1 || count > 100_000) {
    throw new CommandError(
      `--bundle ${name}: write scale:K with K tasks from 1 to 100000, such as scale:40.`,
    );
  }
  return { name, fixed: false, make: (seed) => makeScaleBundle(count, seed, source) };
}

async function recordedCurves(paths: readonly string[]): Promise<CurveSource> {
  const runs = await loadRuns(paths);
  const curves = runs.flatMap(({ losses }) => {
    const fitting = losses.filter((loss) => loss > 0 && loss < Infinity);
    return fitting.length >= REPORTS ? [binAverage(fitting, REPORTS)] : [];
  });
  if (curves.length === 0) {
    throw new CommandError(
      `--curves ${paths.join(' ')}: no run there has ${REPORTS} losses above 0; see what is there with "laira inspect".`,
    );
  }
  return (random) => curves[random.index(curves.length)]!;
}

async function openFile(file: string): Promise<BundleSource> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `${file}: cannot be read (${reason}); name a bundle file, or one of pure, mixed, scale:K.`,
    );
  });
  const tasks = tasksWithLosses(text);
  if (tasks !== undefined) {
    const bundle = { name: basename(file), tasks: tasks.map((task, k) => decodeTask(task, k, file)) };
    return { name: file, fixed: true, make: () => bundle };
  }
  const recordings = await recordedTasks(file);
  const { length } = recordings;
  if (length === 0) {
    throw new CommandError(
      `${file}: no task has two loss reports and a known data rate; see the tasks with "laira verdicts --bundle ${file}".`,
    );
  }
  return {
    name: file,
    fixed: false,
    make: (seed) => makeRecordedBundle(basename(file), recordings, ESTIMATORS[0]!, seed),
  };
}

/** The tasks of a file that holds its curves itself; undefined for any other file. */
function tasksWithLosses(text: string): readonly unknown[] | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // A laira.json may have comments; its own reader says what is wrong with it.
    return undefined;
  }
  const tasks = isRecord(document) ? document['tasks'] : undefined;
  return Array.isArray(tasks) && tasks.some((task) => isRecord(task) && 'losses' in task) ? tasks : undefined;
}

function decodeTask(task: unknown, index: number, file: string): SimulatedTask {
  const place = `${file}: task ${index + 1}`;
  if (!isRecord(task)) throw new CommandError(`${place}: has to be an object.`);
  const { name, losses, resource } = task;
  if (!Array.isArray(losses) || losses.length === 0 || losses.some((loss) => typeof loss !== 'number')) {
    throw new CommandError(`${place}: "losses" has to be a list of numbers, one per report.`);
  }
  const begin = Math.round('begin' in task ? numberAtLeast(task, 'begin', 0, place) : 0);
  const deadline = Math.round(numberAtLeast(task, 'deadline', 1, place));
  if (deadline <= begin) throw new CommandError(`${place}: "deadline" has to be after "begin".`);
  if (deadline > MOST_UNITS) {
    throw new CommandError(`${place}: "deadline" is above ${MOST_UNITS} units; give times in a longer unit.`);
  }
  const dataRate = positive(task, 'dataRate', place);
  const reportSize = positive(task, 'reportSize', place);
  if (!((dataRate / reportSize) * (deadline - begin) <= MOST_REPORTS)) {
    throw new CommandError(
      `${place}: "dataRate" and "reportSize" make more than ${MOST_REPORTS} reports until the deadline; give a larger "reportSize".`,
    );
  }
  return {
    name: typeof name === 'string' ? name : `task ${index + 1}`,
    ...(typeof resource === 'string' && { resource }),
    begin,
    deadline,
    target: positive(task, 'target', place),
    dataRate,
    reportSize,
    losses: Float64Array.from(losses as number[]),
  };
}

function positive(task: Record<string, unknown>, field: string, place: string): number {
  const value = task[field];
  if (typeof value !== 'number' || !(value > 0)) {
    throw new CommandError(`${place}: "${field}" has to be a number above 0.`);
  }
  return value;
}

function numberAtLeast(task: Record<string, unknown>, field: string, least: number, place: string): number {
  const value = task[field];
  if (typeof value !== 'number' || !(value >= least)) {
    throw new CommandError(`${place}: "${field}" has to be a number of units, at least ${least}.`);
  }
  return value;
}

/** The tasks of a laira.json with what their logs hold now. */
async function recordedTasks(file: string): Promise<RecordedCurve[]> {
  const monitor = await settledBundleMonitor(file, false, 0);
  const recordings = monitor.recordings();
  monitor.dispose();
  return recordings.flatMap(({ name, losses, reportSize, task }) =>
    task === null || losses.length < 2 ? [] : { name, losses, reportSize, ...task },
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

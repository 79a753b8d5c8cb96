import { dirname, join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { FoundLog } from '../monitor/catalogue.js';
import type { ReaderDefinition } from '../readers/reader.js';
import { CONTROL_FILE } from '../actuators/control-file.js';

/** Name of the record of a log's flushes, in the folder of its run. */
export const FLUSHES_FILE = 'flushes.csv';

/** At so many seconds of its own running time a log had grown to `size` (bytes, or entries of a document). */
export interface Flush {
  readonly seconds: number;
  readonly size: number;
}

/** One recorded log and when its parts appeared. */
export interface RecordedLog {
  readonly path: string;
  /** Folder of the run, where its control file is looked for. */
  readonly folder: string;
  /** `bytes`: the file grew; `entries`: a document was replaced, holding the first entries of its history. */
  readonly unit: 'bytes' | 'entries';
  readonly contents: Buffer;
  readonly flushes: readonly Flush[];
}

/** Seconds between two lines of a log that says nothing about its times. */
const DEFAULT_SECONDS_PER_LINE = 1;

/**
 * When the parts of a recorded log appeared: from the record of its flushes in the run's folder, else from the times
 * that the log itself tells, else a line a second.
 */
export async function recordedLog(log: FoundLog, root: string): Promise<RecordedLog> {
  const contents = await readFile(log.path);
  const recorded = await findFlushes(log.path, root);
  if (recorded !== undefined) {
    return {
      path: log.path,
      folder: recorded.folder,
      unit: recorded.unit,
      contents,
      flushes: recorded.flushes,
    };
  }
  return {
    path: log.path,
    folder: dirname(log.path),
    unit: 'bytes',
    contents,
    flushes: flushesByContents(log, contents),
  };
}

/** The nearest flushes.csv above a log, up to the root. */
async function findFlushes(
  path: string,
  root: string,
): Promise<{ folder: string; unit: 'bytes' | 'entries'; flushes: Flush[] } | undefined> {
  for (let folder = dirname(path); folder.startsWith(root); folder = dirname(folder)) {
    const text = await readFile(join(folder, FLUSHES_FILE), 'utf8').catch(() => undefined);
    if (text !== undefined) {
      const [header, ...rows] = text.trim().split('\n');
      const flushes = rows.map((row) => {
        const [seconds, size] = row.split(',').map(Number);
        return { seconds: seconds ?? NaN, size: size ?? NaN };
      });
      return { folder, unit: header?.endsWith('entries') === true ? 'entries' : 'bytes', flushes };
    }
    if (folder === dirname(folder)) break;
  }
  return undefined;
}

function flushesByContents(log: FoundLog, contents: Buffer): Flush[] {
  const timed = log.definition?.growth === 'append' ? timedPlaces(log.path, log.definition, contents) : [];
  const first = timed[0];
  if (first !== undefined && timed.at(-1)!.time > first.time) {
    const flushes = timed.map(({ size, time }) => ({ seconds: time - first.time, size }));
    flushes[flushes.length - 1] = { ...flushes.at(-1)!, size: contents.length };
    return flushes;
  }
  if (log.definition?.placeUnit !== 'line' || log.definition.growth === 'document') {
    return [{ seconds: 0, size: contents.length }];
  }
  return lineEnds(contents).map((size, line) => ({ seconds: line * DEFAULT_SECONDS_PER_LINE, size }));
}

/** Sizes of the log after each timed value, with its time in seconds since 1970. */
function timedPlaces(
  path: string,
  definition: ReaderDefinition,
  contents: Buffer,
): { size: number; time: number }[] {
  const reader = definition.create(path);
  const events = [...reader.push(contents).events, ...reader.end().events];
  const ends = definition.placeUnit === 'line' ? lineEnds(contents) : undefined;
  const timed: { size: number; time: number }[] = [];
  for (const event of events) {
    if (event.kind !== 'scalar' || event.wallTime === undefined) continue;
    const size = ends === undefined ? event.place : (ends[event.place - 1] ?? contents.length);
    const last = timed.at(-1);
    if (last === undefined || (size > last.size && event.wallTime >= last.time))
      timed.push({ size, time: event.wallTime });
  }
  return timed;
}

function lineEnds(contents: Buffer): number[] {
  const ends: number[] = [];
  for (let at = contents.indexOf(10); at !== -1; at = contents.indexOf(10, at + 1)) ends.push(at + 1);
  if (ends.at(-1) !== contents.length) ends.push(contents.length);
  return ends;
}

/** Files in a recording that are no logs. */
export const NOT_LOGS: readonly string[] = [`**/${FLUSHES_FILE}`, `**/${CONTROL_FILE}`, '**/laira.json'];

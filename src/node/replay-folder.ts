import { lstat, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { CONTROL_FILE } from '../actuators/control-file.js';
import { ledgerPath } from '../monitor/ledger.js';
import { toPortable } from './file-system.js';
import { FLUSHES_FILE } from './replay-schedule.js';
import { BUNDLE_NAME } from './settings.js';

/**
 * What lies where recorded runs are to be played: nothing, not even an empty folder's entry (`free`); nothing but what
 * a replay of these recordings and the decisions on it leave (`replay`); or something else, by its path (`foreign`).
 */
export type ReplayFolder =
  | { readonly kind: 'free' }
  | { readonly kind: 'replay' }
  | { readonly kind: 'foreign'; readonly path: string };

/**
 * Looks whether a folder may be taken for a replay, or taken again.
 * @param source the recordings
 * @param destination the folder that they are to be played into; it need not be there
 */
export async function inspectReplayFolder(source: string, destination: string): Promise<ReplayFolder> {
  const found = await lstat(destination).catch(() => undefined);
  if (found === undefined) return { kind: 'free' };
  // What is behind a link is somebody's own.
  if (!found.isDirectory()) return { kind: 'foreign', path: destination };
  const recorded = (await entriesBelow(source)).map(({ path }) => path);
  // Who finds records of flushes has recordings before him, and no replay of them.
  const written = new Set(recorded.filter((path) => basename(path) !== FLUSHES_FILE));
  const entries = await entriesBelow(destination);
  const foreign = entries.find(({ path, isFile }) => !isFile || !isOfReplay(path, written));
  if (foreign !== undefined) return { kind: 'foreign', path: join(destination, foreign.path) };
  return { kind: entries.length === 0 ? 'free' : 'replay' };
}

/** Keeps a replay out of the version control of the folder that it is played in. */
const IGNORE_FILE = '.gitignore';

/** Makes the folder of a replay, of which version control takes no notice. */
export async function makeReplayFolder(destination: string): Promise<void> {
  await mkdir(destination, { recursive: true });
  await writeFile(join(destination, IGNORE_FILE), '*\n');
}

const LEDGER = ledgerPath('').slice(1);

function isOfReplay(path: string, recorded: ReadonlySet<string>): boolean {
  // A writer that was stopped leaves its temporary file.
  const name = path.replace(/(\.\d+)*\.tmp$/, '');
  return (
    recorded.has(name) ||
    name.endsWith(`/${CONTROL_FILE}`) ||
    [BUNDLE_NAME, LEDGER, `${LEDGER}.lock`, IGNORE_FILE].includes(name)
  );
}

/** Everything below a folder but folders: paths from it, with forward slashes. */
async function entriesBelow(folder: string): Promise<{ path: string; isFile: boolean }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => ({
      path: toPortable(relative(folder, join(entry.parentPath, entry.name))),
      isFile: entry.isFile(),
    }));
}

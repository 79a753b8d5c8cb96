import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const CONTROL_FILE = 'laira-control.json';

/** Makes an empty temporary folder; its name is what the window's title shows. */
export async function makeFolder(name: string): Promise<string> {
  const folder = join(await mkdtemp(join(tmpdir(), 'laira-e2e-')), name);
  await mkdir(folder);
  return folder;
}

/** Removes what `makeFolder` made. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(dirname(folder), { recursive: true, force: true, maxRetries: 5 });
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** A line of the ledger, as far as the tests look. */
export interface Decision {
  readonly kind: string;
  readonly slice: number;
}

/** The line of an accepted slice. */
export interface Acceptance extends Decision {
  readonly task: string;
  /** When it was accepted, ISO 8601. */
  readonly time: string;
  /** When the slice starts and ends, ISO 8601. */
  readonly from: string;
  readonly until: string;
}

export async function decisions(folder: string): Promise<readonly Decision[]> {
  const text = await readFile(join(folder, '.laira', 'decisions.jsonl'), 'utf8').catch(() => '');
  // Behind the last line's end there may be one that is being written.
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Decision);
}

export function isAcceptance(decision: Decision): decision is Acceptance {
  return decision.kind === 'accept';
}

/** What the control files below a folder say: task -> `run` or `pause`. */
export async function controls(folder: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const name of await readdir(folder, { recursive: true })) {
    if (basename(name) !== CONTROL_FILE) continue;
    // One that was listed may be gone by now.
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const { task, state } = JSON.parse(text) as { readonly task: string; readonly state: string };
    found[task] = state;
  }
  return found;
}

/** Bytes of a run's logs. */
export async function logSize(folder: string, run: string): Promise<number> {
  const names = await readdir(join(folder, run), { recursive: true });
  const sizes = names
    .filter((name) => basename(name) !== CONTROL_FILE && !name.endsWith('.tmp'))
    .map(async (name) => {
      const found = await stat(join(folder, run, name));
      return found.isFile() ? found.size : 0;
    });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

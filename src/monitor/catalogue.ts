import picomatch from 'picomatch';
import { patternDefinition } from '../readers/pattern-reader.js';
import type { LogFormat, ReaderDefinition } from '../readers/reader.js';
import { isSqliteFile } from '../readers/sqlite-query.js';
import { basename, dirname, relativeTo } from './paths.js';
import type { FileSource } from './ports.js';
import type { ProblemView } from '../protocol/runs.js';
import { detectFormat } from '../readers/registry.js';

/** Bytes that a format is told by. */
const HEAD = 4096;
/** Files looked at in one folder tree at most; a problem says when there are more. */
const LIMIT = 50_000;

/** Names that hold logs; what is in the files decides. */
export const DEFAULT_INCLUDE: readonly string[] = [
  '**/*tfevents*',
  '**/*.{csv,tsv,jsonl,ndjson,json,log,txt,out,err,stdout,stderr,wandb}',
  '**/{log,stdout,stderr,nohup,console,output}',
  '**/log[-_]*',
  '**/*.{log,out,err}.*',
  '**/workerlog.*',
  '**/*.[oe][0-9]*',
  '**/mlruns/**/metrics/**',
  '**/*.{db,sqlite,sqlite3}',
];

export const DEFAULT_EXCLUDE: readonly string[] = [
  '**/node_modules/**',
  '**/.git/**',
  '**/.venv/**',
  '**/.laira/**',
];

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.venv',
  '__pycache__',
  '.laira',
]);

/** What to look at below a folder; globs are relative to it. */
export interface ScanSettings {
  readonly include: readonly string[];
  /** Stronger than `include`. */
  readonly exclude: readonly string[];
  /** Regular expressions with named groups that read logs, by the glob of the files: these are logs in any case. */
  readonly patterns: Readonly<Record<string, string>>;
}

/** A file that holds a log, with its format. */
export interface FoundLog {
  readonly path: string;
  /** How to read it; undefined for a database, which tells by its tables. */
  readonly definition: ReaderDefinition | undefined;
  /** A user's own expression that reads it. */
  readonly pattern: string | undefined;
  /** Files of one group are one log of one run (or of several runs that the log itself tells apart). */
  readonly group: string;
  /** The run's name where the log gives none. */
  readonly name: string;
}

/** Finds logs below folders. What was looked at once is not opened again unless it grew. */
export class Catalogue {
  private readonly known = new Map<string, { size: number; found: Found | undefined }>();

  constructor(private readonly source: FileSource) {}

  /** Every log below `folder` that the globs let through, in the order of paths. */
  async scan(folder: string, settings: ScanSettings): Promise<{ logs: FoundLog[]; problems: ProblemView[] }> {
    const listing = await this.source.list(folder, (name) => SKIPPED_FOLDERS.has(name), LIMIT);
    const wanted = picomatch([...settings.include], { dot: true });
    const unwanted = picomatch([...settings.exclude], { dot: true });
    const patterns = Object.entries(settings.patterns).map(([glob, pattern]) => ({
      matches: picomatch(glob, { dot: true }),
      pattern,
    }));
    const problems: ProblemView[] = listing.unreadable.map(({ path, message }) => ({
      file: path,
      kind: 'unreadable',
      message,
    }));
    if (listing.truncated) {
      problems.push({
        file: folder,
        kind: 'too-many-files',
        message: `Only the first ${LIMIT} files are looked at; narrow the setting laira.include.`,
      });
    }
    const logs: FoundLog[] = [];
    for (const path of [...listing.files].sort()) {
      const relative = relativeTo(folder, path);
      const pattern = patterns.find(({ matches }) => matches(relative))?.pattern;
      // Most files of a folder are not wanted, and a glob takes its time: the answer that ends most looks comes first.
      if ((pattern === undefined && !wanted(relative)) || unwanted(relative)) continue;
      if (pattern !== undefined) {
        logs.push(named(folder, path, { definition: patternDefinition(pattern), pattern }));
        continue;
      }
      const found = await this.look(path, problems);
      if (found !== undefined) logs.push(named(folder, path, found));
    }
    return { logs: tellApart(logs), problems };
  }

  /** The log in one file, whatever its name; undefined when it is none. */
  async single(path: string): Promise<FoundLog | undefined> {
    const found = await this.look(path, []);
    return found === undefined ? undefined : named(dirname(path), path, found);
  }

  private async look(path: string, problems: ProblemView[]): Promise<Found | undefined> {
    const known = this.known.get(path);
    if (known?.found !== undefined) return known.found;
    try {
      const stat = await this.source.stat(path);
      if (stat === undefined || stat.size === known?.size) return undefined;
      const head = await this.source.read(path, 0, HEAD);
      const definition = detectFormat(path, head);
      const found =
        definition !== undefined || isSqliteFile(head) ? { definition, pattern: undefined } : undefined;
      this.known.set(path, { size: stat.size, found });
      return found;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push({ file: path, kind: 'unreadable', message: `The file cannot be read: ${reason}.` });
      return undefined;
    }
  }
}

/** A file that is a log. */
type Found = Pick<FoundLog, 'definition' | 'pattern'>;

function named(root: string, path: string, { definition, pattern }: Found): FoundLog {
  const group = groupOf(path, definition?.format);
  const relative = relativeTo(root, group);
  const inside = group === root || relative === group ? '' : relative;
  const parts = inside.split('/').filter((part) => part !== '' && part !== 'lightning_logs');
  const name = parts.join('/') || stem(path);
  return { path, definition, pattern, group: `${definition?.format ?? 'database'}:${group}`, name };
}

/** The folder, or the file, that stands for the run. */
function groupOf(path: string, format: LogFormat | undefined): string {
  const folder = dirname(path);
  switch (format) {
    case 'tensorboard':
    case 'wandb':
      return folder;
    case 'hf-trainer-state':
      return /^checkpoint-\d+$/.test(basename(folder)) ? dirname(folder) : folder;
    case 'mlflow':
      return path.slice(0, path.lastIndexOf('/metrics/'));
    case 'dvclive': {
      const plots = path.lastIndexOf('/plots/');
      return plots === -1 ? folder : path.slice(0, plots);
    }
    default:
      // The files of one training of CatBoost.
      return basename(folder) === 'catboost_info' ? folder : path;
  }
}

/** Names that a log may have, the shortest first. */
interface Naming {
  readonly log: FoundLog;
  readonly names: readonly string[];
}

/** Every log gets the shortest of its names that no log of another group has. */
function tellApart(logs: readonly FoundLog[]): FoundLog[] {
  let namings = logs.map((log): Naming => ({ log, names: namesOf(log) }));
  for (let round = 0; round < 2; round++) namings = leaveShared(namings);
  return namings.map(({ log, names }) => ({ ...log, name: names[0]! }));
}

/** A run whose group is a file is named for its folder when it is alone there, else for the file too. */
function namesOf({ path, group, name }: FoundLog): string[] {
  const isFile = group.endsWith(path);
  const cut = isFile ? name.lastIndexOf('/') : name.length;
  if (cut === -1) return [stem(path), basename(path)];
  const folder = name.slice(0, cut);
  return [folder, `${folder}/${stem(path)}`, `${folder}/${basename(path)}`];
}

function leaveShared(namings: readonly Naming[]): Naming[] {
  const groups = new Map<string, Set<string>>();
  for (const { log, names } of namings) {
    const sharing = groups.get(names[0]!) ?? new Set<string>();
    groups.set(names[0]!, sharing.add(log.group));
  }
  return namings.map(({ log, names }) => {
    const isShared = names.length > 1 && groups.get(names[0]!)!.size > 1;
    return { log, names: isShared ? names.slice(1) : names };
  });
}

/** The file's name without its last extension. */
function stem(path: string): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

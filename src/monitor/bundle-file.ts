import type { BundleView, ProblemView } from '../protocol/runs.js';
import { parseBundle, type Bundle, type BundleProblem } from './bundle.js';
import type { FileSource, FileStat, FileStore } from './ports.js';

/** Stamp of a file that is not there. */
const ABSENT = 'none';

/**
 * The bundle on disk: read again when it changed; with errors in it, the last good one stays in force. Whoever saves a
 * file may remove or empty it first: that there is no bundle, or a broken one, counts when two looks find it the same.
 */
export class BundleFile {
  bundle: Bundle | undefined;
  problems: readonly BundleProblem[] = [];
  private stamp = ABSENT;
  /** The file as the last look found it where another look must confirm that; undefined: what was found counts. */
  private doubted: string | undefined;

  constructor(
    readonly path: string,
    private readonly source: FileSource,
    private readonly store: FileStore,
  ) {}

  /** Whether what the last look found awaits another look. */
  get isDoubted(): boolean {
    return this.doubted !== undefined;
  }

  /** @returns whether anything changed */
  async poll(): Promise<boolean> {
    const stat = await this.source.stat(this.path).catch(() => undefined);
    const stamp = stat === undefined ? ABSENT : `${stat.identity} ${stat.modified} ${stat.size}`;
    const isConfirmed = stamp === this.doubted;
    this.doubted = undefined;
    if (stamp === this.stamp) return false;
    const text = await this.read(stat);
    const parsed = text === undefined ? undefined : parseBundle(this.path, text);
    if (parsed?.bundle === undefined && !isConfirmed) {
      this.doubted = stamp;
      return false;
    }
    this.stamp = stamp;
    this.problems = parsed?.problems ?? [];
    if (parsed === undefined || parsed.bundle !== undefined) this.bundle = parsed?.bundle;
    return true;
  }

  /** The bundle for the views; null where there is none, not even a broken one. */
  view(): BundleView | null {
    const { path, bundle } = this;
    if (bundle === undefined && this.problems.length === 0) return null;
    const problems = this.problems.map(({ line, offset, message, severity }): ProblemView => ({
      file: path,
      line,
      offset,
      kind: severity,
      message,
    }));
    return { file: path, name: bundle?.name ?? path, problems };
  }

  private async read(stat: FileStat | undefined): Promise<string | undefined> {
    return stat === undefined ? undefined : this.store.readText(this.path).catch(() => undefined);
  }
}

import { parseBundle, type Bundle, type BundleProblem } from './bundle.js';
import type { FileSource, FileStore } from './ports.js';

/** The bundle on disk: read again when it changed; with errors in it, the last good one stays in force. */
export class BundleFile {
  bundle: Bundle | undefined;
  problems: readonly BundleProblem[] = [];
  private stamp = '';

  constructor(
    readonly path: string,
    private readonly source: FileSource,
    private readonly store: FileStore,
  ) {}

  /** @returns whether anything changed */
  async poll(): Promise<boolean> {
    const stat = await this.source.stat(this.path).catch(() => undefined);
    const stamp = stat === undefined ? 'none' : `${stat.identity} ${stat.modified} ${stat.size}`;
    if (stamp === this.stamp) return false;
    this.stamp = stamp;
    const text = stat === undefined ? undefined : await this.store.readText(this.path).catch(() => undefined);
    if (text === undefined) {
      this.bundle = undefined;
      this.problems = [];
      return true;
    }
    const parsed = parseBundle(this.path, text);
    this.problems = parsed.problems;
    if (parsed.bundle !== undefined) this.bundle = parsed.bundle;
    return true;
  }
}

import type { Disposable } from '../base/disposable.js';
import type { FileSource } from './ports.js';

/** The file system's signals from the folders that hold logs. */
export class FolderWatches implements Disposable {
  private readonly watches = new Map<string, Disposable>();
  private disposed = false;

  /** @param changed told that something happened in one of the folders */
  constructor(
    private readonly source: FileSource,
    private readonly changed: () => void,
  ) {}

  /** Watches these folders and no others; none after its end. */
  watch(folders: ReadonlySet<string>): void {
    if (this.disposed) return;
    for (const [folder, watch] of this.watches) {
      if (folders.has(folder)) continue;
      watch.dispose();
      this.watches.delete(folder);
    }
    for (const folder of folders) {
      if (!this.watches.has(folder)) this.watches.set(folder, this.source.watch(folder, this.changed));
    }
  }

  dispose(): void {
    this.disposed = true;
    for (const watch of this.watches.values()) watch.dispose();
    this.watches.clear();
  }
}

import type { Disposable } from '../../src/base/disposable.js';
import type { FileSource, FileStat, FolderListing } from '../../src/monitor/ports.js';

/** One file in memory that grows in place: an append costs nothing but its own bytes, however long the file is. */
export class GrowingFile implements FileSource {
  private readonly storage: Uint8Array;
  private size = 0;
  private writes = 0;

  /** @param capacity bytes that the file will have at most */
  constructor(capacity: number) {
    this.storage = new Uint8Array(capacity);
  }

  append(bytes: Uint8Array): void {
    this.storage.set(bytes, this.size);
    this.size += bytes.length;
    this.writes += 1;
  }

  stat(): Promise<FileStat> {
    return Promise.resolve({ size: this.size, modified: this.writes, identity: 'file' });
  }

  read(_path: string, offset: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.storage.slice(offset, Math.min(offset + length, this.size)));
  }

  list(): Promise<FolderListing> {
    return Promise.resolve({ files: [], unreadable: [], truncated: false });
  }

  watch(): Disposable {
    return { dispose: () => undefined };
  }
}

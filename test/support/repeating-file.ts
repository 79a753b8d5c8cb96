import type { Disposable } from '../../src/base/disposable.js';
import type { FileSource, FileStat, FolderListing } from '../../src/monitor/ports.js';

/** Bytes that stand so many times one after the other. */
export interface Stretch {
  readonly bytes: Uint8Array;
  readonly times: number;
}

/** One file of any length that takes no memory: its bytes are made when they are read. */
export class RepeatingFile implements FileSource {
  readonly size: number;

  constructor(private readonly stretches: readonly Stretch[]) {
    this.size = stretches.reduce((sum, { bytes, times }) => sum + bytes.length * times, 0);
  }

  stat(): Promise<FileStat> {
    return Promise.resolve({ size: this.size, modified: 0, identity: 'file' });
  }

  read(_path: string, offset: number, length: number): Promise<Uint8Array> {
    const read = new Uint8Array(Math.min(length, this.size - offset));
    let filled = 0;
    let start = 0;
    for (const { bytes, times } of this.stretches) {
      const end = start + bytes.length * times;
      while (filled < read.length && offset + filled < end) {
        const piece = bytes
          .subarray((offset + filled - start) % bytes.length)
          .subarray(0, read.length - filled);
        read.set(piece, filled);
        filled += piece.length;
      }
      start = end;
    }
    return Promise.resolve(read);
  }

  list(): Promise<FolderListing> {
    return Promise.resolve({ files: [], unreadable: [], truncated: false });
  }

  watch(): Disposable {
    return { dispose: () => undefined };
  }
}

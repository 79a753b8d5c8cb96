const KEPT_CAPACITY = 64 * 1024;

/**
 * The bytes of an unfinished record between two pushes. A chunk that meets no unfinished record is read where it
 * lies; what arrives for an unfinished one is appended to storage that grows geometrically, so that a record of n
 * bytes costs O(n) however small its pieces are.
 */
export class PendingBytes {
  private storage = new Uint8Array(0);
  private stored = 0;

  get length(): number {
    return this.stored;
  }

  /** The pending bytes followed by `chunk`: a view that is valid until the matching `keep`. */
  join(chunk: Uint8Array): Uint8Array {
    if (this.stored === 0) return chunk;
    this.reserve(this.stored + chunk.length);
    this.storage.set(chunk, this.stored);
    this.stored += chunk.length;
    return this.storage.subarray(0, this.stored);
  }

  /** Keeps `window` from `used` on; `window` is what `join` returned. */
  keep(window: Uint8Array, used: number): void {
    const rest = window.length - used;
    if (rest === 0) {
      this.clear();
      return;
    }
    if (this.stored === 0) {
      this.reserve(rest);
      this.storage.set(window.subarray(used));
    } else {
      this.storage.copyWithin(0, used, window.length);
    }
    this.stored = rest;
  }

  clear(): void {
    this.stored = 0;
    if (this.storage.length > KEPT_CAPACITY) this.storage = new Uint8Array(0);
  }

  private reserve(capacity: number): void {
    if (capacity <= this.storage.length) return;
    const grown = new Uint8Array(Math.max(capacity, 2 * this.storage.length));
    grown.set(this.storage.subarray(0, this.stored));
    this.storage = grown;
  }
}

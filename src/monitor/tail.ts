import type { FileSource } from './ports.js';

/** Bytes of the file before the read position that must still stand there, or the file was rewritten. */
const FINGERPRINT = 64;
/** Bytes per read: large enough for throughput, small enough for memory. */
const CHUNK = 1 << 20;

export type TailEvent =
  /** New bytes, in order. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The file was replaced, truncated or rewritten: bytes start anew from offset 0. */
  | { readonly kind: 'restart' }
  /** There is no file any more (it may come back). */
  | { readonly kind: 'gone' };

/**
 * Follows one growing file and reads every byte once. A file that shrinks, whose identity changes, or whose bytes
 * just before the read position changed, is another file from then on.
 */
export class Tail {
  /** Next byte to read. */
  offset = 0;
  /** Last modification seen, milliseconds since 1970 UTC; NaN before the first look. */
  modified = NaN;

  private identity = '';
  private size = 0;
  private fingerprint: Uint8Array = new Uint8Array(0);
  private gone = false;

  constructor(
    readonly path: string,
    private readonly source: FileSource,
    /** A document is read again from its start whenever it changed. */
    private readonly rewritten: boolean,
  ) {}

  /**
   * Looks at the file and hands what is new to `sink`, at most `budget` bytes of it.
   * @returns whether more is waiting; rejects when the file cannot be read
   */
  async poll(sink: (event: TailEvent) => void, budget: number): Promise<boolean> {
    const stat = await this.source.stat(this.path);
    if (stat === undefined) {
      if (!this.gone && this.identity !== '') sink({ kind: 'gone' });
      this.gone = true;
      return false;
    }
    const unchanged =
      !this.gone &&
      stat.identity === this.identity &&
      stat.modified === this.modified &&
      stat.size === this.size;
    this.gone = false;
    if (unchanged && this.offset >= stat.size) return false;

    const known = this.identity !== '';
    const changed = !unchanged && known;
    if (changed && (await this.isAnotherFile(stat.identity, stat.size))) {
      this.offset = 0;
      this.fingerprint = new Uint8Array(0);
      sink({ kind: 'restart' });
    }
    this.identity = stat.identity;
    this.modified = stat.modified;
    this.size = stat.size;
    return this.readOn(stat.size, sink, budget);
  }

  private async isAnotherFile(identity: string, size: number): Promise<boolean> {
    if (this.rewritten || identity !== this.identity || size < this.offset) return true;
    const start = this.offset - this.fingerprint.length;
    const now = await this.source.read(this.path, start, this.fingerprint.length);
    return !sameBytes(now, this.fingerprint);
  }

  private async readOn(size: number, sink: (event: TailEvent) => void, budget: number): Promise<boolean> {
    let left = budget;
    while (this.offset < size && left > 0) {
      const bytes = await this.source.read(this.path, this.offset, Math.min(CHUNK, left, size - this.offset));
      if (bytes.length === 0) break;
      this.offset += bytes.length;
      left -= bytes.length;
      this.keepFingerprint(bytes);
      sink({ kind: 'bytes', bytes });
    }
    return this.offset < size;
  }

  private keepFingerprint(bytes: Uint8Array): void {
    if (bytes.length >= FINGERPRINT) {
      this.fingerprint = bytes.slice(bytes.length - FINGERPRINT);
      return;
    }
    const kept = this.fingerprint.subarray(Math.max(0, this.fingerprint.length + bytes.length - FINGERPRINT));
    const joined = new Uint8Array(kept.length + bytes.length);
    joined.set(kept);
    joined.set(bytes, kept.length);
    this.fingerprint = joined;
  }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const decoder = new TextDecoder();

interface Entry<T> {
  readonly bytes: Uint8Array;
  readonly value: T;
  /** What followed it the last time: logs name their metrics in the same order again and again. */
  next: Entry<T> | undefined;
}

/**
 * Looks values up by the UTF-8 bytes of a name. A log repeats its few names with every value; comparing the bytes
 * spares decoding them anew, and all events of a metric share one string.
 */
export class NameTable<T> {
  private last: Entry<T> | undefined;
  private readonly buckets = new Map<number, Entry<T>[]>();

  /** @param create makes the value of a name that is met for the first time */
  constructor(private readonly create: (name: string) => T) {}

  /** The value of the name in `bytes[start, end)`. */
  get(bytes: Uint8Array, start: number, end: number): T {
    const guess = this.last?.next;
    if (guess !== undefined && isEqual(guess.bytes, bytes, start, end)) {
      this.last = guess;
      return guess.value;
    }
    const entry = this.find(bytes, start, end);
    if (this.last !== undefined) this.last.next = entry;
    this.last = entry;
    return entry.value;
  }

  private find(bytes: Uint8Array, start: number, end: number): Entry<T> {
    const hash = hashOf(bytes, start, end);
    const bucket = this.buckets.get(hash);
    const known = bucket?.find((entry) => isEqual(entry.bytes, bytes, start, end));
    if (known !== undefined) return known;
    const name = bytes.slice(start, end);
    const entry: Entry<T> = { bytes: name, value: this.create(decoder.decode(name)), next: undefined };
    if (bucket === undefined) this.buckets.set(hash, [entry]);
    else bucket.push(entry);
    return entry;
  }
}

/** FNV-1a (Fowler, Noll and Vo; RFC 9923), 32 bits. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

function isEqual(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = 0; at < name.length; at++) if (name[at] !== bytes[start + at]) return false;
  return true;
}

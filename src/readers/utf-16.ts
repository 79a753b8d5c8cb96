/**
 * Turns UTF-16 into UTF-8 and leaves everything else as it is. Windows PowerShell writes UTF-16 with a byte order
 * mark when a program's output is redirected into a file (`python train.py > train.log`).
 */
export class Utf16ToUtf8 {
  private decoder: TextDecoder | undefined;
  private isDecided = false;
  /** A first byte that may be half of a byte order mark. */
  private first: number | undefined;

  push(chunk: Uint8Array): Uint8Array {
    if (!this.isDecided) return this.decide(chunk);
    return this.decoder === undefined ? chunk : encode(this.decoder.decode(chunk, { stream: true }));
  }

  /** The bytes that are left when the input has ended. */
  end(): Uint8Array {
    if (this.first !== undefined) return Uint8Array.of(this.first);
    return this.decoder === undefined ? NOTHING : encode(this.decoder.decode());
  }

  private decide(chunk: Uint8Array): Uint8Array {
    if (chunk.length === 0) return chunk;
    if (this.first === undefined && chunk.length === 1 && chunk[0]! >= 0xfe) {
      this.first = chunk[0]!;
      return NOTHING;
    }
    const whole = this.first === undefined ? chunk : Uint8Array.of(this.first, ...chunk);
    this.first = undefined;
    this.isDecided = true;
    const encoding = utf16Encoding(whole);
    if (encoding === undefined) return whole;
    this.decoder = new TextDecoder(encoding);
    return this.push(whole);
  }
}

const NOTHING = new Uint8Array(0);

/** The encoding that a byte order mark at the start of a file tells; undefined for all but UTF-16. */
export function utf16Encoding(start: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  if (start[0] === 0xfe && start[1] === 0xff) return 'utf-16be';
  return undefined;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

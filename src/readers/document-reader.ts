import { ReadOutput } from './read-output.js';
import type { Reader, ReadResult } from './reader.js';

/** No metrics document is near this size; a larger one is something else. */
const LARGEST_DOCUMENT = 256 * 1024 * 1024;

/** Reads a format whose file is one document, which is understood when its bytes are complete. */
export class DocumentReader implements Reader {
  private chunks: Uint8Array[] = [];
  private length = 0;

  /** @param read finds the events of the document's text; it must bear a text that ends anywhere */
  constructor(private readonly read: (text: string, output: ReadOutput) => void) {}

  push(chunk: Uint8Array): ReadResult {
    this.length += chunk.length;
    if (this.length <= LARGEST_DOCUMENT) this.chunks.push(chunk.slice());
    else this.chunks = [];
    return { events: [], problems: [] };
  }

  end(): ReadResult {
    const output = new ReadOutput();
    if (this.length > LARGEST_DOCUMENT) {
      output.problem('too-long', 1, 'The document is larger than 256 MB and is not read.');
    } else {
      const bytes = new Uint8Array(this.length);
      let at = 0;
      for (const chunk of this.chunks) {
        bytes.set(chunk, at);
        at += chunk.length;
      }
      this.read(new TextDecoder().decode(bytes), output);
    }
    this.chunks = [];
    this.length = 0;
    return output.take();
  }
}

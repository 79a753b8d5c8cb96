import { PbfReader } from 'pbf';
import { LevelDbLogFraming } from './leveldb-log-framing.js';
import { ReadOutput } from './read-output.js';
import type { LogEvent, Reader, ReaderDefinition, ReadResult } from './reader.js';
import { WandbRecordDecoder } from './wandb-record.js';

/** The file header: an identifier, a magic number and the version (wandb/sdk/internal/datastore.py). */
const FILE_HEADER = Uint8Array.of(0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00);

/**
 * Weights & Biases' transaction log, `run-<id>.wandb`: Record messages in a LevelDB log. The values of `run.log` only;
 * console output, system metrics, files and media are stepped over.
 */
class WandbReader implements Reader {
  private readonly output = new ReadOutput();
  private readonly framing = new LevelDbLogFraming(FILE_HEADER.length);
  private readonly decoder = new WandbRecordDecoder();
  private headerBytes = 0;
  private dead = false;
  /** Reads the bytes of the latest record; one reader serves all records that lie in the same bytes. */
  private pbf: PbfReader | undefined;

  push(chunk: Uint8Array): ReadResult {
    const records = this.readHeader(chunk);
    if (!this.dead) {
      this.framing.push(
        records,
        (window, start, end, place) => {
          this.readRecord(window, start, end, place);
        },
        this.output,
      );
      // The bytes belong to the caller again.
      this.pbf = undefined;
    }
    return this.output.take();
  }

  end(): ReadResult {
    if (!this.dead) {
      if (this.headerBytes > 0 && this.headerBytes < FILE_HEADER.length) {
        this.output.problem('truncated', 0, 'The file ends inside its header.');
      }
      this.framing.end(this.output);
    }
    return this.output.take();
  }

  private readRecord(window: Uint8Array, start: number, end: number, place: number): void {
    const events: LogEvent[] = [];
    if (this.pbf?.buf !== window) this.pbf = new PbfReader(window);
    try {
      this.decoder.decode(this.pbf, start, end, place, events);
    } catch {
      this.pbf = undefined;
      const message = 'A record is not a Record message of W&B and is left out.';
      this.output.problem('malformed-record', place, message);
      return;
    }
    for (const event of events) this.output.event(event);
  }

  /** Checks what is still missing of the file header. @returns the chunk without it */
  private readHeader(chunk: Uint8Array): Uint8Array {
    const length = Math.min(chunk.length, FILE_HEADER.length - this.headerBytes);
    for (let at = 0; at < length && !this.dead; at++) {
      if (chunk[at] === FILE_HEADER[this.headerBytes + at]) continue;
      this.dead = true;
      const message = 'The file does not begin as version 0 of the W&B format does; it is not read.';
      this.output.problem('unsupported', 0, message);
    }
    this.headerBytes += length;
    return chunk.subarray(length);
  }
}

export const wandb: ReaderDefinition = {
  format: 'wandb',
  placeUnit: 'offset',
  growth: 'append',
  detect(path, head) {
    const named = path.endsWith('.wandb');
    if (head.length < FILE_HEADER.length) return named ? 0.9 : 0;
    if (FILE_HEADER.every((byte, index) => head[index] === byte)) return 1;
    return named ? 0.5 : 0;
  },
  create: () => new WandbReader(),
};

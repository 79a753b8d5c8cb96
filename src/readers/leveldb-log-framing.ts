import { crc32 } from './crc32.js';
import { PendingBytes } from './pending-bytes.js';
import type { ReadOutput } from './read-output.js';
import type { ProblemKind } from './reader.js';
import { LONGEST_RECORD_BYTES, longRecord, type RecordSink, UNFINISHED_RECORD } from './record-sink.js';

const BLOCK_BYTES = 32 * 1024;
const HEADER_BYTES = 7;

const FULL = 1;
const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

const DAMAGED_CHUNK =
  'A record does not match its checksum; it and the rest of its block of 32 KiB are left out.';
const BROKEN_SEQUENCE = 'A record is not whole: its parts do not follow one another. It is left out.';

/** A record that is spread over several chunks, of which some are read. */
interface PartialRecord {
  readonly place: number;
  readonly pieces: Uint8Array[];
  length: number;
}

/**
 * The record framing of LevelDB's log (doc/log_format.md of google/leveldb): blocks of 32 KiB hold chunks
 * `u32 checksum | u16 length | u8 type | data`, little-endian; a record is one FULL chunk or a FIRST, any MIDDLEs and
 * a LAST. A chunk lies within its block; fewer than seven bytes at the end of a block are padding.
 *
 * The checksum is W&B's: a plain CRC-32 over type and data (wandb core/pkg/leveldb, `CRCAlgoIEEE`), where LevelDB has a
 * masked CRC-32C. Blocks are counted from the start of the file, file header included. After damage reading resumes at
 * the next block, as LevelDB's readers do, since a wrong length leaves no other place to resume at.
 */
export class LevelDbLogFraming {
  private readonly pending = new PendingBytes();
  /** Offset in the file of the first byte that is not yet consumed. */
  private offset: number;
  /** Offset up to which bytes are padding or lost. */
  private skipTo = 0;
  private partial: PartialRecord | undefined;
  /** Whether reading resumes after damage that has been told: what is missing until a record begins belongs to it. */
  private resuming = false;

  /** @param fileHeaderBytes length of the file header, which precedes the bytes that are pushed */
  constructor(fileHeaderBytes: number) {
    this.offset = fileHeaderBytes;
  }

  push(chunk: Uint8Array, sink: RecordSink, output: ReadOutput): void {
    if (chunk.length === 0) return;
    const window = this.pending.join(chunk);
    const view = new DataView(window.buffer, window.byteOffset, window.byteLength);
    const start = this.offset;
    for (;;) {
      if (this.offset < this.skipTo) this.offset = Math.min(this.skipTo, start + window.length);
      const length = this.readChunk(window, view, this.offset - start, sink, output);
      if (length === undefined) break;
      this.offset += length;
    }
    this.pending.keep(window, this.offset - start);
  }

  end(output: ReadOutput): void {
    if (this.partial === undefined && this.pending.length === 0) return;
    output.problem('truncated', this.partial?.place ?? this.offset, UNFINISHED_RECORD);
    this.partial = undefined;
    this.pending.clear();
  }

  /**
   * Reads the chunk at `at`, which is the file's `this.offset`.
   * @returns how many bytes it takes, or undefined while it is not whole
   */
  private readChunk(
    window: Uint8Array,
    view: DataView,
    at: number,
    sink: RecordSink,
    output: ReadOutput,
  ): number | undefined {
    const place = this.offset;
    const room = BLOCK_BYTES - (place % BLOCK_BYTES);
    if (room < HEADER_BYTES) {
      this.skipTo = place + room;
      return at < window.length ? 0 : undefined;
    }
    if (window.length - at < HEADER_BYTES) return undefined;
    const length = view.getUint16(at + 4, true);
    const end = at + HEADER_BYTES + length;
    const fits = HEADER_BYTES + length <= room;
    if (fits && window.length < end) return undefined;
    if (!fits || crc32(window, at + 6, end) !== view.getUint32(at, true)) {
      this.lose('checksum', place, DAMAGED_CHUNK, output);
      this.skipTo = place + room;
      return HEADER_BYTES;
    }
    this.takeChunk(window[at + 6]!, window, at + HEADER_BYTES, end, place, sink, output);
    return HEADER_BYTES + length;
  }

  private takeChunk(
    type: number,
    window: Uint8Array,
    start: number,
    end: number,
    place: number,
    sink: RecordSink,
    output: ReadOutput,
  ): void {
    const begins = type === FULL || type === FIRST;
    const continues = type === MIDDLE || type === LAST;
    const isInPlace = this.partial === undefined ? begins : continues;
    if (!isInPlace) {
      this.lose('malformed-record', this.partial?.place ?? place, BROKEN_SEQUENCE, output);
    }
    if (begins) this.resuming = false;
    if (type === FULL) {
      sink(window, start, end, place);
    } else if (type === FIRST) {
      this.partial = { place, pieces: [window.slice(start, end)], length: end - start };
    } else if (continues && this.partial !== undefined) {
      this.continueRecord(this.partial, window.slice(start, end), type === LAST, sink, output);
    }
  }

  private continueRecord(
    record: PartialRecord,
    piece: Uint8Array,
    isLast: boolean,
    sink: RecordSink,
    output: ReadOutput,
  ): void {
    record.length += piece.length;
    // A record beyond the limit is only counted from here on.
    if (record.length > LONGEST_RECORD_BYTES) record.pieces.length = 0;
    else record.pieces.push(piece);
    if (!isLast) return;
    this.partial = undefined;
    if (record.length > LONGEST_RECORD_BYTES) {
      output.problem('too-long', record.place, longRecord(record.length));
      return;
    }
    const whole = new Uint8Array(record.length);
    let at = 0;
    for (const part of record.pieces) {
      whole.set(part, at);
      at += part.length;
    }
    sink(whole, 0, whole.length, record.place);
  }

  /** Gives up the record that is being put together, if any, and tells why unless that is told already. */
  private lose(kind: ProblemKind, place: number, message: string, output: ReadOutput): void {
    if (!this.resuming) output.problem(kind, place, message);
    this.partial = undefined;
    this.resuming = true;
  }
}

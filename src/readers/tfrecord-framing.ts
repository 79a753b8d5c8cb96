import { crc32c, maskedCrc32c } from './crc32c.js';
import { PendingBytes } from './pending-bytes.js';
import type { ReadOutput } from './read-output.js';
import { LONGEST_RECORD_BYTES, longRecord, type RecordSink, UNFINISHED_RECORD } from './record-sink.js';

const LENGTH_BYTES = 8;
const HEADER_BYTES = LENGTH_BYTES + 4;
const FOOTER_BYTES = 4;

const DAMAGED_LENGTH =
  'A record length does not match its checksum: the file is damaged and unreadable from here on.';
const DAMAGED_RECORD = 'A record does not match its checksum and is left out.';

/** A record too long to hold: its bytes are counted and checked as they pass. */
interface PassingRecord {
  readonly place: number;
  readonly length: number;
  passed: number;
  crc: number;
}

/**
 * The record framing of TFRecord files: `u64 length | u32 masked CRC-32C of the length | data | u32 masked CRC-32C of
 * the data`, little-endian (tensorflow/core/lib/io/record_writer.h). As in TensorBoard's own reader
 * (tensorboard/data/server/tf_record.rs), a short read means "wait", a wrong checksum of the data loses that record,
 * and a wrong checksum of the length loses the rest of the file, since nothing marks where the next record starts.
 */
export class TfRecordFraming {
  private readonly pending = new PendingBytes();
  /** Offset in the file of the first byte that is not yet consumed. */
  private offset = 0;
  private passing: PassingRecord | undefined;
  private dead = false;

  push(chunk: Uint8Array, sink: RecordSink, output: ReadOutput): void {
    if (this.dead || chunk.length === 0) return;
    const window = this.pending.join(chunk);
    const used = this.read(window, sink, output);
    if (used === undefined) {
      this.die();
    } else {
      this.offset += used;
      this.pending.keep(window, used);
    }
  }

  end(output: ReadOutput): void {
    if (this.dead || (this.passing === undefined && this.pending.length === 0)) return;
    output.problem('truncated', this.passing?.place ?? this.offset, UNFINISHED_RECORD);
    this.die();
  }

  private die(): void {
    this.dead = true;
    this.pending.clear();
  }

  /** @returns how many bytes of the window are consumed; undefined where the file cannot be read on */
  private read(window: Uint8Array, sink: RecordSink, output: ReadOutput): number | undefined {
    const view = new DataView(window.buffer, window.byteOffset, window.byteLength);
    let at = 0;
    for (;;) {
      if (this.passing !== undefined) {
        const { next, over } = passBy(this.passing, window, view, at, output);
        at = next;
        if (!over) return at;
        this.passing = undefined;
      }
      if (window.length - at < HEADER_BYTES) return at;
      const place = this.offset + at;
      if (!startsRecord(window, view, at)) {
        output.problem('checksum', place, DAMAGED_LENGTH);
        return undefined;
      }
      const length = view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
      if (length > LONGEST_RECORD_BYTES) {
        this.passing = { place, length, passed: 0, crc: 0 };
        at += HEADER_BYTES;
        continue;
      }
      const start = at + HEADER_BYTES;
      const end = start + length;
      if (window.length < end + FOOTER_BYTES) return at;
      if (maskedCrc32c(crc32c(window, start, end)) === view.getUint32(end, true)) {
        sink(window, start, end, place);
      } else {
        output.problem('checksum', place, DAMAGED_RECORD);
      }
      at = end + FOOTER_BYTES;
    }
  }
}

/** Moves past what the window holds of a record that is too long to keep. */
function passBy(
  record: PassingRecord,
  window: Uint8Array,
  view: DataView,
  start: number,
  output: ReadOutput,
): { readonly next: number; readonly over: boolean } {
  const end = Math.min(window.length, start + record.length - record.passed);
  record.crc = crc32c(window, start, end, record.crc);
  record.passed += end - start;
  if (record.passed < record.length || window.length < end + FOOTER_BYTES) return { next: end, over: false };
  const intact = maskedCrc32c(record.crc) === view.getUint32(end, true);
  if (intact) output.problem('too-long', record.place, longRecord(record.length));
  else output.problem('checksum', record.place, DAMAGED_RECORD);
  return { next: end + FOOTER_BYTES, over: true };
}

/** Whether a record's length and the matching checksum stand at `at`, where at least a header's bytes are. */
function startsRecord(window: Uint8Array, view: DataView, at: number): boolean {
  return maskedCrc32c(crc32c(window, at, at + LENGTH_BYTES)) === view.getUint32(at + LENGTH_BYTES, true);
}

/** Whether the first bytes of a file are the header of a record; undefined while there are too few to tell. */
export function startsWithRecord(head: Uint8Array): boolean | undefined {
  if (head.length < HEADER_BYTES) return undefined;
  return startsRecord(head, new DataView(head.buffer, head.byteOffset, head.byteLength), 0);
}

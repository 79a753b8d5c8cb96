import type { PbfReader } from 'pbf';

/** Wire types of the protocol buffer encoding (https://protobuf.dev/programming-guides/encoding/). */
export const VARINT = 0;
export const FIXED64 = 1;
export const BYTES = 2;
export const FIXED32 = 5;

/**
 * Reads the fields of the message in `[start, end)` and leaves the reader at `end`. A field that `readField` does not
 * consume is skipped without a copy.
 *
 * pbf checks neither that a field ends within its message nor that a message ends at a field's end: a length that
 * reaches too far would be read from the neighbouring record's bytes. Every other fault (an endless varint, an unknown
 * wire type, a read beyond the buffer) it throws itself, and it cannot loop, because every field moves it forward.
 * @throws RangeError where the fields do not fill the message exactly
 */
export function readMessage<T>(
  pbf: PbfReader,
  start: number,
  end: number,
  readField: (field: number, message: T, pbf: PbfReader, end: number) => void,
  message: T,
): T {
  pbf.pos = start;
  for (let field = pbf.nextField(end); field !== 0; field = pbf.nextField(end)) {
    readField(field, message, pbf, end);
  }
  if (pbf.pos !== end) throw new RangeError('the fields do not fill their message');
  return message;
}

/**
 * Reads the length of a length-delimited field; its bytes start at the reader's position.
 * @returns the end of the field's bytes
 * @throws RangeError where the field reaches beyond its message, which ends at `messageEnd`
 */
export function fieldEnd(pbf: PbfReader, messageEnd: number): number {
  const length = pbf.readVarint();
  const end = pbf.pos + length;
  if (!(end <= messageEnd)) throw new RangeError('a field reaches beyond its message');
  return end;
}

/** Reads the message that is the value of the current, length-delimited field of a message that ends at `messageEnd`. */
export function readNested<T>(
  pbf: PbfReader,
  messageEnd: number,
  readField: (field: number, message: T, pbf: PbfReader, end: number) => void,
  message: T,
): T {
  const end = fieldEnd(pbf, messageEnd);
  return readMessage(pbf, pbf.pos, end, readField, message);
}

/** Reads the text that is the value of the current, length-delimited field of a message that ends at `messageEnd`. */
export function readText(pbf: PbfReader, messageEnd: number): string {
  const lengthAt = pbf.pos;
  fieldEnd(pbf, messageEnd);
  pbf.pos = lengthAt;
  return pbf.readString();
}

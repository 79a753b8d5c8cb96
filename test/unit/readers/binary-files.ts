import { PbfWriter } from 'pbf';

/** A check computed bit by bit from its definition, so that the tests do not lean on the tables under test. */
export function checkBitByBit(bytes: Uint8Array, polynomial: number): number {
  let check = 0xffffffff;
  for (const byte of bytes) {
    check ^= byte;
    for (let bit = 0; bit < 8; bit++) check = (check >>> 1) ^ (check & 1 ? polynomial : 0);
  }
  return ~check >>> 0;
}

function masked(bytes: Uint8Array): number {
  const crc = checkBitByBit(bytes, 0x82f63b78);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** Puts data into the framing of a TFRecord file. */
export function record(data: Uint8Array): Uint8Array {
  const framed = new Uint8Array(8 + 4 + data.length + 4);
  const view = new DataView(framed.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(framed.subarray(0, 8)), true);
  framed.set(data, 12);
  view.setUint32(12 + data.length, masked(data), true);
  return framed;
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** A protocol buffer message from a list of its fields. */
export function message(...fields: ((writer: PbfWriter) => void)[]): Uint8Array {
  const writer = new PbfWriter();
  for (const field of fields) field(writer);
  return writer.finish().slice();
}

type Field = (writer: PbfWriter) => void;

export const double =
  (field: number, value: number): Field =>
  (writer) => {
    writer.writeDoubleField(field, value);
  };
export const float =
  (field: number, value: number): Field =>
  (writer) => {
    writer.writeFloatField(field, value);
  };
export const varint =
  (field: number, value: number): Field =>
  (writer) => {
    writer.writeVarintField(field, value);
  };
export const bytes =
  (field: number, value: Uint8Array): Field =>
  (writer) => {
    writer.writeBytesField(field, value);
  };
export const text =
  (field: number, value: string): Field =>
  (writer) => {
    writer.writeStringField(field, value);
  };

export const VERSION_EVENT = message(double(1, 1_700_000_000), text(3, 'brain.Event:2'));

export function event(step: number, ...fields: Field[]): Uint8Array {
  return message(double(1, 1_700_000_000 + step), varint(2, step), ...fields);
}

/** A Summary field (of an Event) with these values. */
export function summary(...values: Uint8Array[]): Field {
  return bytes(5, message(...values.map((value) => bytes(1, value))));
}

export function simpleValue(tag: string, value: number): Uint8Array {
  return message(text(1, tag), float(2, value));
}

export function tensorValue(tag: string, tensor: Uint8Array, plugin?: string): Uint8Array {
  const metadata = plugin === undefined ? [] : [bytes(9, message(bytes(1, message(text(1, plugin)))))];
  return message(text(1, tag), bytes(8, tensor), ...metadata);
}

/** A TensorProto of one little-endian float in `tensor_content`, as TensorFlow 2 writes scalars. */
export function floatTensor(value: number): Uint8Array {
  return message(
    varint(1, 1),
    bytes(2, new Uint8Array(0)),
    bytes(4, new Uint8Array(Float32Array.of(value).buffer)),
  );
}

const BLOCK = 32 * 1024;

export const WANDB_HEADER = Uint8Array.of(0x3a, 0x57, 0x26, 0x42, 0xe1, 0xbe, 0x00);

function chunk(type: number, data: Uint8Array): Uint8Array {
  const checked = concatenate([Uint8Array.of(type), data]);
  const framed = new Uint8Array(6 + checked.length);
  const view = new DataView(framed.buffer);
  view.setUint32(0, checkBitByBit(checked, 0xedb88320), true);
  view.setUint16(4, data.length, true);
  framed.set(checked, 6);
  return framed;
}

/** Writes a W&B transaction log as its writers do: records cut into chunks at the ends of the blocks. */
export function wandbFile(records: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [WANDB_HEADER];
  let length = WANDB_HEADER.length;
  const append = (part: Uint8Array): void => {
    parts.push(part);
    length += part.length;
  };
  for (const data of records) {
    let written = 0;
    let isFirst = true;
    do {
      let room = BLOCK - (length % BLOCK);
      if (room < 7) {
        append(new Uint8Array(room));
        room = BLOCK;
      }
      const piece = data.subarray(written, written + room - 7);
      written += piece.length;
      const isLast = written === data.length;
      append(chunk(isFirst ? (isLast ? 1 : 2) : isLast ? 4 : 3, piece));
      isFirst = false;
    } while (written < data.length);
  }
  return concatenate(parts);
}

/** A Record of W&B with a history of these values, given as JSON. */
export function historyRecord(step: number | undefined, items: Readonly<Record<string, string>>): Uint8Array {
  const fields = Object.entries(items).map(([key, json]) => bytes(1, message(text(1, key), text(16, json))));
  if (step !== undefined) fields.push(bytes(2, message(varint(1, step))));
  return message(varint(1, 1), bytes(2, message(...fields)));
}

/** A Record of W&B with console output of this many characters. */
export function outputRecord(length: number): Uint8Array {
  return message(bytes(13, message(text(3, 'x'.repeat(length)))));
}

import type { PbfReader } from 'pbf';
import { fromBfloat16, fromFloat16 } from './half-precision.js';
import { BYTES, fieldEnd, FIXED32, FIXED64, readMessage, readNested, VARINT } from './protobuf-message.js';

/** How a data type stores one element in a TensorProto (tensorflow/core/framework/{tensor,types}.proto). */
interface ElementType {
  /** Bytes of one element in `tensor_content`. */
  readonly size: number;
  readonly fromContent: (view: DataView, at: number) => number;
  /** Field number of the type's list, and the value of a number listed there. */
  readonly list: number;
  readonly fromList: (listed: number) => number;
}

const FLOAT_LIST = 5;
const DOUBLE_LIST = 6;
const INT_LIST = 7;
const INT64_LIST = 10;
const HALF_LIST = 13;

const identity = (listed: number): number => listed;

const ELEMENT_TYPES: ReadonlyMap<number, ElementType> = new Map([
  [
    1,
    { size: 4, fromContent: (view, at) => view.getFloat32(at, true), list: FLOAT_LIST, fromList: identity },
  ],
  [
    2,
    { size: 8, fromContent: (view, at) => view.getFloat64(at, true), list: DOUBLE_LIST, fromList: identity },
  ],
  [3, { size: 4, fromContent: (view, at) => view.getInt32(at, true), list: INT_LIST, fromList: identity }],
  [9, { size: 8, fromContent: int64, list: INT64_LIST, fromList: identity }],
  [14, { size: 2, fromContent: bfloat16, list: HALF_LIST, fromList: fromBfloat16 }],
  [19, { size: 2, fromContent: float16, list: HALF_LIST, fromList: fromFloat16 }],
] satisfies [number, ElementType][]);

function int64(view: DataView, at: number): number {
  return view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
}

function bfloat16(view: DataView, at: number): number {
  return fromBfloat16(view.getUint16(at, true));
}

function float16(view: DataView, at: number): number {
  return fromFloat16(view.getUint16(at, true));
}

interface Tensor {
  type: number;
  elements: number;
  contentStart: number;
  contentEnd: number;
  /** The first number of the last list met, and the list's field number. */
  listed: number;
  list: number;
}

/**
 * Reads the number in a TensorProto of one element that stands at `[start, end)`.
 * @returns undefined where the tensor has not exactly one element or holds something else than numbers
 * @throws where the message is malformed
 */
export function readTensorScalar(pbf: PbfReader, start: number, end: number): number | undefined {
  const tensor: Tensor = { type: 0, elements: 1, contentStart: 0, contentEnd: 0, listed: 0, list: 0 };
  readMessage(pbf, start, end, readTensorField, tensor);
  const type = ELEMENT_TYPES.get(tensor.type);
  if (type === undefined || tensor.elements !== 1) return undefined;
  const contentBytes = tensor.contentEnd - tensor.contentStart;
  if (contentBytes > 0) {
    return contentBytes === type.size ? type.fromContent(pbf.dataView, tensor.contentStart) : undefined;
  }
  // Elements that are not listed are zero (tensorflow/core/framework/tensor.cc, `FromProtoField`).
  return tensor.list === type.list ? type.fromList(tensor.listed) : 0;
}

function readTensorField(field: number, tensor: Tensor, pbf: PbfReader, end: number): void {
  switch (field) {
    case 1:
      if (pbf.type === VARINT) tensor.type = pbf.readVarint();
      break;
    case 2:
      if (pbf.type === BYTES) readNested(pbf, end, readShapeField, tensor);
      break;
    case 4:
      if (pbf.type === BYTES) {
        tensor.contentEnd = fieldEnd(pbf, end);
        tensor.contentStart = pbf.pos;
        pbf.pos = tensor.contentEnd;
      }
      break;
    case FLOAT_LIST:
      readList(field, FIXED32, readFloat, tensor, pbf, end);
      break;
    case DOUBLE_LIST:
      readList(field, FIXED64, readDouble, tensor, pbf, end);
      break;
    case INT_LIST:
    case INT64_LIST:
    case HALF_LIST:
      readList(field, VARINT, readSigned, tensor, pbf, end);
      break;
  }
}

/** Reads the first number of a list, which is packed (one field) or not (a field per number). */
function readList(
  field: number,
  unpacked: number,
  read: (pbf: PbfReader) => number,
  tensor: Tensor,
  pbf: PbfReader,
  end: number,
): void {
  if (pbf.type === BYTES) {
    const listEnd = fieldEnd(pbf, end);
    if (pbf.pos < listEnd) {
      tensor.listed = read(pbf);
      tensor.list = field;
    }
    if (pbf.pos > listEnd) throw new RangeError('a number reaches beyond its list');
    pbf.pos = listEnd;
  } else if (pbf.type === unpacked) {
    tensor.listed = read(pbf);
    tensor.list = field;
  }
}

const readFloat = (pbf: PbfReader): number => pbf.readFloat();
const readDouble = (pbf: PbfReader): number => pbf.readDouble();
const readSigned = (pbf: PbfReader): number => pbf.readVarint(true);

function readShapeField(field: number, tensor: Tensor, pbf: PbfReader, end: number): void {
  if (field === 2 && pbf.type === BYTES) {
    tensor.elements *= readNested(pbf, end, readDimensionField, { size: 0 }).size;
  }
}

function readDimensionField(field: number, dimension: { size: number }, pbf: PbfReader): void {
  if (field === 1 && pbf.type === VARINT) dimension.size = pbf.readVarint(true);
}

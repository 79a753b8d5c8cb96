const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** The value of a bfloat16: the upper half of a single-precision number. @param bits its 16 bits */
export function fromBfloat16(bits: number): number {
  singleBits[0] = bits << 16;
  return single[0]!;
}

/** The value of an IEEE 754 binary16. @param bits its 16 bits */
export function fromFloat16(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** An input to `trace` that is not what the algorithm needs; the message names the field and the mend. */
export class TraceInputError extends Error {}

/** The fields of one case's input, as JSON gives them. */
export type TraceInput = Readonly<Record<string, unknown>>;

/** JSON's spelling of the numbers that it lacks. */
const SPELLED: Readonly<Record<string, number>> = { NaN, Infinity, '-Infinity': -Infinity };

export function traceNumber(input: TraceInput, field: string): number {
  return toNumber(input[field], `"${field}"`);
}

/** A number above 0 and finite. */
export function tracePositive(input: TraceInput, field: string): number {
  const value = traceNumber(input, field);
  if (!(value > 0 && value < Infinity)) {
    throw new TraceInputError(`"${field}" is ${value} and has to be above 0 and finite.`);
  }
  return value;
}

export function traceNumbers(input: TraceInput, field: string, length?: number): number[] {
  const value = input[field];
  if (!Array.isArray(value)) {
    throw new TraceInputError(`"${field}" has to be a list of numbers, as in the reference cases.`);
  }
  if (length !== undefined && value.length !== length) {
    throw new TraceInputError(`"${field}" has ${value.length} numbers and needs ${length}.`);
  }
  return value.map((item: unknown, index) => toNumber(item, `"${field}"[${index}]`));
}

/** Losses, all positive and finite: these algorithms work in ln(loss). */
export function traceLosses(input: TraceInput, field: string): number[] {
  const losses = traceNumbers(input, field);
  losses.forEach((loss, index) => {
    if (!(loss > 0 && loss < Infinity)) {
      throw new TraceInputError(
        `"${field}"[${index}] is ${loss}: leave out losses that are not positive and finite.`,
      );
    }
  });
  return losses;
}

export function traceBoolean(input: TraceInput, field: string): boolean {
  const value = input[field];
  if (typeof value !== 'boolean') throw new TraceInputError(`"${field}" has to be true or false.`);
  return value;
}

export function traceRecord(input: TraceInput, field: string): TraceInput {
  return toRecord(input[field], `"${field}"`);
}

export function traceRecords(input: TraceInput, field: string): TraceInput[] {
  const value = input[field];
  if (!Array.isArray(value)) {
    throw new TraceInputError(`"${field}" has to be a list of objects, as in the reference cases.`);
  }
  return value.map((item: unknown, index) => toRecord(item, `"${field}"[${index}]`));
}

function toRecord(value: unknown, place: string): TraceInput {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TraceInputError(`${place} has to be an object, as in the reference cases.`);
  }
  return value as TraceInput;
}

function toNumber(value: unknown, place: string): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && Object.hasOwn(SPELLED, value)) return SPELLED[value]!;
  throw new TraceInputError(`${place} has to be a number, as in the reference cases.`);
}

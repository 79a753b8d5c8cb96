/**
 * Takes a record's data, `window[start, end)`, which is valid only during the call.
 * @param place the record's offset in the file
 */
export type RecordSink = (window: Uint8Array, start: number, end: number, place: number) => void;

/**
 * Records up to this size are held in memory until they are whole. A record of scalars takes some dozens of bytes; the
 * limit leaves room for merged summaries that carry images beside them.
 */
export const LONGEST_RECORD_BYTES = 32 * 1024 * 1024;

export const UNFINISHED_RECORD =
  'The file ends inside a record: its writer was stopped while writing, or is still at it.';

export function longRecord(length: number): string {
  return `A record of ${Math.round(length / 1e6)} MB is left out.`;
}

import { crc32 } from '../../src/readers/crc32.js';
import { crc32c, maskedCrc32c } from '../../src/readers/crc32c.js';
import type { FloorName } from './synthetic-logs.js';

/**
 * The least that any program has to do with the bytes of a log before it can know what they say: what a reader takes
 * is told as a multiple of it. Each returns a number that depends on all the work, so that none of it is left out.
 */
export const FLOORS: Readonly<Record<FloorName, (bytes: Uint8Array) => number>> = {
  'json-lines'(bytes) {
    let sum = 0;
    for (const line of linesOf(bytes)) if (line !== '') sum += Object.keys(JSON.parse(line) as object).length;
    return sum;
  },

  'json-document'(bytes) {
    return Object.keys(JSON.parse(new TextDecoder().decode(bytes)) as object).length;
  },

  /** Every field of every line as a number. */
  fields(bytes) {
    let sum = 0;
    const lines = linesOf(bytes);
    const separator = lines[0]!.includes('\t') ? '\t' : ',';
    for (const line of lines) for (const field of line.split(separator)) sum += Number(field) > 0 ? 1 : 0;
    return sum;
  },

  /** The two numbers that matter, by one pattern that knows the line. */
  pattern(bytes) {
    let sum = 0;
    for (const line of linesOf(bytes)) sum += PATTERN.exec(line)?.length ?? 0;
    return sum;
  },

  /** The checks of every TFRecord, as a reader must verify them. */
  'crc32c-walk'(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let intact = 0;
    for (let at = 0; at + 12 <= bytes.length;) {
      const end = at + 12 + view.getUint32(at, true);
      if (maskedCrc32c(crc32c(bytes, at, at + 8)) === view.getUint32(at + 8, true)) intact += 1;
      if (maskedCrc32c(crc32c(bytes, at + 12, end)) === view.getUint32(end, true)) intact += 1;
      at = end + 4;
    }
    return intact;
  },

  /** The checks of every chunk of a LevelDB log behind W&B's file header. */
  'crc32-walk'(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let intact = 0;
    for (let at = 7; at + 7 <= bytes.length;) {
      const room = 32_768 - (at % 32_768);
      if (room < 7) {
        at += room;
        continue;
      }
      const end = at + 7 + view.getUint16(at + 4, true);
      if (crc32(bytes, at + 6, end) === view.getUint32(at, true)) intact += 1;
      at = end;
    }
    return intact;
  },
};

/** MLflow's lines, or a step and a loss with their names before them. */
const PATTERN = /^(\d{13}) (\S+) \d+$|(?:iter|step|iteration):? +(\d+).*?loss:? +([\d.eE+-]+)/;

function linesOf(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split('\n');
}

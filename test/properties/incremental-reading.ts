import type { LogEvent, Problem, ReaderDefinition, ReadResult } from '../../src/readers/reader.js';

/** Reads a file in chunks that end at these places (taken modulo its length plus one). */
export function readInChunks(
  definition: ReaderDefinition,
  path: string,
  file: Uint8Array,
  cuts: readonly number[] = [],
): ReadResult {
  const places = [...new Set(cuts.map((cut) => cut % (file.length + 1)))].sort((a, b) => a - b);
  const reader = definition.create(path);
  const events: LogEvent[] = [];
  const problems: Problem[] = [];
  const add = (result: ReadResult): void => {
    events.push(...result.events);
    problems.push(...result.problems);
  };
  let start = 0;
  for (const place of [...places, file.length]) {
    // A copy that is overwritten afterwards, as a caller's reused buffer would be.
    const chunk = file.slice(start, place);
    add(reader.push(chunk));
    chunk.fill(0xaa);
    start = place;
  }
  add(reader.end());
  return { events, problems };
}

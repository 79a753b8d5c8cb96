import { DocumentReader } from './document-reader.js';
import { headText } from './head-text.js';
import { jsonParts, LineOfIndex } from './json-scan.js';
import { parseNumber } from './numbers.js';
import type { ReadOutput } from './read-output.js';
import type { ReaderDefinition } from './reader.js';

/**
 * The reference curves of Megatron-LM's tests: one JSON document,
 * `{metric: {start_step, end_step, step_interval, values: {step: value}}}`.
 */
export const megatronGoldenValues: ReaderDefinition = {
  format: 'jsonl',
  placeUnit: 'line',
  growth: 'document',
  detect: (_path, head) => (/^\s*\{\s*"[^"]+":\s*\{\s*"start_step":/.test(headText(head).text) ? 0.9 : 0),
  create: () => new DocumentReader(readGoldenValues),
};

function readGoldenValues(text: string, output: ReadOutput): void {
  const start = text.search(/\S/);
  if (start < 0) return;
  if (text[start] !== '{') {
    output.problem('malformed-line', 1, 'The document is no JSON object.');
    return;
  }
  const lines = new LineOfIndex(text);
  const document = jsonParts(text, start);
  const metrics = document.begun === undefined ? document.parts : [...document.parts, document.begun];
  let isWhole = document.isClosed;
  for (const metric of metrics) {
    if (text[metric.start] !== '{') continue;
    const curve = jsonParts(text, metric.start);
    const members = curve.begun === undefined ? curve.parts : [...curve.parts, curve.begun];
    for (const member of members) {
      if (member.name !== 'values' || text[member.start] !== '{') continue;
      const values = jsonParts(text, member.start);
      isWhole &&= values.isClosed;
      for (const value of values.parts) {
        const step = parseNumber(value.name);
        const number = parseNumber(text.slice(value.start, value.end).replaceAll('"', ''));
        if (step === undefined || number === undefined) continue;
        output.scalar('', metric.name, number, step, undefined, lines.of(value.start));
      }
    }
    isWhole &&= curve.isClosed;
  }
  if (!isWhole) {
    output.problem('truncated', lines.of(text.length), 'The document ends before its last bracket.');
  }
}

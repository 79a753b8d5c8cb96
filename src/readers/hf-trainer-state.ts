import { DocumentReader } from './document-reader.js';
import { baseName, headText } from './head-text.js';
import { lossHiddenByTrainer } from './hidden-loss.js';
import { jsonParts, LineOfIndex } from './json-scan.js';
import { isJsonObject, parseLenientJson } from './lenient-json.js';
import { parseNumber } from './numbers.js';
import type { ReadOutput } from './read-output.js';
import type { ReaderDefinition } from './reader.js';

/**
 * `trainer_state.json` of Hugging Face's Trainer: all that was logged so far as `log_history`, and the last step as
 * `max_steps`. The file is written anew at every checkpoint.
 */
export const hfTrainerState: ReaderDefinition = {
  format: 'hf-trainer-state',
  placeUnit: 'line',
  growth: 'document',
  detect: (path, head) => {
    const { text } = headText(head);
    if (!text.trimStart().startsWith('{')) return 0;
    if (baseName(path) === 'trainer_state.json') return 0.95;
    return text.includes('"log_history":') ? 0.9 : 0;
  },
  create: () => new DocumentReader(readTrainerState),
};

function readTrainerState(text: string, output: ReadOutput): void {
  const start = text.search(/\S/);
  if (start < 0) return;
  if (text[start] !== '{') {
    output.problem('malformed-line', 1, 'The document is no JSON object.');
    return;
  }
  const lines = new LineOfIndex(text);
  const document = jsonParts(text, start);
  let isWhole = document.isClosed;
  const history =
    document.parts.find((part) => part.name === 'log_history') ??
    (document.begun?.name === 'log_history' ? document.begun : undefined);
  if (history !== undefined && text[history.start] === '[') {
    const entries = jsonParts(text, history.start);
    isWhole &&= entries.isClosed;
    for (const entry of entries.parts) {
      const line = lines.of(entry.start);
      const object = parseLenientJson(text.slice(entry.start, entry.end));
      if (isJsonObject(object)) readEntry(object, line, output);
      else
        output.problem('malformed-line', line, `The entry of log_history in line ${line} is no JSON object.`);
    }
  }
  const lastStep = document.parts.find((part) => part.name === 'max_steps');
  if (lastStep !== undefined && (history === undefined || lastStep.start > history.start)) {
    const step = parseNumber(text.slice(lastStep.start, lastStep.end));
    if (step !== undefined && step > 0) {
      output.event({ kind: 'horizon', run: '', step, place: lines.of(lastStep.start) });
    }
  }
  if (!isWhole) {
    output.problem(
      'truncated',
      lines.of(text.length),
      'The document ends before its last bracket; what it holds up to there was read. It is most likely being written.',
    );
  }
}

function readEntry(entry: Readonly<Record<string, unknown>>, line: number, output: ReadOutput): void {
  const step = numberOf(entry['step']);
  for (const name in entry) {
    if (name === 'step') continue;
    const number = numberOf(entry[name]);
    if (number !== undefined) output.scalar('', name, number, step, undefined, line);
  }
  const reason = lossHiddenByTrainer(numberOf(entry['loss']), numberOf(entry['grad_norm']));
  if (reason !== undefined)
    output.event({ kind: 'hidden', run: '', metric: 'loss', step, reason, place: line });
}

/** Numbers may be quoted: newer versions of the Trainer write them rounded, as texts. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? parseNumber(value) : undefined;
}

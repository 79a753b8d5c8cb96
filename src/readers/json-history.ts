import { DocumentReader } from './document-reader.js';
import { titleOf } from './csv.js';
import { isSourceOrDocument } from './file-kind.js';
import { isPhase } from './gap-name.js';
import { baseName, headText } from './head-text.js';
import { JsonRecords } from './json-records.js';
import { jsonParts, LineOfIndex, type JsonWalk } from './json-scan.js';
import { isJsonObject, parseLenientJson } from './lenient-json.js';
import { LISTS, listHistory, unquoted } from './list-history.js';
import { metricRole } from './metric-role.js';
import { parseNumber } from './numbers.js';
import { metricInPhase } from './phase.js';
import { isPythonLiteral, jsonOfPython } from './python-literal.js';
import type { ReadOutput } from './read-output.js';
import type { ReaderDefinition } from './reader.js';
import { wallTimeFromNumber } from './wall-time.js';

/** A list of objects that report results; like lists of numbers by metric, it starts with a name of a loss or step. */
const RECORDS =
  /^\s*\[\s*\{[^[\]]*?"(?:[^"]*loss[^"]*|(?:global_)?step|iter(?:ation)?|epoch)":\s*"?(?:[-\d]|nan\b|inf)/i;
/** Numbers by their place, `{"loss": {"0": 2.3, "1": 2.1}, …}`: tables that pandas writes as JSON. */
const INDEXED = /^\s*\{(?:\s*"[^"]+":\s*\{\s*"0":[^{}]*\},)*?\s*"[^"]*loss[^"]*":\s*\{\s*"0":\s*[-\dn]/i;

/** A list of numbers alone, in a file that is named for a loss. */
const NUMBERS = /^\s*\[\s*[-\d.]+(?:e[-+]?\d+)?\s*[,\]]/i;

/** No number is written with more characters. */
const LONGEST_FIRST = 64;

/** Either of the two as the member of an object: a history beside the settings of the run. */
const WRAPPED_RECORDS =
  /^\s*\{[^]*?"[^"]+":\s*\[\s*\{(?=[^[\]{}]*"(?:step|iter(?:ation)?|epochs?|round)":\s*\d)[^[\]{}]*?"[^"]*loss[^"]*":\s*[-\dN]/i;
const WRAPPED_LISTS =
  /^\s*\{[^]*?"[^"]+":\s*\{(?:\s*"[^"]*":\s*\[[^\]"{}]*\],)*?\s*"[^"]*loss[^"]*":\s*\[\s*[-\dN]/i;

/** `[[1700000000.1, 10, 2.5], …]`: TensorBoard's pages export one metric a file so, and name the file for it. */
const TRIPLES = /^\s*\[\s*\[\s*1\d{9}(?:\.\d+)?,\s*\d+(?:\.0)?,\s*[-"\dN]/;

/**
 * A history that a script wrote as one JSON document: `[{"epoch": 1, "loss": 2.3}, …]`, or as Keras keeps it in
 * memory, `{"loss": [2.3, …], "val_loss": [2.4, …]}`. In Python's own quotes, as `str` writes it, it may be in a file
 * of any name.
 */
export const jsonHistory: ReaderDefinition = {
  format: 'jsonl',
  placeUnit: 'line',
  growth: 'document',
  detect: (path, head) => {
    const { text } = headText(head);
    const name = baseName(path);
    if (isPythonLiteral(text)) return isSourceOrDocument(name) ? 0 : scoreOfPython(jsonOfPython(text));
    if (!name.endsWith('.json')) return 0;
    if (RECORDS.test(text) || LISTS.test(text) || TRIPLES.test(text)) return 0.75;
    if (INDEXED.test(text)) return 0.75;
    if (NUMBERS.test(text)) return metricRole(titleOf(path)).endsWith('-loss') ? 0.75 : 0;
    return WRAPPED_RECORDS.test(text) || WRAPPED_LISTS.test(text) ? 0.72 : 0;
  },
  create: (path) =>
    new DocumentReader((text, output) => {
      readHistory(isPythonLiteral(text) ? jsonOfPython(text) : text, output, titleOf(path));
    }),
};

/** Of what is printed only whole histories count: a log may begin with a dictionary as well. */
function scoreOfPython(text: string): number {
  if (RECORDS.test(text) || LISTS.test(text)) return 0.75;
  return WRAPPED_LISTS.test(text) && !/\n[{[]/.test(text) ? 0.72 : 0;
}

function readHistory(text: string, output: ReadOutput, title: string): void {
  const start = text.search(/\S/);
  if (start < 0) return;
  const isWhole =
    text[start] === '[' ? readRecords(text, start, output, title) : readObject(text, start, output, title);
  if (!isWhole) {
    const line = text.split('\n').length;
    output.problem(
      'truncated',
      line,
      'The document ends before its last bracket; what it holds up to there was read.',
    );
  }
}

function readRecords(text: string, start: number, output: ReadOutput, title: string): boolean {
  const records = new JsonRecords(output, '.');
  const lines = new LineOfIndex(text);
  const list = jsonParts(text, start);
  for (const part of list.parts) {
    const line = lines.of(part.start);
    const object = parseLenientJson(text.slice(part.start, part.end));
    if (isJsonObject(object)) records.read(object, line);
    else if (Array.isArray(object)) readTriple(object, line, output, title);
  }
  if (NUMBERS.test(text.slice(start, start + LONGEST_FIRST))) readNumbers(text, list, title, lines, output);
  return list.isClosed;
}

/** The steps of a list of numbers are their places in it. */
function readNumbers(
  text: string,
  list: JsonWalk,
  title: string,
  lines: LineOfIndex,
  output: ReadOutput,
): void {
  list.parts.forEach((part, index) => {
    const value = parseNumber(unquoted(text, part));
    if (value !== undefined) output.scalar('', title, value, index, undefined, lines.of(part.start));
  });
}

/**
 * An object of lists, or of histories: the settings beside them are left out. Of several histories each is a run (a
 * fold, a model), unless its name says that it is a phase.
 */
function readObject(text: string, start: number, output: ReadOutput, title: string): boolean {
  if (LISTS.test(text) || INDEXED.test(text)) return readLists(text, start, output);
  const document = jsonParts(text, start);
  const members = document.begun === undefined ? document.parts : [...document.parts, document.begun];
  const histories = members.flatMap((member) => {
    const value = text.slice(member.start, 'end' in member ? member.end : text.length);
    const isOfLists = LISTS.test(value);
    return isOfLists || RECORDS.test(value) ? [{ ...member, isOfLists }] : [];
  });
  const lists = histories.filter(({ isOfLists }) => isOfLists);
  for (const { name, start: at } of lists) {
    const phase = isPhase(name) ? name : undefined;
    readLists(text, at, output, phase === undefined && lists.length > 1 ? name : '', phase);
  }
  const [records] = histories;
  if (records !== undefined && lists.length === 0) readRecords(text, records.start, output, title);
  return document.isClosed;
}

function readTriple(triple: readonly unknown[], line: number, output: ReadOutput, title: string): void {
  const [time, step, logged] = triple;
  const value = typeof logged === 'string' ? parseNumber(logged) : logged;
  if (typeof time !== 'number' || typeof step !== 'number' || typeof value !== 'number') return;
  output.scalar('', title, value, step, wallTimeFromNumber(time), line);
}

function readLists(text: string, start: number, output: ReadOutput, run = '', phase?: string): boolean {
  const lines = new LineOfIndex(text);
  const { metrics, isClosed } = listHistory(text, start);
  for (const { name, values } of metrics) {
    for (const { start: at, value, step } of values)
      output.scalar(run, metricInPhase(phase, name), value, step, undefined, lines.of(at));
  }
  return isClosed;
}

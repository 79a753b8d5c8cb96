import { readFile } from 'node:fs/promises';
import { stringifyJson } from '../base/json-numbers.js';
import { TRACE_ALGORITHMS } from '../core/trace/trace.js';
import { TraceInputError, type TraceInput } from '../core/trace/trace-input.js';
import { CommandError, type CliOutput, type RegisterCommand } from './command.js';

/** One case of a reference file; a file may also be a single case. */
interface TraceCase {
  readonly name: string | undefined;
  readonly algorithm: string;
  readonly input: TraceInput;
}

interface TraceOutput {
  readonly name: string | undefined;
  readonly algorithm: string;
  /** Shaped as the reference case's `expected`. */
  readonly expected: Record<string, unknown>;
}

export const registerTrace: RegisterCommand = (program, output) => {
  program
    .command('trace')
    .description('run one algorithm on given numbers and print every intermediate state')
    .argument('<file>', 'JSON: one case {"algorithm","input"}, or a file with "cases"')
    .option(
      '--json',
      'print one JSON document: the states of the one case, or {"cases":[{"name","algorithm","expected"}]}',
    )
    .action(async (file: string, options: { json?: boolean }) => {
      await trace(file, options.json === true, output);
    });
};

async function trace(file: string, json: boolean, output: CliOutput): Promise<void> {
  const document = await readJson(file);
  if (!isRecord(document))
    throw new CommandError(`${file}: expected a JSON object with "algorithm" and "input", or with "cases".`);
  const { cases } = document as { cases?: unknown };
  if (!Array.isArray(cases)) {
    const result = run(decodeCase(document, file), file);
    output.out(json ? `${stringifyJson(result.expected)}\n` : describe(result));
    return;
  }
  const results = cases.map((item: unknown, index) => {
    const place = `${file}: case ${index + 1}`;
    return run(decodeCase(item, place), place);
  });
  output.out(json ? `${stringifyJson({ cases: results })}\n` : results.map(describe).join(''));
}

async function readJson(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new CommandError(`${file}: cannot be read (${reason(error)}); name a JSON file.`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new CommandError(`${file}: is not JSON (${reason(error)}).`);
  }
}

function decodeCase(item: unknown, place: string): TraceCase {
  if (!isRecord(item)) throw new CommandError(`${place}: has to be an object with "algorithm" and "input".`);
  const { name, algorithm, input } = item;
  if (typeof algorithm !== 'string' || !TRACE_ALGORITHMS.has(algorithm)) {
    const known = [...TRACE_ALGORITHMS.keys()].join(', ');
    throw new CommandError(`${place}: "algorithm" has to be one of ${known}.`);
  }
  if (!isRecord(input)) throw new CommandError(`${place}: "input" has to be an object.`);
  return { name: typeof name === 'string' ? name : undefined, algorithm, input };
}

function run({ name, algorithm, input }: TraceCase, place: string): TraceOutput {
  try {
    return { name, algorithm, expected: TRACE_ALGORITHMS.get(algorithm)!(input) };
  } catch (error) {
    if (error instanceof TraceInputError) throw new CommandError(`${place}: ${error.message}`);
    throw error;
  }
}

/** For people: what ran, and the last state of every list in it. */
function describe({ name, algorithm, expected }: TraceOutput): string {
  const lines = Object.entries(expected).map(([field, value]) => {
    if (!Array.isArray(value) || value.length === 0) return `  ${field}: ${stringifyJson(value)}`;
    return `  ${field}: ${value.length}, the last ${stringifyJson(value[value.length - 1])}`;
  });
  return [`${name ?? algorithm} (${algorithm})`, ...lines, ''].join('\n');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

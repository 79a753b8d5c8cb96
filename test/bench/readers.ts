// How fast every reader takes a log, beside the least that its bytes ask of any program; and what it costs to read on
// when a line was appended, to a short log and to a long one.
import { parse } from 'csv-parse/sync';
import { LogFile } from '../../src/monitor/log-file.js';
import type { LogSink } from '../../src/monitor/log.js';
import { detectFormat } from '../../src/readers/registry.js';
import { FigureSheet } from './figures.js';
import { FLOORS } from './floors.js';
import { GrowingFile } from './growing-file.js';
import { interleave, middle, processorTime } from './interleaved.js';
import { SYNTHETIC_LOGS, syntheticLog, WITHOUT_LOG, type SyntheticLog } from './synthetic-logs.js';

const BYTES = 2e6;
const CHUNK = 64 * 1024;
const ROUNDS = 9;
/** Time of a reader as a multiple of its floor. */
const MOST_RATIO = 1.5;

const sheet = new FigureSheet('readers');
const parts = process.argv.slice(2);

if (WITHOUT_LOG.length > 0)
  throw new Error(`There is no log for ${WITHOUT_LOG.map((r) => r.format).join(', ')}.`);
for (const log of SYNTHETIC_LOGS) if (isWanted(log.name)) measureReader(log);
if (isWanted('append')) await measureAppend();
sheet.printTable();

function isWanted(name: string): boolean {
  return parts.length === 0 || parts.some((part) => name.includes(part));
}

function measureReader(log: SyntheticLog): void {
  const bytes = log.make(BYTES);
  const found = detectFormat(log.path, bytes.subarray(0, 4096));
  if (found !== log.definition) {
    throw new Error(`The log ${log.name} is taken for ${found?.format ?? 'no log'}.`);
  }
  const points = read(log, bytes);
  const floor = FLOORS[log.floor];
  const { milliseconds, ratios } = interleave([() => read(log, bytes), () => floor(bytes)], ROUNDS);
  const [own, least] = milliseconds as [number, number];
  const add = (figure: string, value: number, unit: string, atMost?: number): void => {
    sheet.add({ subject: log.name, figure, value, unit, ...(atMost === undefined ? {} : { atMost }) });
  };
  add('speed', bytes.length / 1e3 / own, 'MB/s');
  add('points', points / own / 1e3, 'M/s');
  add(`floor`, bytes.length / 1e3 / least, 'MB/s');
  add('ratio', ratios[0]!, '', MOST_RATIO);
  if (log.floor !== 'fields') return;
  // Beside a library, which gives texts: the numbers are still to be read.
  const delimiter = log.path.endsWith('.tsv') ? '\t' : ',';
  const library = interleave([() => read(log, bytes), () => parse(Buffer.from(bytes), { delimiter })], 3);
  add('ratio to csv-parse', library.ratios[0]!, '');
}

/** Reads a log in the chunks of a file system; @returns the number of points in it */
function read({ definition, path }: SyntheticLog, bytes: Uint8Array): number {
  const reader = definition.create(path);
  let points = 0;
  for (let at = 0; at < bytes.length; at += CHUNK) {
    points += reader.push(bytes.subarray(at, at + CHUNK)).events.length;
  }
  const last = reader.end();
  if (last.problems.length > 0) throw new Error(last.problems[0]!.message);
  return points + last.events.length;
}

/** One line more, once in a log of 1 MB and once in a log of 100 MB, in turns. */
async function measureAppend(): Promise<void> {
  const appends = 300;
  for (const name of ['jsonl', 'csv', 'text nanoGPT', 'tensorboard']) {
    const log = syntheticLog(name);
    const megabyte = log.make(1e6);
    const [short, long] = [await followed(log, megabyte, 1), await followed(log, megabyte, 100)];
    const times: [number[], number[]] = [[], []];
    for (let i = 0; i < appends; i++) {
      times[0].push(await short.appendOne());
      times[1].push(await long.appendOne());
    }
    const [of1, of100] = [middle(times[0]), middle(times[1])];
    const subject = `append to ${name}`;
    sheet.add({ subject, figure: '1 MB', value: of1 * 1e3, unit: 'µs' });
    sheet.add({ subject, figure: '100 MB', value: of100 * 1e3, unit: 'µs' });
    sheet.add({ subject, figure: '100 MB / 1 MB', value: of100 / of1, unit: '' });
  }
}

/** A log of so many megabytes, read to its end; `appendOne` adds a line and returns the milliseconds of the next look. */
async function followed(
  log: SyntheticLog,
  megabyte: Uint8Array,
  count: number,
): Promise<{ appendOne(): Promise<number> }> {
  const file = new GrowingFile(count * megabyte.length + 1e6);
  for (let i = 0; i < count; i++) file.append(megabyte);
  let events = 0;
  const sink: LogSink = {
    events: (batch) => (events += batch.length),
    problems: ([problem]) => {
      throw new Error(problem!.message);
    },
    restart: () => undefined,
    gone: () => undefined,
  };
  const follower = new LogFile(log.path, log.definition, file, sink);
  while (await follower.poll(4 << 20));
  const isText = log.definition.placeUnit === 'line';
  const last = lastRecord(megabyte, isText);
  // A report that repeats the one before is passed over, so two take turns.
  const records = [lastRecord(megabyte.subarray(0, -last.length), isText), last];
  let appended = 0;
  return {
    async appendOne() {
      file.append(records[appended++ % records.length]!);
      const before = events;
      const start = processorTime();
      await follower.poll(4 << 20);
      const time = processorTime() - start;
      if (events === before) throw new Error(`The line appended to ${log.name} brought nothing.`);
      return time;
    },
  };
}

/** The last line; of TensorBoard's records, whose lengths here are all alike, the last one. */
function lastRecord(bytes: Uint8Array, isText: boolean): Uint8Array {
  if (isText) return bytes.subarray(bytes.lastIndexOf(10, bytes.length - 2) + 1);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (;;) {
    const next = at + 16 + view.getUint32(at, true);
    if (next >= bytes.length) return bytes.subarray(at);
    at = next;
  }
}

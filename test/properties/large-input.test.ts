import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Catalogue, DEFAULT_EXCLUDE, DEFAULT_INCLUDE } from '../../src/monitor/catalogue.js';
import { LogFile } from '../../src/monitor/log-file.js';
import { NodeFileSource, toPortable } from '../../src/node/file-system.js';
import { crc32c, maskedCrc32c } from '../../src/readers/crc32c.js';
import type { Problem, ReaderDefinition, ScalarEvent } from '../../src/readers/reader.js';
import { tensorboard } from '../../src/readers/tensorboard.js';
import { wandb } from '../../src/readers/wandb.js';
import { makeFileTree } from '../bench/file-tree.js';
import { syntheticLog } from '../bench/synthetic-logs.js';
import { longestTurn } from '../support/longest-turn.js';
import { RepeatingFile, type Stretch } from '../support/repeating-file.js';
import * as binary from '../unit/readers/binary-files.js';

/** What the monitor reads of one log before the others have their turn. */
const BUDGET = 4 << 20;
const MEGABYTE = 1e6;
/** Memory that reading may take beyond what the process has when it begins: garbage that waits for its collection. */
const MOST_MEMORY = 150 * MEGABYTE;
/** Memory that may be kept from a quarter of a log on, whatever its length: no less than the collector's own noise. */
const MOST_KEPT = 4 * MEGABYTE;
/** Share of a scan that one turn of the event loop may take. */
const LONGEST_TURN = 0.1;
const PATIENCE = 600_000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What a log brought, and the memory that it took. */
interface Reading {
  scalars: number;
  last: ScalarEvent | undefined;
  readonly problems: Problem[];
  /** Highest resident size beyond the one at the start, in bytes. */
  peak: number;
  /** Memory in use at the end beyond the one in use after a quarter of the log, in bytes, garbage left out. */
  kept: number;
}

/** Follows a log as the monitor does, from its beginning to its end, and only counts what it brings. */
async function readLog(
  definition: ReaderDefinition,
  path: string,
  stretches: readonly Stretch[],
): Promise<Reading> {
  const file = new RepeatingFile(stretches);
  const reading: Reading = { scalars: 0, last: undefined, problems: [], peak: 0, kept: 0 };
  const log = new LogFile(path, definition, file, {
    events: (events) => {
      for (const event of events) {
        if (event.kind !== 'scalar') continue;
        reading.scalars += 1;
        reading.last = event;
      }
    },
    problems: (problems) => reading.problems.push(...problems),
    restart: () => undefined,
    gone: () => undefined,
  });
  let early = await memoryInUse();
  const resident = process.memoryUsage.rss();
  let polls = 1;
  for (let more = true; more; polls++) {
    more = await log.poll(BUDGET);
    reading.peak = Math.max(reading.peak, process.memoryUsage.rss() - resident);
    if (polls === Math.floor(file.size / BUDGET / 4)) early = await memoryInUse();
    // A file on a disk lets the event loop turn, which frees buffers; this one would not.
    await turn();
  }
  reading.kept = (await memoryInUse()) - early;
  log.finish();
  return reading;
}

/** Bytes in use when the garbage is gone, on the heap and in buffers. */
async function memoryInUse(): Promise<number> {
  // What a first collection finds is partly freed later, by the side.
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    await turn();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Scalars in the first bytes of a log. */
function countScalars(definition: ReaderDefinition, path: string, ...parts: Uint8Array[]): number {
  const reader = definition.create(path);
  return parts.flatMap((part) => reader.push(part).events).filter(({ kind }) => kind === 'scalar').length;
}

/** The beginning of a text log and some megabytes that can stand any number of times behind it. */
function textStretches(name: string): { head: Uint8Array; block: Uint8Array } {
  const bytes = syntheticLog(name).make(2 * MEGABYTE);
  const end = bytes.indexOf(10) + 1;
  return { head: bytes.subarray(0, end), block: bytes.subarray(end) };
}

/** Images of a quarter of a megabyte between scalars, as a run that logs its samples writes them. */
function tensorboardWithImages(): { head: Uint8Array; block: Uint8Array } {
  const image = binary.message(
    binary.text(1, 'samples'),
    binary.bytes(4, binary.message(binary.bytes(4, new Uint8Array(1 << 18).fill(0x5a)))),
  );
  const records: Uint8Array[] = [binary.record(binary.event(1, binary.summary(image)))];
  for (let step = 1; step <= 20; step++) {
    records.push(binary.record(binary.event(step, binary.summary(binary.simpleValue('loss', 1 / step)))));
  }
  return { head: binary.record(binary.VERSION_EVENT), block: binary.concatenate(records) };
}

/** Blocks of a W&B log that end with their last record, so that they can stand one after the other. */
function wandbBlocks(): { head: Uint8Array; block: Uint8Array } {
  const blockBytes = 32 * 1024;
  const framing = 7;
  /** What the two messages around a console output of 128 to 16,383 characters take. */
  const outputMessage = 6;
  const records: Uint8Array[] = [];
  let length = binary.WANDB_HEADER.length;
  for (let step = 1; length < 33 * blockBytes; step++) {
    const history = binary.historyRecord(step, { 'train/loss': (1 / step).toFixed(6), _step: String(step) });
    records.push(history);
    length += framing + history.length;
    const room = blockBytes - (length % blockBytes);
    if (room > 1000) continue;
    records.push(binary.outputRecord(room - framing - outputMessage));
    length += room;
  }
  const file = binary.wandbFile(records);
  return { head: file.subarray(0, blockBytes), block: file.subarray(blockBytes) };
}

/** A JSON line of 64 KB: a few numbers and a sample of what the model wrote. */
function jsonLinesWithSamples(): { head: Uint8Array; block: Uint8Array } {
  const lines = Array.from({ length: 16 }, (_, i) => {
    const sample = 'The quick brown fox jumps over the lazy dog. '.repeat(1450);
    return `${JSON.stringify({ step: i + 1, loss: 2 / (i + 1), sample })}\n`;
  });
  return {
    head: new TextEncoder().encode('{"step": 0, "loss": 3}\n'),
    block: new TextEncoder().encode(lines.join('')),
  };
}

describe('A long log', () => {
  const gigabyte = 1000;
  const cases = [
    {
      name: 'TensorBoard with images',
      definition: tensorboard,
      path: '/runs/events.out.tfevents.1.host',
      make: tensorboardWithImages,
      megabytes: gigabyte,
    },
    {
      name: 'JSON lines with samples',
      ...ofSynthetic('jsonl'),
      make: jsonLinesWithSamples,
      megabytes: gigabyte,
    },
    {
      name: 'W&B',
      definition: wandb,
      path: '/wandb/run-abcdefgh.wandb',
      make: wandbBlocks,
      megabytes: 20,
    },
    ...['jsonl', 'csv', 'text nanoGPT'].map((name) => ({
      name,
      ...ofSynthetic(name),
      make: () => textStretches(name),
      megabytes: 20,
    })),
  ];

  it.each(cases)(
    'of $name, $megabytes MB, is read in bounded memory',
    async ({ definition, path, make, megabytes }) => {
      const { head, block } = make();
      const times = Math.ceil((megabytes * MEGABYTE) / block.length);
      const ofHead = countScalars(definition, path, head);
      const ofBlock = countScalars(definition, path, head, block) - ofHead;
      const reading = await readLog(definition, path, [
        { bytes: head, times: 1 },
        { bytes: block, times },
      ]);
      expect(reading.problems).toEqual([]);
      expect(ofBlock).toBeGreaterThan(0);
      expect(reading.scalars).toBe(ofHead + times * ofBlock);
      expect(reading.peak).toBeLessThan(MOST_MEMORY);
      expect(reading.kept).toBeLessThan(MOST_KEPT);
    },
    PATIENCE,
  );
});

function ofSynthetic(name: string): { definition: ReaderDefinition; path: string } {
  const { definition, path } = syntheticLog(name);
  return { definition, path };
}

describe('A line of 100 MB', () => {
  const dump = new Uint8Array(MEGABYTE).fill(0x78);

  it.each(['csv', 'lightning-csv', 'dvclive', 'jsonl', 'optuna', 'mlflow', 'text nanoGPT'])(
    'in a log of %s is one problem, and the lines around it are read',
    async (name) => {
      const { definition, path } = syntheticLog(name);
      const lines = new TextDecoder().decode(syntheticLog(name).make(20_000)).split('\n').slice(0, -1);
      const encode = (some: readonly string[]): Uint8Array =>
        new TextEncoder().encode(some.map((line) => `${line}\n`).join(''));
      const half = Math.floor(lines.length / 2);
      const [before, after] = [encode(lines.slice(0, half)), encode(lines.slice(half))];
      const expected = countScalars(definition, path, before, after);
      const reading = await readLog(definition, path, [
        { bytes: before, times: 1 },
        { bytes: dump, times: 100 },
        { bytes: Uint8Array.of(10), times: 1 },
        { bytes: after, times: 1 },
      ]);
      expect(reading.problems).toMatchObject([{ kind: 'too-long', place: half + 1 }]);
      expect(reading.scalars).toBe(expected);
      expect(reading.last?.place).toBe(lines.length + 1);
      expect(reading.peak).toBeLessThan(MOST_MEMORY);
    },
    PATIENCE,
  );

  it(
    'has its like in a record of 100 MB, which is one problem too',
    async () => {
      const data = new Uint8Array(MEGABYTE);
      const header = new Uint8Array(12);
      const view = new DataView(header.buffer);
      view.setBigUint64(0, 100n * BigInt(MEGABYTE), true);
      view.setUint32(8, maskedCrc32c(crc32c(header, 0, 8)), true);
      let check = 0;
      for (let i = 0; i < 100; i++) check = crc32c(data, 0, data.length, check);
      const footer = new Uint8Array(4);
      new DataView(footer.buffer).setUint32(0, maskedCrc32c(check), true);
      const scalar = (step: number): Uint8Array =>
        binary.record(binary.event(step, binary.summary(binary.simpleValue('loss', 0.5))));
      const first = binary.concatenate([binary.record(binary.VERSION_EVENT), scalar(1)]);
      const reading = await readLog(tensorboard, '/runs/events.out.tfevents.1.host', [
        { bytes: first, times: 1 },
        { bytes: header, times: 1 },
        { bytes: data, times: 100 },
        { bytes: footer, times: 1 },
        { bytes: scalar(2), times: 1 },
      ]);
      expect(reading.problems).toMatchObject([{ kind: 'too-long', place: first.length }]);
      expect(reading.scalars).toBe(2);
      expect(reading.last?.step).toBe(2);
      expect(reading.peak).toBeLessThan(MOST_MEMORY);
    },
    PATIENCE,
  );
});

describe('Ten thousand files', () => {
  it(
    'are looked through without holding up the event loop',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'laira-tree-'));
      try {
        const logs = await makeFileTree(folder, 10_000);
        const scan = { include: DEFAULT_INCLUDE, exclude: DEFAULT_EXCLUDE, patterns: {} };
        let turn = Infinity;
        // A busy machine lengthens a turn now and then, and not the same at every scan.
        for (let i = 0; i < 5 && turn >= LONGEST_TURN; i++) {
          turn = await longestTurn(async () => {
            const found = await new Catalogue(new NodeFileSource()).scan(toPortable(folder), scan);
            expect(found.problems).toEqual([]);
            expect(found.logs).toHaveLength(logs);
          });
        }
        expect(turn).toBeLessThan(LONGEST_TURN);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    PATIENCE,
  );
});

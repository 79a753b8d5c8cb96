import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catboost } from '../../src/readers/catboost.js';
import { csv } from '../../src/readers/csv.js';
import { hfTrainerState } from '../../src/readers/hf-trainer-state.js';
import { jsonHistory } from '../../src/readers/json-history.js';
import { jsonl } from '../../src/readers/jsonl.js';
import { megatronGoldenValues } from '../../src/readers/megatron-golden-values.js';
import { optunaJournal } from '../../src/readers/optuna-journal.js';
import { createPatternReader } from '../../src/readers/pattern-reader.js';
import type { ReaderDefinition } from '../../src/readers/reader.js';
import { READERS } from '../../src/readers/registry.js';
import { text } from '../../src/readers/text.js';
import { readInChunks } from './incremental-reading.js';

const SETTINGS = { seed: 20240611, numRuns: 100 };

const step = fc.nat({ max: 100_000 });
/** Fixed notation, so that a number that was cut is shorter than the others. */
const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: 1, max: 9.9, noNaN: true }).map((number) => number.toFixed(4)) },
  { weight: 1, arbitrary: fc.constantFrom('nan', 'inf') },
);
const lineEnd = fc.constantFrom('\n', '\r\n');
const report = fc.record({ step, loss: value, rate: value, end: lineEnd });

function inLines(
  line: (report: { step: number; loss: string; rate: string }) => string,
): fc.Arbitrary<string> {
  return fc
    .array(report, { maxLength: 12 })
    .map((reports) => reports.map((one) => line(one) + one.end).join(''));
}

const json = (number: string): string => number.replace('nan', 'NaN').replace('inf', 'Infinity');

const pattern: ReaderDefinition = {
  ...text,
  create: () => createPatternReader('step (?<step>\\d+).*loss (?<loss>\\d\\.\\d{4})(?= )'),
};

/** Every reader of text with logs as its writers make them. */
const LOGS: readonly (readonly [string, ReaderDefinition, fc.Arbitrary<string>])[] = [
  [
    'a table',
    csv,
    inLines(({ step: at, loss, rate }) => `${at},${rate},${loss}`).map(
      (rows) => `step,lr,train loss\n${rows}`,
    ),
  ],
  [
    'a table with quotes and gaps',
    csv,
    inLines(({ step: at, loss, rate }) => (at % 3 === 0 ? `"${at}",,"${loss}"` : `${at},"${rate}",`)).map(
      (rows) => `"step","l, r","ü loss"\n${rows}`,
    ),
  ],
  [
    'JSON lines',
    jsonl,
    inLines(
      ({ step: at, loss, rate }) => `{"step": ${at}, "loss": ${json(loss)}, "o": {"lr": ${json(rate)}}}`,
    ),
  ],
  [
    'a table whose steps may be a length',
    csv,
    inLines(({ step: at, loss, rate }) => `${rate},${at % 2},${loss}`).map(
      (rows) => `lr,steps,loss\n${rows}`,
    ),
  ],
  [
    'JSON lines whose steps may be a length',
    jsonl,
    inLines(({ step: at, loss }) => `{"steps": ${at % 2}, "loss": ${json(loss)}}`),
  ],
  ['a text', text, inLines(({ step: at, loss, rate }) => `iter ${at}: lr ${rate}, loss ${loss}`)],
  [
    'a text with bars',
    text,
    inLines(
      ({ step: at, loss, rate }) => `Epoch 1: ${at}/100000 [00:01<00:02, lr=${rate}, loss=${loss}]\rdone`,
    ),
  ],
  [
    'a text with colours and dates',
    text,
    inLines(
      ({ step: at, loss, rate }) =>
        `2024-01-01 00:00:00 \u001b[32m步 step ${at}\u001b[0m lr ${rate} loss ${loss}`,
    ),
  ],
  ['a text without steps', text, inLines(({ loss, rate }) => `lr: ${rate} loss: ${loss}`)],
  [
    'a text with a printed history',
    text,
    fc
      .array(report, { maxLength: 12 })
      .map((reports) => reports.map(({ loss }) => `[${loss}, ${loss}]`).join(", 'acc': "))
      .map((lists) => `loading\n{'loss': ${lists}}\n{'loss': ${lists}}\ndone\n`),
  ],
  [
    'a text whose epochs may be too coarse',
    text,
    inLines(({ step: at, loss }) => `{'loss': ${loss}, 'epoch': ${(at % 3) / 2}}`),
  ],
  [
    'a text of losses without names',
    text,
    fc
      .array(report, { maxLength: 12 })
      .map((reports) => reports.map(({ loss }, i) => `epoch ${i}: ${i < 4 ? 1 / (i + 2) : loss}\n`).join('')),
  ],
  ["a text by the user's pattern", pattern, inLines(({ step: at, loss }) => `step ${at} loss ${loss} ok`)],
  [
    'a trainer state',
    hfTrainerState,
    fc
      .array(report, { maxLength: 12 })
      .map((reports) =>
        [
          '{\n "log_history": [',
          reports.map(({ step: at, loss }) => `  {"loss": ${json(loss)}, "step": ${at}}`).join(',\n'),
          ' ],\n "max_steps": 100\n}',
        ].join('\n'),
      ),
  ],
  [
    'reference curves',
    megatronGoldenValues,
    fc
      .array(report, { maxLength: 12 })
      .map(
        (reports) =>
          `{"lm loss": {"start_step": 1, "values": {${reports.map(({ step: at, loss }) => `"${at}": "${loss}"`).join(', ')}}}}`,
      ),
  ],
  [
    'a history',
    jsonHistory,
    fc.array(value, { maxLength: 12 }).map((losses) => `{"loss": [${losses.map(json).join(', ')}]}`),
  ],
  [
    "a history in Python's quotes",
    jsonHistory,
    fc.array(value, { maxLength: 12 }).map((losses) => `{'a': None, 'loss': [${losses.join(', ')}]}`),
  ],
  [
    "CatBoost's table",
    catboost,
    inLines(({ step: at, loss }) => `${at}\t${loss}`).map((rows) => `iter\tLogloss\n${rows}`),
  ],
  [
    'a table in columns',
    text,
    inLines(({ step: at, loss, rate }) => `${at % 9}   ${at}   ${loss}   ${rate}`).map(
      (rows) => `E    #       LOSS TOK2VEC  LOSS NER\n---  ------  ------------  --------\n${rows}`,
    ),
  ],
  [
    'a table of names and numbers between single spaces',
    text,
    inLines(({ loss, rate }) => `${loss} ${rate}`).map((rows) => `loss lr\n${rows}`),
  ],
  [
    'tables in boxes',
    text,
    inLines(
      ({ step: at, loss }) =>
        `---------------------\n| time/           |  |\n|    total_timesteps | ${at} |\n| train/          |  |\n|    loss | ${loss} |\n---------------------`,
    ),
  ],
  [
    "Optuna's journal",
    optunaJournal,
    inLines(
      ({ step: at, loss }) =>
        `{"op_code":7,"trial_id":${at % 3},"step":${at},"intermediate_value":${json(loss)}}`,
    ),
  ],
];

const encode = (log: string): Uint8Array => new TextEncoder().encode(log);

describe.each(LOGS)('%s', (_name, definition, log) => {
  it('reads the same in any chunks', () => {
    fc.assert(
      fc.property(log, fc.array(fc.nat(), { maxLength: 20 }), (whole, cuts) => {
        const bytes = encode(whole);
        expect(readInChunks(definition, 'log', bytes, cuts)).toEqual(readInChunks(definition, 'log', bytes));
      }),
      SETTINGS,
    );
  });

  it('reads the same byte by byte', () => {
    fc.assert(
      fc.property(log, (whole) => {
        const bytes = encode(whole);
        const singly = readInChunks(definition, 'log', bytes, [...bytes.keys()]);
        expect(singly).toEqual(readInChunks(definition, 'log', bytes));
      }),
      { ...SETTINGS, numRuns: 30 },
    );
  });

  it('gives a prefix and at most one problem when cut short', () => {
    fc.assert(
      fc.property(log, fc.nat(), (whole, cut) => {
        const bytes = encode(whole);
        const { events, problems } = readInChunks(definition, 'log', bytes);
        expect(problems).toEqual([]);
        const short = readInChunks(definition, 'log', bytes.subarray(0, cut % (bytes.length + 1)));
        expect(short.events).toEqual(events.slice(0, short.events.length));
        expect(short.problems.length).toBeLessThanOrEqual(1);
      }),
      { ...SETTINGS, numRuns: 300 },
    );
  });

  it('survives a changed byte', () => {
    fc.assert(
      fc.property(log, fc.nat(), fc.integer({ min: 1, max: 255 }), (whole, place, change) => {
        const bytes = encode(whole);
        if (bytes.length > 0) bytes[place % bytes.length]! ^= change;
        const { events } = readInChunks(definition, 'log', bytes);
        for (const event of events) expect(Number.isInteger(event.place)).toBe(true);
      }),
      { ...SETTINGS, numRuns: 300 },
    );
  });
});

describe('any bytes', () => {
  const junk = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.string({ maxLength: 400, unit: 'binary' }).map(encode),
    fc
      .array(
        fc.constantFrom(
          'step',
          ' 1',
          '/2',
          ':',
          '=',
          '"',
          '\n',
          '\r',
          ',',
          '{',
          '}',
          '[',
          'loss',
          ' nan',
          '\u001b[',
          '-',
        ),
      )
      .map((parts) => encode(parts.join(''))),
  );

  it.each(READERS.map((definition) => [definition.format, definition] as const))(
    'do not make the %s reader throw, and read the same in any chunks',
    (_format, definition) => {
      fc.assert(
        fc.property(junk, fc.array(fc.nat(), { maxLength: 6 }), (bytes, cuts) => {
          expect(definition.detect('metrics.csv', bytes)).toBeLessThanOrEqual(1);
          const whole = readInChunks(definition, 'log', bytes);
          expect(readInChunks(definition, 'log', bytes, cuts)).toEqual(whole);
        }),
        { seed: 3, numRuns: 300 },
      );
    },
  );
});

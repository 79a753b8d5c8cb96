import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DecimalReader } from '../../src/readers/decimal-reader.js';
import { skipPrefixes } from '../../src/readers/line-prefix.js';
import { LineScanner } from '../../src/readers/line-scanner.js';
import { LineShapes } from '../../src/readers/line-shape.js';

const SETTINGS = { seed: 20240612, numRuns: 3000 };

/** Texts as they stand between the numbers of logs, the awkward ones above all. */
const between = fc.oneof(
  fc.constantFrom(
    ...[
      'loss: ',
      ' loss=',
      ' | lr ',
      ', ',
      ',',
      ': ',
      ':',
      '/',
      ' / ',
      '-',
      ' - ',
      '.',
      ' ',
      '  ',
      '',
      '%',
      'ms ',
    ],
    ...[
      'e',
      'E',
      'x',
      '(',
      ') ',
      '[',
      '] ',
      ' [ ',
      "{'loss': '",
      "', ",
      'Epoch ',
      ' step ',
      'iter ',
      'Test: [',
      '_',
    ],
    ...[
      'eta: ',
      ' it/s',
      ' | val: ',
      'rank',
      '+',
      '\t',
      ' acc@1 ',
      'train.py:',
      'number of nan iterations: ',
      '%|█| ',
      '][',
      '] ',
      'Step... (',
      ' loss at step ',
      'Ep. ',
      ' global_step ',
      ' tot_loss[loss=',
      '/Unknown ',
      '/?',
      ' valid on ',
      ' [loss: ',
      '-0',
    ],
  ),
  fc.string({ unit: fc.constantFrom(...Array.from('ab e.,:-+/|[]()=0 ')), maxLength: 4 }),
);
const number = fc.oneof(
  fc.nat({ max: 12_000 }).map(String),
  fc.double({ min: -10, max: 100, noNaN: true }).map((value) => value.toFixed(3)),
  fc.double({ min: 1e-9, max: 1e9, noNaN: true }).map((value) => value.toExponential(3)),
  fc.nat({ max: 9_999_999 }).map((value) => value.toLocaleString('en')),
  fc.nat({ max: 9999 }).map((value) => String(value).padStart(6)),
  fc.constantFrom(
    'nan',
    'inf',
    '2024-01-02 03:04:05',
    '2025-11-30 23:59:59,123',
    '0:33:40',
    '12:00:01',
    '2024',
    '1.2.3',
  ),
);

function line(texts: readonly string[], numbers: readonly string[]): string {
  return texts.map((text, index) => text + (numbers[index] ?? '')).join('');
}

it('what is recalled of a line is what a scan of it finds', () => {
  let recalled = 0;
  fc.assert(
    fc.property(
      fc.array(between, { minLength: 1, maxLength: 6 }),
      fc.array(fc.array(number, { minLength: 6, maxLength: 6 }), { minLength: 2, maxLength: 4 }),
      (texts, rows) => {
        const scanner = new LineScanner();
        const shapes = new LineShapes<undefined>();
        for (const row of rows) {
          const text = line(texts, row);
          const from = skipPrefixes(text);
          const scanned = scanner.scan(text, from);
          const known = shapes.recall(text);
          if (known !== undefined) {
            recalled += 1;
            expect(known.said).toEqual(scanned);
          }
          shapes.learn(text, from, scanner.tokens, scanned, undefined);
        }
      },
    ),
    SETTINGS,
  );
  // The property must not hold because nothing is ever recalled.
  expect(recalled).toBeGreaterThan(300);
});

it.each([
  ['loss: 1.5/ 3', 'loss: 1/ 2'],
  ['loss: 0.001:-0.5', 'loss: 0.002:5'],
  ['loss: 1 acc@1 0.5%-0.5', 'loss: 1 acc@1 0.5%3'],
  [' step 1.000e+0309loss: 1', ' step 1.000e+0001loss: 1'],
  ['loss: [1,2000]', 'loss: [1,200]'],
  ['12345: loss: 2', '123: loss: 2'],
  ['lr 12345/01/02 03:04:05', 'lr 2024/01/02 03:04:05'],
  ['loss 1,234.5', 'loss 1,23.5'],
  ['Epoch 1 7/10 loss 2', 'Epoch 1 70/10 loss 2'],
])('%j teaches nothing that is wrong of %j', (first, second) => {
  const scanner = new LineScanner();
  const shapes = new LineShapes<undefined>();
  const scan = (text: string) => scanner.scan(text, skipPrefixes(text));
  const scanned = scan(first);
  shapes.learn(first, skipPrefixes(first), scanner.tokens, scanned, undefined);
  expect(shapes.recall(first)?.said ?? scanned).toEqual(scanned);
  const found = scan(second);
  expect(shapes.recall(second)?.said ?? found).toEqual(found);
});

it('lines of a tool are recalled from the second one on', () => {
  const tools: readonly ((n: number) => string)[] = [
    (n) => `iter ${n}: loss ${(9 / n).toFixed(4)}, time ${(300 + n).toFixed(2)}ms, mfu 12.82%`,
    (n) =>
      `[rank0]:[titan] 2025-10-30 14:32:${String(n).padStart(2, '0')},990 - root - INFO - step: ${n}  loss: ${(9 / n).toFixed(4).padStart(8)}  memory:  2.49GiB(3.14%)  tps: ${(170_000 + n).toLocaleString('en')}`,
    (n) =>
      ` [2025-03-31 05:54:${String(n).padStart(2, '0')}] iteration ${String(n).padStart(8)}/  242204 | consumed samples: ${String(1008 * n).padStart(12)} | lm loss: ${(9 / n).toExponential(6)} |`,
  ];
  for (const tool of tools) {
    const scanner = new LineScanner();
    const shapes = new LineShapes<undefined>();
    const scan = (text: string) => scanner.scan(text, skipPrefixes(text));
    const first = scan(tool(10));
    shapes.learn(tool(10), skipPrefixes(tool(10)), scanner.tokens, first, undefined);
    for (const n of [11, 12, 59]) {
      expect(shapes.recall(tool(n))?.said).toEqual(scan(tool(n)));
    }
  }
});

it('numbers are read as the engine reads them', () => {
  const decimal = new DecimalReader();
  const isAscii = (text: string): boolean =>
    decimal.readAscii(new TextEncoder().encode(text), 0, text.length);
  let read = 0;
  fc.assert(
    fc.property(
      fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
        fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((value) => value.toFixed(6)),
        fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value.toExponential(7)),
        fc.constantFrom('-0', '5.', '.5', '1e400', '123456789012345678901234567890', '0.1e-300'),
      ),
      (text) => {
        expect(decimal.read(`${text} `, 0)).toBe(text.length);
        expect(decimal.value).toBe(Number(text));
        const bytes = new TextEncoder().encode(`1${text}5`);
        if (decimal.readAscii(bytes, 1, bytes.length - 1)) {
          expect(decimal.value).toBe(Number(text));
          read += 1;
        }
      },
    ),
    { seed: 20240612, numRuns: 5000 },
  );
  expect(read).toBeGreaterThan(1000);
  expect(['', '-', '.', 'x', '1e', '1e+', '1.2.3', '.5', 'NaN', '{}', '1 ', '+1'].map(isAscii)).not.toContain(
    true,
  );
  expect(['', '-', '.', 'x', '-.5', '+'].map((text) => decimal.read(text, 0))).toEqual([
    -1, -1, -1, -1, -1, -1,
  ]);
  expect(
    ['1,234', '12,345,678', '-1,000'].map((text) => [decimal.readGrouped(text, 0), decimal.value]),
  ).toEqual([
    [5, 1234],
    [10, 12_345_678],
    [6, -1000],
  ]);
  expect(
    ['1234', '1,23', '1234,567', ',123', '1,234.5', '1,'].map((text) => decimal.readGrouped(text, 0)),
  ).toEqual(Array.from({ length: 6 }, () => -1));
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { chooseLossMetric } from '../../src/readers/metric-role.js';
import type { LogFormat, ScalarEvent } from '../../src/readers/reader.js';
import { detectFormat } from '../../src/readers/registry.js';
import { CORPUS, corpusEntries, hasCorpus, type CorpusEntry } from './corpus-index.js';

/** The formats as the corpus calls them, and as we do. */
const FORMATS: Readonly<Record<string, LogFormat>> = {
  algoperf_measurements_csv: 'csv',
  dvclive_tsv: 'dvclive',
  hf_trainer_state: 'hf-trainer-state',
  jsonl: 'jsonl',
  keras_csv: 'keras-csv',
  learning_curve_benchmark: 'csv',
  lightning_csv: 'lightning-csv',
  megatron_golden_json: 'jsonl',
  mlflow: 'mlflow',
  tensorboard: 'tensorboard',
  text_log: 'text',
  wandb_export_csv: 'csv',
  wandb_offline: 'wandb',
  yolo_results_csv: 'yolo-csv',
};

const table: string[][] = [];

if (!hasCorpus) console.log(`corpus tests are skipped: there is no ${CORPUS}`);

describe.skipIf(!hasCorpus)('real logs', () => {
  for (const entry of hasCorpus ? corpusEntries() : []) {
    test(entry.file, () => {
      const bytes = readFileSync(join(CORPUS, entry.file));
      const definition = detectFormat(entry.file, bytes.subarray(0, 4096));
      const row = [definition?.format ?? 'no reader', entry.file];
      table.push(row);
      expect(definition?.format).toBe(FORMATS[entry.format]);
      const reader = definition!.create(entry.file);
      const results = [reader.push(bytes), reader.end()];
      const scalars = results.flatMap(({ events }) => events).filter((event) => event.kind === 'scalar');
      const loss = lossOf(entry, scalars);
      row.push(loss.name, `${loss.values.length} points`);
      expect(results.flatMap(({ problems }) => problems)).toEqual([]);
      expect(loss.values.length).toBe(entry.points);
      if (entry.firstLoss === undefined || entry.lastLoss === undefined) return;
      expect(loss.values[0]).toBeCloseTo(entry.firstLoss, 5 - digitsBeforePoint(entry.firstLoss));
      const finite = loss.values.filter((value) => Number.isFinite(value));
      expect(finite.at(-1)).toBeCloseTo(entry.lastLoss, 5 - digitsBeforePoint(entry.lastLoss));
      expect(loss.values.length - finite.length).toBe(Number(/(\d+) non-finite/.exec(entry.note)?.[1] ?? 0));
      const back = loss.steps.filter((step, index) => index > 0 && step <= loss.steps[index - 1]!).length;
      expect(back).toBe(Number(/(\d+) non-increasing/.exec(entry.note)?.[1] ?? 0));
    });
  }

  afterAll(() => {
    console.log(table.map((row) => row.join('\t')).join('\n'));
  });
});

/** The values of the loss that the corpus names, which must also be the one that our own rules choose. */
function lossOf(
  entry: CorpusEntry,
  scalars: readonly ScalarEvent[],
): { name: string; values: number[]; steps: number[] } {
  const ofRun = scalars.some(({ run }) => run === entry.tag)
    ? scalars.filter(({ run }) => run === entry.tag)
    : scalars;
  const counts = new Map<string, number>();
  for (const { metric } of ofRun) counts.set(metric, (counts.get(metric) ?? 0) + 1);
  const choice = chooseLossMetric([...counts].map(([name, points]) => ({ name, points })));
  if (choice === undefined) return { name: '', values: [], steps: [] };
  if (ofRun === scalars) expect(normalised(choice.name, entry.tag)).toBe(entry.tag.toLowerCase());
  const chosen = inListedOrder(
    entry,
    ofRun.filter(({ metric }) => metric === choice.name),
  );
  // The corpus drops non-numbers at the end of Megatron's reference curves.
  const values = chosen.map(({ value }) => value);
  while (entry.format === 'megatron_golden_json' && !Number.isFinite(values.at(-1))) values.pop();
  return { name: choice.name, values, steps: chosen.slice(0, values.length).map(({ step }) => step ?? NaN) };
}

/** The benchmark tables repeat whole curves and are not sorted; the list counts every curve once, by its steps. */
function inListedOrder(entry: CorpusEntry, chosen: ScalarEvent[]): ScalarEvent[] {
  if (entry.format !== 'learning_curve_benchmark') return chosen;
  const byStep = new Map(chosen.map((event) => [event.step ?? NaN, event]));
  return [...byStep.values()].sort((a, b) => (a.step ?? NaN) - (b.step ?? NaN));
}

/** The corpus calls "current loss" and "training loss" of some text logs plainly loss. */
function normalised(name: string, tag: string): string {
  const lower = name.toLowerCase();
  return tag === 'loss' && lower.endsWith(' loss') ? 'loss' : lower;
}

function digitsBeforePoint(value: number): number {
  return Math.max(0, Math.floor(Math.log10(Math.abs(value))) + 1);
}

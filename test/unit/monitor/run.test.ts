import { expect, it } from 'vitest';
import type { Log } from '../../../src/monitor/log.js';
import { Run } from '../../../src/monitor/run.js';
import { CsvReader } from '../../../src/readers/csv-reader.js';

const SETTINGS = { metric: undefined, reportSize: undefined, dataPerStep: undefined, inSamples: false };

function runOf(...parts: readonly string[]): Run {
  const run = new Run('id', 'name', 0, SETTINGS);
  const reader = new CsvReader();
  for (const part of parts) {
    for (const event of reader.push(new TextEncoder().encode(part)).events) run.apply(event, {} as Log, NaN);
    run.advance();
  }
  return run;
}

it('is told again where its steps turn out to be a length', () => {
  const rows = ['epoch,step,total_epochs,loss\n1,500,9,2.5\n2,500,9,2.25\n', '3,500,9,2\n', '4,500,9,1.75\n'];
  const [first] = rows;
  expect(Array.from(runOf(first!).curve.step.slice(0))).toEqual([500, 500]);
  const run = runOf(...rows);
  expect(Array.from(run.curve.step.slice(0))).toEqual([1, 2, 3, 4]);
  expect(Array.from(run.reports.loss.slice(0))).toEqual([2.5, 2.25, 2, 1.75]);
  expect(run.horizon()).toEqual({ step: 9, origin: 'log' });
  expect(run.metrics.get('loss')!.length).toBe(4);
});

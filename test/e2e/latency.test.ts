import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { bundle, lossLog } from '../sample-workspace.mjs';
import { openFolder } from './opened-folder.js';

const REPORTS = 60;
const SAMPLES = 40;

describe('a line that a training run flushes', () => {
  const opened = openFolder('one-run', {
    files: { 'easy/metrics.csv': lossLog(0.4, REPORTS), 'laira.json': bundle({ easy: 0.3 }) },
  });

  it('reaches the chart; how soon is measured, not judged', async () => {
    const { folder, window } = opened;
    const log = join(folder, 'easy', 'metrics.csv');
    await window.openDashboard();
    const milliseconds: number[] = [];
    for (let sample = 1; sample <= SAMPLES; sample++) {
      const loss = 0.37 - sample * 1e-4;
      const flushed = Date.now();
      await appendFile(log, `${REPORTS + sample},${loss}\n`);
      milliseconds.push((await window.dashboard.whenDrawn(loss)) - flushed);
      // Not in step with any timer of the extension.
      await delay(200 + 37 * (sample % 11));
    }
    expect(milliseconds).toHaveLength(SAMPLES);
    const sorted = milliseconds.toSorted((a, b) => a - b);
    const quantile = (share: number): number => sorted[Math.ceil(share * SAMPLES) - 1]!;
    const measure = {
      measure: 'flushed line to changed chart',
      p50: quantile(0.5),
      p95: quantile(0.95),
      samples: SAMPLES,
      unit: 'ms',
    };
    await appendFile(inject('measures'), `${JSON.stringify(measure)}\n`);
    console.log(measure);
  }, 900_000);
});

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { HostTest } from './host-test.js';
import { lairaApi, stateWhere } from './laira-api.js';
import { until } from './until.js';

const RUNS = 10;
const RESOLUTION_MS = 5;

export const loadTests: readonly HostTest[] = [
  {
    name: 'ten runs replay at once, and all are read while the extension host stays free',
    run: async ({ folder, measure }) => {
      const api = await lairaApi();
      await api.whenScanned();
      const loop = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
      loop.enable();
      await writeFile(join(folder, '.vscode', 'replay-wanted'), '');
      await until(
        'the replay has ended',
        () => (existsSync(join(folder, '.vscode', 'replay-ended')) ? true : undefined),
        300,
      );
      const { runs } = await stateWhere(
        'ten runs with reports',
        (state) => state.runs.length === RUNS && state.runs.every(({ reports }) => reports > 0),
      );
      loop.disable();
      assert.equal(runs.length, RUNS);
      measure('longest block of the event loop during the replay', loop.max / 1e6 - RESOLUTION_MS, 'ms');
    },
  },
];

import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { bundle } from '../../sample-workspace.mjs';
import type { HostTest } from './host-test.js';
import { stateWhere } from './laira-api.js';
import { until } from './until.js';

const RUNS = 10;
/** Milliseconds in which sample runs that play write something. */
const A_WHILE = 3000;

function played(folder: string, ...parts: string[]): string {
  return join(folder, 'laira-sample-runs', ...parts);
}

/** Bytes of all logs that are played. */
function size(folder: string): number {
  return readdirSync(played(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** In a folder without logs and without a bundle, in which nothing was found. */
export const sampleRunsTests: readonly HostTest[] = [
  {
    name: 'the sample runs of the package play, are found, and have targets and a recommendation',
    run: async ({ folder }) => {
      await vscode.commands.executeCommand('laira.playSampleRuns');
      const state = await stateWhere(
        'ten tasks with reports',
        ({ runs }) => runs.length === RUNS && runs.every(({ task, reports }) => task !== null && reports > 0),
      );
      assert.equal(state.bundle?.file, played(folder, 'laira.json'));
      assert.deepEqual(state.bundle.problems, []);
      await stateWhere('advice', ({ recommendations }) => recommendations.length > 0);
    },
  },
  {
    name: 'the dashboard shows them',
    run: async () => {
      await until('the dashboard is open', () =>
        vscode.window.tabGroups.all
          .flatMap(({ tabs }) => tabs)
          .find(({ label, isActive }) => label === 'LaiRA Dashboard' && isActive),
      );
    },
  },
  {
    name: 'a bundle of the folder itself takes the place of theirs, as long as it is there',
    run: async ({ folder }) => {
      const own = join(folder, 'laira.json');
      await writeFile(own, bundle({ mine: 0.3 }));
      await stateWhere('the own bundle', (state) => state.bundle?.file === own);
      await rm(own);
      await stateWhere('their bundle', (state) => state.bundle?.file === played(folder, 'laira.json'));
    },
  },
  {
    name: 'they open no terminal, and Git takes no notice of them',
    run: async ({ folder }) => {
      assert.deepEqual(vscode.window.terminals, []);
      assert.equal(await readFile(played(folder, '.gitignore'), 'utf8'), '*\n');
    },
  },
  {
    name: 'they end with the command that stops them',
    run: async ({ folder }) => {
      const before = size(folder);
      await until('more is written', () => (size(folder) > before ? true : undefined));
      await vscode.commands.executeCommand('laira.stopSampleRuns');
      const after = size(folder);
      await delay(A_WHILE);
      assert.equal(size(folder), after);
    },
  },
];

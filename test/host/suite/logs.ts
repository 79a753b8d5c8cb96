import assert from 'node:assert/strict';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { everyCommandIsRegistered } from './commands.js';
import type { HostTest } from './host-test.js';
import { lairaApi, lairaExtension, stateWhere } from './laira-api.js';
import { until } from './until.js';

export const logsTests: readonly HostTest[] = [
  {
    name: 'the extension starts by itself in a folder with logs',
    run: async ({ measure }) => {
      await until('the extension is active', () => (lairaExtension().isActive ? true : undefined));
      const { activationMs } = await lairaApi();
      assert(Number.isFinite(activationMs) && activationMs >= 0);
      measure('activation', activationMs, 'ms');
    },
  },
  { name: 'every promised and every contributed command is registered', run: everyCommandIsRegistered },
  {
    name: 'runs are found, with their losses, and excluded ones are not',
    run: async () => {
      const api = await lairaApi();
      await api.whenScanned();
      const { runs, bundle } = await stateWhere('two runs are read', (state) =>
        ['first', 'second'].every((name) => state.runs.some((run) => run.name === name && run.reports > 0)),
      );
      assert.equal(bundle, null);
      assert.deepEqual(runs.map(({ name }) => name).sort(), ['first', 'second']);
      for (const run of runs) {
        assert.equal(run.reports, 60, run.name);
        assert.equal(run.metric, 'loss');
        assert.equal(run.task, null);
      }
    },
  },
  {
    name: 'a line that a training run appends is seen',
    run: async ({ folder }) => {
      await appendFile(join(folder, 'first', 'metrics.csv'), '61,0.123\n');
      const { runs } = await stateWhere('61 reports', (state) =>
        state.runs.some(({ name, reports }) => name === 'first' && reports === 61),
      );
      assert.equal(runs.find(({ name }) => name === 'first')?.loss, 0.123);
    },
  },
  {
    name: 'a bundle that is created later is taken up',
    run: async ({ folder }) => {
      const task = { name: 'first', logs: ['first/*.csv'], target: 0.05, deadline: '5h', dataRate: 1 };
      await writeFile(join(folder, 'laira.json'), JSON.stringify({ tasks: [task] }));
      const { runs } = await stateWhere('the task is in force', ({ bundle }) => bundle !== null);
      assert.equal(runs.find(({ name }) => name === 'first')?.task?.target, 0.05);
    },
  },
  {
    name: 'the bundle file is completed from its schema',
    run: async ({ folder }) => {
      const file = vscode.Uri.file(join(folder, 'laira.json'));
      const text = '{ "tasks": [{  }] }';
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
      const document = await vscode.workspace.openTextDocument(file);
      await vscode.window.showTextDocument(document);
      const place = document.positionAt(text.indexOf('{  }') + 2);
      await until('the keys of a task are offered', async () => {
        const list = await vscode.commands.executeCommand<vscode.CompletionList | undefined>(
          'vscode.executeCompletionItemProvider',
          file,
          place,
        );
        const labels =
          list?.items.map(({ label }) => (typeof label === 'string' ? label : label.label)) ?? [];
        return ['name', 'logs', 'target', 'deadline'].every((key) => labels.includes(key)) ? true : undefined;
      });
    },
  },
];

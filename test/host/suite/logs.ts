import assert from 'node:assert/strict';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { everyCommandIsRegistered } from './commands.js';
import type { HostTest } from './host-test.js';
import { lairaApi, lairaExtension, runOf, stateWhere } from './laira-api.js';
import { until } from './until.js';

/** Reports in each log of the folder. */
const REPORTS = 60;

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
        ['first', 'second'].every((name) => runOf(state, name)?.reports === REPORTS),
      );
      assert.equal(bundle, null);
      assert.deepEqual(runs.map(({ name }) => name).sort(), ['first', 'second']);
      for (const run of runs) {
        assert.equal(run.metric, 'loss');
        assert.equal(run.task, null);
      }
    },
  },
  {
    name: 'a line that a training run appends is seen',
    run: async ({ folder }) => {
      await appendFile(join(folder, 'first', 'metrics.csv'), `${REPORTS + 1},0.123\n`);
      const state = await stateWhere(
        'one more report',
        (one) => runOf(one, 'first')?.reports === REPORTS + 1,
      );
      assert.equal(runOf(state, 'first')?.loss, 0.123);
    },
  },
  {
    name: 'a problem in a log is explained, with a link that opens the log at its line',
    run: async ({ folder }) => {
      const log = join(folder, 'third', 'metrics.csv');
      await mkdir(join(folder, 'third'));
      await writeFile(log, 'step,loss\n1,2.1\n2,1.9\nnonsense,1.8\n4,1.7\n');
      const { runs } = await stateWhere('the problem is found', (state) =>
        state.runs.some(({ problems }) => problems.length > 0),
      );
      const run = runs.find(({ problems }) => problems.length > 0)!;
      const [problem] = run.problems;
      assert.equal(problem?.line, 4);

      await vscode.commands.executeCommand('laira.explain', { kind: 'run', run });
      const explanation = await until('the explanation is shown', () => {
        const document = vscode.window.activeTextEditor?.document;
        return document?.languageId === 'markdown' ? document : undefined;
      });
      assert(explanation.getText().includes(`line ${problem.line}`), explanation.getText());
      assert(!explanation.isUntitled, 'closing it would ask to save it');
      const link = await until('the link of the problem is offered', async () => {
        const links = await vscode.commands.executeCommand<readonly vscode.DocumentLink[]>(
          'vscode.executeLinkProvider',
          explanation.uri,
        );
        return links.find(({ range }) => explanation.lineAt(range.start.line).text.includes(problem.message));
      });
      assert(link.target !== undefined, 'the link leads nowhere');
      await vscode.commands.executeCommand('vscode.open', link.target);
      await isOpenAt(log, problem.line);

      await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
      await vscode.commands.executeCommand('laira.openLog', { kind: 'problem', run, problem });
      await isOpenAt(log, problem.line);
    },
  },
  {
    name: 'a bundle that is created later is taken up',
    run: async ({ folder }) => {
      const task = { name: 'first', logs: ['first/*.csv'], target: 0.05, deadline: '5h', dataRate: 1 };
      await writeFile(join(folder, 'laira.json'), JSON.stringify({ tasks: [task] }));
      await stateWhere('the task is in force', (state) => runOf(state, 'first')?.task?.target === 0.05);
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

/** Waits until a file is open with the cursor on a line (from 1). */
async function isOpenAt(file: string, line: number): Promise<void> {
  const open = (): string => {
    const editor = vscode.window.activeTextEditor;
    return editor === undefined ? '' : `${editor.document.uri.fsPath}:${editor.selection.active.line + 1}`;
  };
  await until(`the log is open at its line ${line}`, () => (open() === `${file}:${line}` ? true : undefined));
}

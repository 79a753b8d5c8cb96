import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { HostTest } from './host-test.js';
import { lairaApi, lairaExtension, runOf, stateWhere } from './laira-api.js';
import { until } from './until.js';

/** As the folder's settings say. */
const UNDO_SECONDS = 300;

async function ledger(folder: string): Promise<readonly Record<string, unknown>[]> {
  const text = await readFile(join(folder, '.laira', 'decisions.jsonl'), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function control(folder: string, run: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(join(folder, run, 'laira-control.json'), 'utf8')) as Record<
    string,
    unknown
  >;
}

function secondsBetween(from: unknown, until: unknown): number {
  return (Date.parse(String(until)) - Date.parse(String(from))) / 1000;
}

function diagnosticsOf(file: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(file).filter(({ source }) => source === 'LaiRA');
}

async function replaceAndSave(document: vscode.TextDocument, old: string, text: string): Promise<void> {
  const offset = document.getText().indexOf(old);
  assert(offset >= 0, `${old} is not in ${document.fileName}`);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + old.length));
  edit.replace(document.uri, range, text);
  assert(await vscode.workspace.applyEdit(edit), `${document.fileName} cannot be edited`);
  // In a browser the workbench saves by itself a second after an edit, and a save in the midst of that does nothing.
  await until('the document is saved', async () => ((await document.save()) ? true : undefined));
}

/** Changes a setting of LaiRA in the opened folder and waits until the extension has been told. */
async function changeSetting(name: string, value: unknown): Promise<void> {
  const told = new Promise<void>((resolve) => {
    // Listeners are told in the order in which they began to listen.
    const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration(`laira.${name}`)) return;
      subscription.dispose();
      resolve();
    });
  });
  await vscode.workspace.getConfiguration('laira').update(name, value);
  await told;
}

function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}

function accepted(): true {
  return true;
}

function notYet(): undefined {
  return undefined;
}

export const bundleTests: readonly HostTest[] = [
  {
    name: 'the extension starts by itself in a folder with a bundle',
    run: async ({ measure }) => {
      await until('the extension is active', () => (lairaExtension().isActive ? true : undefined));
      measure('activation', (await lairaApi()).activationMs, 'ms');
    },
  },
  {
    name: 'targets and deadlines of the bundle are in force',
    run: async () => {
      await (await lairaApi()).whenScanned();
      const state = await stateWhere(
        'both tasks',
        ({ runs }) => runs.filter(({ task }) => task !== null).length === 2,
      );
      assert.equal(runOf(state, 'easy')?.task?.target, 0.3);
      assert.equal(runOf(state, 'hard')?.task?.target, 0.001);
    },
  },
  {
    name: 'verdicts appear: one run reaches its target, one is out of reach',
    run: async () => {
      const state = await stateWhere(
        'two verdicts',
        (one) => runOf(one, 'easy')?.verdict === 'feasible' && runOf(one, 'hard')?.verdict === 'infeasible',
      );
      assert(runOf(state, 'hard')!.reason.length > 0);
    },
  },
  {
    name: 'the run that can make it is recommended, with a reason',
    run: async () => {
      const state = await stateWhere('advice', ({ recommendations }) => recommendations.length > 0);
      const advice = state.recommendations[0]!;
      assert.equal(advice.name, 'easy');
      assert(advice.length > 0);
      assert.notEqual(advice.reason, '');
    },
  },
  {
    name: 'accepting writes the ledger and every control file; the slice starts after the time to undo',
    run: async ({ folder }) => {
      await (await lairaApi()).accept();
      const [entry, ...more] = await ledger(folder);
      assert.deepEqual(more, []);
      assert.equal(entry?.['kind'], 'accept');
      assert.equal(entry['task'], 'easy');
      assert.equal(secondsBetween(entry['time'], entry['from']), UNDO_SECONDS);
      assert.equal((await control(folder, 'easy'))['state'], 'run');
      assert.equal((await control(folder, 'hard'))['state'], 'pause');
      const { slices } = await stateWhere('the slice', (state) => state.slices[0]?.state === 'starting');
      assert.equal(slices.length, 1);
    },
  },
  {
    name: 'undo writes its own line, takes the control files back, and the slice is undone',
    run: async ({ folder }) => {
      await (await lairaApi()).undo();
      const kinds = (await ledger(folder)).map((entry) => entry['kind']);
      assert.deepEqual(kinds, ['accept', 'undo']);
      for (const run of ['easy', 'hard']) assert(!existsSync(join(folder, run, 'laira-control.json')), run);
      const state = await stateWhere('undone', ({ slices }) => slices[0]?.state === 'undone');
      assert.equal(state.slices.length, 1);
      assert.equal(runOf(state, 'easy')?.allowed, null);
    },
  },
  {
    name: 'the slice can be given to another run; without time to undo it is in force at once, and stays',
    run: async ({ folder }) => {
      const api = await lairaApi();
      await changeSetting('undoSeconds', 0);
      // The monitor has been started anew with the changed setting; until it has read all, it has nothing to accept.
      await until('the slice is accepted', () => api.accept('hard').then(accepted, notYet));
      const entry = (await ledger(folder)).at(-1);
      assert.equal(entry?.['kind'], 'accept');
      assert.equal(entry['task'], 'hard');
      assert.equal(entry['recommended'], 'easy');
      assert.equal(secondsBetween(entry['time'], entry['from']), 0);
      assert.equal((await control(folder, 'easy'))['state'], 'pause');
      const state = await stateWhere('the slice runs', ({ slices }) =>
        slices.some((slice) => slice.state === 'running'),
      );
      assert.equal(runOf(state, 'hard')?.allowed, true);
      assert.equal(runOf(state, 'easy')?.allowed, false);
      await assert.rejects(api.undo());
    },
  },
  {
    name: 'a mistake in the bundle is underlined at its place, and the last good bundle stays in force',
    run: async ({ folder }) => {
      const file = vscode.Uri.file(join(folder, 'laira.json'));
      const document = await vscode.workspace.openTextDocument(file);
      await vscode.window.showTextDocument(document);
      await replaceAndSave(document, '"target": 0.3', '"target": "low"');
      const [diagnostic] = await until('a diagnostic', () => nonEmpty(diagnosticsOf(file)));
      assert.equal(document.getText(diagnostic?.range), '"low"');
      assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Error);
      const broken = await stateWhere(
        'the bundle tells its problem',
        ({ bundle }) => (bundle?.problems.length ?? 0) > 0,
      );
      assert.equal(runOf(broken, 'easy')?.task?.target, 0.3);

      await replaceAndSave(document, '"target": "low"', '"target": 0.25');
      await stateWhere('the mended bundle', (state) => runOf(state, 'easy')?.task?.target === 0.25);
      await until('no diagnostic', () => (diagnosticsOf(file).length === 0 ? true : undefined));
    },
  },
];

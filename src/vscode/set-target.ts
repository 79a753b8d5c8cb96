import * as vscode from 'vscode';
import { parseDuration } from '../base/duration.js';
import { formatLoss } from '../base/number-format.js';
import { parseBundle } from '../monitor/bundle.js';
import { setTask, type TaskSettings } from '../monitor/bundle-edit.js';
import { relativeTo } from '../monitor/paths.js';
import type { RunView } from '../protocol/runs.js';
import { NodeFileStore } from '../node/file-system.js';
import { hasUnsavedChanges } from './bundle-path.js';
import { bundleFolder } from './settings.js';

/**
 * Asks for a run's target and deadline and writes them into the bundle; its comments stay.
 * @returns whether the bundle was written
 */
export async function setTargetAndDeadline(run: RunView, bundle: string): Promise<boolean> {
  const target = await askTarget(run);
  if (target === undefined) return false;
  const deadline = await askDeadline(run);
  if (deadline === undefined) return false;
  const folder = bundleFolder(bundle);
  await writeTask(
    {
      name: run.name,
      ...(run.task === null
        ? { logs: run.files.map((file) => relativeTo(folder, file)), metric: run.metric }
        : {}),
      target,
      deadline,
    },
    bundle,
  );
  return true;
}

/** Adds or changes a task in the bundle on disk. @throws with the mend, where the bundle must be mended first */
export async function writeTask(settings: TaskSettings, bundle: string): Promise<void> {
  if (hasUnsavedChanges(vscode.workspace.textDocuments, bundle)) {
    throw new Error('The bundle has changes that are not saved; save it first.');
  }
  const store = new NodeFileStore();
  const text = (await store.readText(bundle)) ?? '';
  const broken = parseBundle(bundle, text).problems.find((problem) => problem.severity === 'error');
  if (broken !== undefined && text.trim() !== '') {
    throw new Error(`${bundle}, line ${broken.line}: ${broken.message} Mend the bundle first.`);
  }
  await store.writeAtomically(bundle, setTask(text, settings));
}

async function askTarget(run: RunView): Promise<number | undefined> {
  const answer = await vscode.window.showInputBox({
    title: `${run.name}: target and deadline (1/2)`,
    // A person may look something up meanwhile.
    ignoreFocusOut: true,
    prompt: `Which loss (${run.metric}) counts as success? It is ${formatLoss(run.loss)} now.`,
    value: run.task === null ? '' : String(run.task.target),
    validateInput: (text) => (Number(text) > 0 ? undefined : 'Give a number above 0, such as 0.38.'),
  });
  return answer === undefined ? undefined : Number(answer);
}

/** A date as the bundle spells it; a duration counts from now. */
async function askDeadline(run: RunView): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title: `${run.name}: target and deadline (2/2)`,
    ignoreFocusOut: true,
    prompt: 'By when? A duration from now ("2h 30m") or a date ("2026-11-22 18:00").',
    value: run.task === null ? '' : new Date(run.task.deadline).toISOString(),
    validateInput: (text) =>
      readDeadline(text) === undefined ? 'Give a duration ("2h 30m") or a date.' : undefined,
  });
  return answer === undefined ? undefined : readDeadline(answer);
}

function readDeadline(text: string): string | undefined {
  const seconds = parseDuration(text);
  const time = seconds === undefined ? Date.parse(text) : Date.now() + seconds * 1000;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

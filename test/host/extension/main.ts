import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { runScenario } from '../suite/run-scenario.js';

interface Plan {
  readonly scenario: string;
  /** File for the results. */
  readonly results: string;
}

/** In a workbench the suite runs when this extension starts; in VS Code's own test mode `run` is called instead. */
export function activate(context: vscode.ExtensionContext): void {
  if (context.extensionMode !== vscode.ExtensionMode.Test) void run();
}

/** Runs the scenario that the opened folder's plan names and writes its results. */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined) return;
  const plan = JSON.parse(await readFile(join(folder, '.vscode', 'host-suite.json'), 'utf8')) as Plan;
  const results = await runScenario(plan.scenario, folder);
  // Whoever waits for the file must never see half of it.
  await writeFile(`${plan.results}.part`, JSON.stringify(results, undefined, 2));
  await rename(`${plan.results}.part`, plan.results);
}

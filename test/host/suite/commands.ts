import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { lairaExtension } from './laira-api.js';

/** Commands that the product promises; removing one breaks key bindings and tasks of users. */
const PROMISED = [
  'laira.openDashboard',
  'laira.openAccuracy',
  'laira.openWhatIf',
  'laira.setTarget',
  'laira.acceptRecommendation',
  'laira.giveToAnother',
  'laira.skipRecommendation',
  'laira.undoAcceptance',
  'laira.openBundle',
  'laira.refresh',
  'laira.explain',
  'laira.openLog',
  'laira.chooseMetric',
  'laira.playSampleRuns',
  'laira.stopSampleRuns',
];

interface Contributes {
  readonly commands: readonly { readonly command: string; readonly title: string }[];
}

function contributedCommands(): string[] {
  const { contributes } = lairaExtension().packageJSON as { readonly contributes: Contributes };
  return contributes.commands.map(({ command }) => command);
}

export async function everyCommandIsRegistered(): Promise<void> {
  const registered = new Set(await vscode.commands.getCommands(true));
  const missing = [...new Set([...PROMISED, ...contributedCommands()])].filter(
    (name) => !registered.has(name),
  );
  assert.deepEqual(missing, [], 'commands that nobody registered');
  assert.deepEqual(
    PROMISED.filter((name) => !contributedCommands().includes(name)),
    [],
    'commands that the palette does not show',
  );
}

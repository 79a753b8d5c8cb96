// The folders that the host suite is opened on, one per scenario.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundle, lossLog } from '../sample-workspace.mjs';

/** Files of each scenario's folder: path -> text. */
const SCENARIOS = {
  'empty-folder': { 'notes.txt': 'Nothing is trained here.\n' },
  logs: {
    'first/metrics.csv': lossLog(0.4),
    'second/metrics.csv': lossLog(0.2),
    'ignored/metrics.csv': lossLog(0.3),
    '.vscode/settings.json': JSON.stringify({ 'laira.exclude': ['**/ignored/**'] }),
  },
  bundle: {
    'easy/metrics.csv': lossLog(0.4),
    'hard/metrics.csv': lossLog(0.25),
    'laira.json': bundle({ easy: 0.3, hard: 0.001 }),
    '.vscode/settings.json': JSON.stringify({ 'laira.undoSeconds': 300 }),
  },
  // Its bundle and its logs are replayed into it while the suite runs.
  load: {},
};

/**
 * Makes the folder of every scenario below `parent`.
 * @returns {Promise<{scenario: string, folder: string, results: string}[]>}
 */
export async function makeWorkspaces(parent) {
  const workspaces = [];
  for (const [scenario, files] of Object.entries(SCENARIOS)) {
    const folder = join(parent, scenario);
    const results = join(parent, `${scenario}.results.json`);
    const plan = { '.vscode/host-suite.json': JSON.stringify({ scenario, results }) };
    for (const [name, text] of Object.entries({ ...files, ...plan })) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    workspaces.push({ scenario, folder, results });
  }
  return workspaces;
}

// Runs the host suite in a real workbench: the packed extension, installed as a user does, in a real extension host.
import { createVSIX } from '@vscode/vsce';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { BROWSER_ARGUMENTS, ensureChromium, LAUNCH_TIMEOUT } from '../../scripts/chromium.mjs';
import { temporaryFolder } from '../../scripts/temporary-folder.mjs';
import { startWorkbench } from '../../scripts/workbench.mjs';
import { packedExtension } from './packed-extension.mjs';
import { replayOnDemand } from './replay.mjs';
import { printScenario, readScenario, writeResults } from './results.mjs';
import { buildSuiteExtension } from './suite-extension.mjs';
import { makeWorkspaces } from './workspaces.mjs';

const SCENARIO_TIMEOUT = 900_000;
const PAGE_TIMEOUT = 120_000;

const laira = packedExtension();
const temporary = temporaryFolder('laira-host-');
try {
  const suite = await packSuite(join(temporary.path, 'suite'));
  const workspaces = await makeWorkspaces(join(temporary.path, 'workspaces'));
  const scenarios = await runAll(workspaces, [laira, suite]);
  process.exitCode = (await writeResults(scenarios)) ? 0 : 1;
} finally {
  temporary.remove();
}

async function packSuite(folder) {
  await buildSuiteExtension(folder);
  const packagePath = join(folder, 'suite.vsix');
  await createVSIX({
    cwd: folder,
    packagePath,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
  return packagePath;
}

async function runAll(workspaces, extensions) {
  const executablePath = await ensureChromium();
  const workbench = await startWorkbench({ folder: workspaces[0].folder, extensions });
  try {
    const browser = await chromium.launch({
      executablePath,
      args: BROWSER_ARGUMENTS,
      timeout: LAUNCH_TIMEOUT,
    });
    try {
      const scenarios = [];
      for (const workspace of workspaces) {
        const scenario = await runOne(browser, workbench, workspace);
        printScenario(scenario);
        scenarios.push(scenario);
      }
      return scenarios;
    } finally {
      await browser.close();
    }
  } finally {
    await workbench.stop();
  }
}

async function runOne(browser, workbench, workspace) {
  const replay = replayOnDemand(workspace.folder);
  const page = await browser.newPage();
  try {
    await page.goto(workbench.urlOf(workspace.folder), { timeout: PAGE_TIMEOUT });
    return await readScenario(workspace, await waitFor(workspace.results));
  } finally {
    await page.close({ runBeforeUnload: false });
    await replay.stop();
  }
}

/** @returns {Promise<string | undefined>} what went wrong */
async function waitFor(file) {
  const end = Date.now() + SCENARIO_TIMEOUT;
  while (!existsSync(file)) {
    if (Date.now() > end) return `The suite wrote no results within ${SCENARIO_TIMEOUT / 1000} s.`;
    await delay(100);
  }
  return undefined;
}

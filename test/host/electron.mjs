// Runs the host suite in VS Code for the desktop: VSCODE_EXECUTABLE names an installed one, else one is downloaded.
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../../scripts/child-process.mjs';
import { temporaryFolder } from '../../scripts/temporary-folder.mjs';
import { packedExtension } from './packed-extension.mjs';
import { replayOnDemand } from './replay.mjs';
import { printScenario, readScenario, writeResults } from './results.mjs';
import { buildSuiteExtension } from './suite-extension.mjs';
import { makeWorkspaces } from './workspaces.mjs';

const laira = packedExtension();
const temporary = temporaryFolder('laira-electron-');
const dirs = [
  `--user-data-dir=${join(temporary.path, 'user-data')}`,
  `--extensions-dir=${join(temporary.path, 'extensions')}`,
];
try {
  const vscodeExecutablePath = process.env.VSCODE_EXECUTABLE ?? (await downloadVSCode());
  await installLaira(vscodeExecutablePath);
  const suite = join(temporary.path, 'suite');
  await mkdir(suite);
  await buildSuiteExtension(suite);
  const scenarios = [];
  for (const workspace of await makeWorkspaces(join(temporary.path, 'workspaces'))) {
    const scenario = await runOne(vscodeExecutablePath, suite, workspace);
    printScenario(scenario);
    scenarios.push(scenario);
  }
  process.exitCode = (await writeResults(scenarios)) ? 0 : 1;
} finally {
  temporary.remove();
}

async function downloadVSCode() {
  const cachePath = fileURLToPath(new URL('../../.artefacts/vscode', import.meta.url));
  return downloadAndUnzipVSCode({ cachePath }).catch((error) => {
    throw new Error(
      `VS Code cannot be downloaded (${error.message}): set VSCODE_EXECUTABLE to the executable of an installed one.`,
    );
  });
}

async function installLaira(executable) {
  const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  const { code, output } = await runCommand(
    cli,
    [...args, ...dirs, '--install-extension', laira, '--force'],
    {
      quiet: true,
    },
  );
  if (code !== 0) throw new Error(`VS Code refused the extension ${laira}: ${output.trim()}`);
}

async function runOne(vscodeExecutablePath, suite, workspace) {
  const replay = replayOnDemand(workspace.folder);
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: suite,
      extensionTestsPath: join(suite, 'main.cjs'),
      launchArgs: [workspace.folder, ...dirs, '--disable-workspace-trust', '--skip-welcome'],
    });
    return await readScenario(workspace);
  } catch (error) {
    return await readScenario(workspace, `VS Code ended early: ${error.message}`);
  } finally {
    await replay.stop();
  }
}

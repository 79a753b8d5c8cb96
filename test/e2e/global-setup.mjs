// One workbench with the packed extension and one browser, for every journey; and a fresh file of measures.
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { BROWSER_ARGUMENTS, ensureChromium, LAUNCH_TIMEOUT } from '../../scripts/chromium.mjs';
import { temporaryFolder } from '../../scripts/temporary-folder.mjs';
import { startWorkbench } from '../../scripts/workbench.mjs';
import { packedExtension } from '../host/packed-extension.mjs';

const artefacts = fileURLToPath(new URL('../../.artefacts/', import.meta.url));

export default async function setup({ provide }) {
  const vsix = packedExtension();
  const measures = await freshMeasures(vsix);
  const executablePath = await ensureChromium();
  const nothing = temporaryFolder('laira-e2e-');
  const workbench = await startWorkbench({ folder: nothing.path, extensions: [vsix] });
  const browser = await chromium.launchServer({
    executablePath,
    args: BROWSER_ARGUMENTS,
    timeout: LAUNCH_TIMEOUT,
  });
  provide('browser', browser.wsEndpoint());
  provide('workbench', workbench.url);
  provide('screenshots', join(artefacts, 'e2e'));
  provide('measures', measures);
  return async () => {
    await browser.close();
    await workbench.stop();
    nothing.remove();
  };
}

/** Begins the file of measures with what is known before any journey: the size of the package, the host suite's. */
async function freshMeasures(vsix) {
  const file = join(artefacts, 'e2e', 'measures.jsonl');
  await mkdir(join(artefacts, 'e2e'), { recursive: true });
  const { size } = await stat(vsix);
  await writeFile(file, `${JSON.stringify({ measure: 'vsix size', value: size, unit: 'bytes' })}\n`);
  const host = join(artefacts, 'host', 'results.json');
  if (existsSync(host)) {
    for (const { scenario, measures } of JSON.parse(await readFile(host, 'utf8')).scenarios) {
      for (const { measure, value, unit } of measures) {
        await appendFile(file, `${JSON.stringify({ measure: `${measure} (${scenario})`, value, unit })}\n`);
      }
    }
  }
  return file;
}

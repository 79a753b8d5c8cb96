// Looks at the pages: writes pictures of every theme, width and situation to .artefacts/, and fails when a page throws,
// breaks its content policy, is wider than its window, or a situation finds something wrong.
//   node test/webview/harness/screenshot.mjs [part of a name ...]
import { mkdir } from 'node:fs/promises';
import { ANALYSIS_SITUATIONS } from './analysis-situations.mjs';
import { bundlePages, launchBrowser, openPage } from './chromium-page.mjs';
import { THEMES } from './html.mjs';
import { recordSampleRuns } from './record-analysis.mjs';
import { SITUATIONS } from './situations.mjs';

const OUT = '.artefacts';
const SIZES = {
  wide: { width: 1400, height: 900 },
  half: { width: 900, height: 900 },
  narrow: { width: 420, height: 900 },
  column: { width: 300, height: 900 },
};

const wanted = process.argv.slice(2);
const pictures = [...SITUATIONS, ...ANALYSIS_SITUATIONS]
  .flatMap(picturesOf)
  .filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
await mkdir(OUT, { recursive: true });
const files = await bundlePages();
const isRecordNeeded = pictures.some(({ situation }) => situation.page !== 'dashboard');
const recorded = isRecordNeeded ? await recordSampleRuns() : undefined;
const browser = await launchBrowser();
try {
  for (const picture of pictures) await look(picture);
} finally {
  await browser.close();
}

function picturesOf(situation) {
  return (situation.themes ?? THEMES.slice(0, 1)).flatMap((theme) =>
    (situation.sizes ?? ['wide']).map((size) => ({
      name: [situation.page, situation.name, theme.short, size].filter((part) => part !== '').join('-'),
      situation,
      theme,
      viewport: { ...SIZES[size], ...situation.viewport },
    })),
  );
}

async function look({ name, situation, theme, viewport }) {
  const complain = (text) => {
    console.error(`${name}: ${text}`);
    process.exitCode = 1;
  };
  const page = await openPage(browser, files, { name: situation.page, theme, viewport, complain });
  const finding = await situation.play(page, recorded);
  if (finding !== undefined) complain(finding);
  await page.waitForTimeout(500);
  const path = `${OUT}/${name}.png`;
  await page.screenshot({ path, fullPage: situation.fullPage ?? false });
  const overflow = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  if (overflow > 0) complain(`the page is ${overflow} pixels wider than its window`);
  await page.context().close();
  console.log(path);
}

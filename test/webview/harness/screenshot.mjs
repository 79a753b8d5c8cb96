// Looks at the dashboard: writes pictures of every theme, width and situation to .artefacts/, and fails when the page
// throws, breaks its content policy, or a situation finds something wrong.
//   node test/webview/harness/screenshot.mjs [part of a name ...]
import { mkdir } from 'node:fs/promises';
import { bundlePage, launchBrowser, openPage } from './chromium-page.mjs';
import { THEMES } from './html.mjs';
import { SITUATIONS } from './situations.mjs';

const OUT = '.artefacts';
const SIZES = { wide: { width: 1400, height: 900 }, narrow: { width: 420, height: 900 } };

const wanted = process.argv.slice(2);
await mkdir(OUT, { recursive: true });
const files = await bundlePage();
const browser = await launchBrowser();
try {
  for (const situation of SITUATIONS) {
    for (const theme of situation.themes ?? THEMES.slice(0, 1)) {
      for (const size of situation.sizes ?? ['wide']) {
        const name = ['dashboard', situation.name, theme.short, size].filter((part) => part !== '').join('-');
        if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
        await look(situation, theme, SIZES[size], name);
      }
    }
  }
} finally {
  await browser.close();
}

async function look(situation, theme, viewport, name) {
  const complain = (text) => {
    console.error(`${name}: ${text}`);
    process.exitCode = 1;
  };
  const page = await openPage(browser, files, {
    theme,
    viewport: { ...viewport, ...situation.viewport },
    complain,
  });
  const finding = await situation.play(page);
  if (finding !== undefined) complain(finding);
  await page.waitForTimeout(500);
  const path = `${OUT}/${name}.png`;
  await page.screenshot({ path, fullPage: situation.fullPage ?? false });
  await page.context().close();
  console.log(path);
}

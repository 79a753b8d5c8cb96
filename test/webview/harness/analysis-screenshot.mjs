// Looks at the pages "accuracy" and "what-if" in Chromium without VS Code, with the answers that the worker gives for
// the sample runs: writes pictures of every theme, width and situation to .artefacts/, and fails when a page breaks its
// content policy or throws.
//   node test/webview/harness/analysis-screenshot.mjs [name ...]
import { build } from 'esbuild';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { ANALYSIS_SITUATIONS } from './analysis-situations.mjs';
import { pageWith, THEMES } from './html.mjs';

const ORIGIN = 'http://analysis.test';
const OUT = '.artefacts';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const SIZES = { wide: { width: 1400, height: 900 }, narrow: { width: 420, height: 900 } };
const PAGES = { accuracy: 'webview/accuracy/main.ts', 'what-if': 'webview/what-if/main.ts' };

const wanted = process.argv.slice(2);
const themes = JSON.parse(await readFile(new URL('themes.json', import.meta.url), 'utf8'));
await mkdir(OUT, { recursive: true });
const files = await bundlePages();
const recorded = await recordSampleRuns();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: FLAGS,
});
let broken = 0;
try {
  for (const situation of ANALYSIS_SITUATIONS) {
    for (const theme of situation.themes ?? THEMES.slice(0, 1)) {
      for (const size of situation.sizes ?? ['wide']) {
        const name = [situation.page, situation.name, theme.short, size]
          .filter((part) => part !== '')
          .join('-');
        if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
        broken += await look(situation, theme, SIZES[size], name);
      }
    }
  }
} finally {
  await browser.close();
}
process.exitCode = broken > 0 ? 1 : 0;

async function look(situation, theme, viewport, name) {
  const context = await browser.newContext({ viewport, timezoneId: 'Europe/Berlin', locale: 'en-GB' });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.route(`${ORIGIN}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') return route.fulfill({ contentType: 'text/html', body: htmlOf(situation.page, theme) });
    const body = files.get(path);
    if (body === undefined) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ contentType: path.endsWith('.css') ? 'text/css' : 'text/javascript', body });
  });
  await page.goto(`${ORIGIN}/`);
  await situation.play(page, recorded);
  await page.waitForTimeout(300);
  const path = `${OUT}/${name}.png`;
  await page.screenshot({ path, fullPage: situation.fullPage ?? false });
  const overflow = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  if (overflow > 0) complaints.push(`the page is ${overflow} pixels wider than its window`);
  await context.close();
  for (const complaint of complaints) console.error(`${name}: ${complaint}`);
  console.log(path);
  return complaints.length;
}

function htmlOf(name, theme) {
  return pageWith(theme, themes[theme.name], ORIGIN).replaceAll(`${ORIGIN}/dashboard.`, `${ORIGIN}/${name}.`);
}

async function bundlePages() {
  const result = await build({
    entryPoints: { ...PAGES, harness: 'test/webview/harness/analysis-page.ts' },
    bundle: true,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    outdir: '/',
    write: false,
    logLevel: 'warning',
    legalComments: 'none',
  });
  for (const { path, contents } of result.outputFiles) {
    if (path !== '/harness.js') console.log(`${path.slice(1)}: ${(contents.length / 1024).toFixed(1)} KiB`);
  }
  return new Map(result.outputFiles.map((file) => [file.path, file.text]));
}

/** Runs the worker's own code over the sample runs. */
async function recordSampleRuns() {
  const folder = await mkdtemp(join(tmpdir(), 'laira-harness-'));
  try {
    const outfile = join(folder, 'recorded.mjs');
    await build({
      entryPoints: ['test/webview/harness/analysis-recorded.ts'],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      mainFields: ['module', 'main'],
      outfile,
      logLevel: 'warning',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    const { recordAnalysis } = await import(pathToFileURL(outfile).href);
    return await recordAnalysis(resolve('sample-runs'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

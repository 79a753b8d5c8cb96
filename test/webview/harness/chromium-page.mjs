// Opens the pages in Chromium without VS Code: their bundles under their content policy, with a theme's variables.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { BROWSER_ARGUMENTS, ensureChromium } from '../../../scripts/chromium.mjs';
import { pageWith } from './html.mjs';

const ORIGIN = 'http://page.test';
const PAGES = {
  dashboard: 'webview/dashboard/main.ts',
  accuracy: 'webview/accuracy/main.ts',
  'what-if': 'webview/what-if/main.ts',
};

/** @returns {Promise<import('playwright-core').Browser>} with a user's data of its own */
export async function launchBrowser() {
  return chromium.launch({ executablePath: await ensureChromium(), args: BROWSER_ARGUMENTS });
}

/** Bundles the pages and what stands for VS Code. @returns {Promise<Map<string, string>>} texts by path */
export async function bundlePages() {
  const result = await build({
    entryPoints: { ...PAGES, harness: 'test/webview/harness/page.ts' },
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
  return new Map(result.outputFiles.map((file) => [file.path, file.text]));
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {Map<string, string>} files of `bundlePages`
 * @param {{name: string, theme: object, viewport: {width: number, height: number}, complain: (text: string) => void}} options
 *   `name` is the page's; `complain` is told every error of the page and every breach of its content policy
 */
export async function openPage(browser, files, { name, theme, viewport, complain }) {
  const themes = JSON.parse(await readFile(new URL('themes.json', import.meta.url), 'utf8'));
  const context = await browser.newContext({ viewport, timezoneId: 'Europe/Berlin', locale: 'en-GB' });
  const page = await context.newPage();
  page.on('pageerror', (error) => complain(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message.text())) complain(message.text());
  });
  await page.route(`${ORIGIN}/**`, (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/') {
      const body = pageWith(name, theme, themes[theme.name], ORIGIN);
      return route.fulfill({ contentType: 'text/html', body });
    }
    const body = files.get(path);
    if (body === undefined) return route.fulfill({ status: 404, body: '' });
    return route.fulfill({ contentType: path.endsWith('.css') ? 'text/css' : 'text/javascript', body });
  });
  await page.goto(`${ORIGIN}/`);
  return page;
}

/** Plotly tries `eval` once and takes another way when the policy refuses it. */
function isExpected(text) {
  return text.includes('unsafe-eval');
}

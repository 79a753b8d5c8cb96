// Opens the dashboard in Chromium without VS Code: the bundle under its content policy, with a theme's variables.
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { pageWith } from './html.mjs';

const ORIGIN = 'http://dashboard.test';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @returns {Promise<import('playwright-core').Browser>} with a user's data of its own */
export function launchBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
}

/** Bundles the page and what stands for VS Code. @returns {Promise<Map<string, string>>} texts by path */
export async function bundlePage() {
  const result = await build({
    entryPoints: { dashboard: 'webview/dashboard/main.ts', harness: 'test/webview/harness/page.ts' },
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
 * @param {Map<string, string>} files of `bundlePage`
 * @param {{theme: object, viewport: {width: number, height: number}, complain: (text: string) => void}} options
 *   `complain` is told every error of the page and every breach of its content policy
 */
export async function openPage(browser, files, { theme, viewport, complain }) {
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
      return route.fulfill({ contentType: 'text/html', body: pageWith(theme, themes[theme.name], ORIGIN) });
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

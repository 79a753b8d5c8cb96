import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { inject, type TestContext } from 'vitest';
import { until } from '../host/suite/until.js';
import { Dashboard } from './dashboard.js';
import type {} from './provided.js';

const START_TIMEOUT = 120_000;
const TIMEOUT = 60_000;

/** A workbench window on one folder, used as a person uses it. */
export class Window {
  private constructor(
    private readonly browser: Browser,
    readonly page: Page,
    private readonly folder: string,
  ) {}

  static async open(folder: string): Promise<Window> {
    const browser = await chromium.connect(inject('browser'));
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(TIMEOUT);
    const address = new URL(inject('workbench'));
    address.search = `folder=${encodeURI(folder)}`;
    await page.goto(address.href);
    const window = new Window(browser, page, folder);
    await window.untilReady();
    return window;
  }

  async close(): Promise<void> {
    await this.page.close();
    await this.browser.close();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.untilReady();
  }

  /** Runs a command by its name in the palette; opens it anew until the workbench has heard of the command. */
  async runCommand(name: string): Promise<void> {
    const palette = this.page.locator('.quick-input-widget');
    const row = palette.locator('.monaco-list-row').filter({ hasText: name }).first();
    await until(
      `the command "${name}" in the palette`,
      async () => {
        await this.page.keyboard.press('F1');
        await palette.locator('input').first().fill(`>${name}`);
        const found = await row.waitFor({ timeout: 5000 }).then(
          () => true,
          () => undefined,
        );
        if (found === undefined) await this.page.keyboard.press('Escape');
        return found;
      },
      120,
    );
    await row.click();
  }

  /** Chooses an entry of the list that a command has opened. */
  async choose(entry: string): Promise<void> {
    await this.page
      .locator('.quick-input-widget .monaco-list-row')
      .filter({ hasText: entry })
      .first()
      .click();
  }

  /** Answers the question that a command asks. */
  async answer(text: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input').first();
    await until('an empty question', async () => ((await input.inputValue()) === '' ? true : undefined));
    await input.fill(text);
    await input.press('Enter');
  }

  /** Shows the view "Runs" through its icon in the activity bar. */
  async openRunsView(): Promise<Locator> {
    const icon = this.page.locator('.activitybar').getByRole('tab', { name: 'LaiRA' });
    await icon.waitFor({ timeout: START_TIMEOUT });
    if ((await icon.getAttribute('aria-expanded')) !== 'true') await icon.click();
    const rows = this.runRows();
    await rows.first().waitFor();
    return rows;
  }

  /** Rows of the view "Runs". */
  runRows(): Locator {
    return this.page.locator('.sidebar .monaco-list-row');
  }

  /** The page of the panel that is shown. */
  get panel(): FrameLocator {
    const shown = this.page.locator('iframe.webview.ready').filter({ visible: true });
    return shown.contentFrame().locator('#active-frame').contentFrame();
  }

  get dashboard(): Dashboard {
    return new Dashboard(this.panel);
  }

  /** Changes settings of the opened folder; the workbench follows. */
  async changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const file = join(this.folder, '.vscode', 'settings.json');
    await mkdir(join(this.folder, '.vscode'), { recursive: true });
    const old = await readFile(file, 'utf8').catch(() => '{}');
    await writeFile(file, JSON.stringify({ ...(JSON.parse(old) as object), ...changes }, undefined, 2));
  }

  /** Switches the theme and waits until the dashboard wears it too. @param kind class that VS Code gives to pages */
  async wearTheme(
    theme: string,
    kind: 'vscode-dark' | 'vscode-light' | 'vscode-high-contrast',
  ): Promise<void> {
    await this.changeSettings({ 'workbench.colorTheme': theme });
    await this.dashboard.page.locator(`body.${kind}`).waitFor();
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(inject('screenshots'), `${name}.png`) });
  }

  /** Keeps a picture of what stood there when a test failed. */
  async screenshotFailure({ task }: Pick<TestContext, 'task'>): Promise<void> {
    if (task.result?.state === 'fail') await this.screenshot(`failed-${task.name.replace(/\W+/g, '-')}`);
  }

  private async untilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench .statusbar').waitFor({ timeout: START_TIMEOUT });
  }
}

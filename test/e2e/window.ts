import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { inject, type TestContext } from 'vitest';
import { until } from '../host/suite/until.js';
import { Dashboard } from './dashboard.js';
import type {} from './provided.js';

const START_TIMEOUT = 180_000;
/** Milliseconds for a question that a command has asked to be there. */
const QUESTION_TIMEOUT = 20_000;
const TIMEOUT = 120_000;
const RELOADS = 3;

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
    await page.goto(address.href, { timeout: START_TIMEOUT });
    const window = new Window(browser, page, folder);
    await window.untilReady();
    return window;
  }

  async close(): Promise<void> {
    await this.page.close();
    await this.browser.close();
  }

  private async reload(): Promise<void> {
    await this.page.reload({ timeout: START_TIMEOUT });
    await this.untilReady();
  }

  /**
   * Reloads until the workbench restores a tab: it saves its layout now and then, and may not know the tab yet.
   * @param reopen opens the tab again, which is gone then
   */
  async reloadWith(tab: string, reopen: () => Promise<void>): Promise<void> {
    for (let attempt = 0; attempt < RELOADS; attempt++) {
      if (attempt > 0) await reopen();
      await this.reload();
      const restored = this.page.locator('.tabs-container .tab').filter({ hasText: tab });
      const isThere = await restored.waitFor({ timeout: 30_000 }).then(
        () => true,
        () => false,
      );
      if (isThere) return;
    }
    throw new Error(`The workbench does not restore "${tab}".`);
  }

  /** Goes on in a window without a folder. */
  async leaveFolder(): Promise<void> {
    const address = new URL(inject('workbench'));
    address.search = 'ew=true';
    await this.page.goto(address.href, { timeout: START_TIMEOUT });
    await this.untilReady();
  }

  /** Runs a command by its name in the palette; opens it anew until the workbench has heard of the command. */
  async runCommand(name: string): Promise<void> {
    const palette = this.page.locator('.quick-input-widget');
    const row = palette.locator('.monaco-list-row').filter({ hasText: name }).first();
    await until(
      `the command "${name}" in the palette`,
      async () => {
        // While the workbench starts, it may miss the key, or not know the command yet.
        await this.page.keyboard.press('F1');
        const found = await palette
          .locator('input')
          .first()
          .fill(`>${name}`, { timeout: 10_000 })
          .then(() => row.click({ timeout: 10_000 }))
          .then(
            () => true,
            () => undefined,
          );
        if (found === undefined) await this.page.keyboard.press('Escape');
        return found;
      },
      240,
    );
  }

  /** Chooses an entry of the list that a command has opened. */
  private async choose(entry: string): Promise<void> {
    const row = this.page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: entry }).first();
    await row.click({ timeout: QUESTION_TIMEOUT });
  }

  /** Answers the question of that title. */
  private async answer(title: string, text: string): Promise<void> {
    const question = this.page.locator('.quick-input-widget').filter({ hasText: title });
    const input = question.locator('input').first();
    await input.fill(text, { timeout: QUESTION_TIMEOUT });
    await input.press('Enter', { timeout: QUESTION_TIMEOUT });
  }

  /** Presses a button of the question that stands before everything else. */
  async decide(question: string, button: string): Promise<void> {
    const dialog = this.page.locator('.monaco-dialog-box').filter({ hasText: question });
    await dialog.getByRole('button', { name: button }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** A message that the extension shows. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** Shows the view "Runs" through its icon in the activity bar. */
  async openRunsView(): Promise<Locator> {
    const icon = this.page.locator('.activitybar').getByRole('tab', { name: 'LaiRA' });
    await icon.waitFor({ timeout: START_TIMEOUT });
    const rows = this.runRows();
    await until('the view "Runs"', async () => {
      // While the workbench starts, it may show another view after this one.
      if ((await icon.getAttribute('aria-expanded')) !== 'true') await icon.click();
      return rows
        .first()
        .waitFor({ timeout: 10_000 })
        .then(
          () => true,
          () => undefined,
        );
    });
    return rows;
  }

  /** Opens the dashboard and waits until it has drawn something. */
  async openDashboard(): Promise<void> {
    await this.runCommand('LaiRA: Open Dashboard');
    await this.dashboard.untilDrawn();
  }

  /** Sets them with the command and its two questions; begins again where the busy workbench has lost one of them. */
  async setTarget(run: string, target: string, deadline: string): Promise<void> {
    const ask = async (): Promise<void> => {
      await this.runCommand('LaiRA: Set Target and Deadline…');
      await this.choose(run);
      await this.answer(`${run}: target and deadline (1/2)`, target);
      await this.answer(`${run}: target and deadline (2/2)`, deadline);
    };
    await until(
      `the questions for the target of ${run}`,
      () =>
        ask().then(
          () => true,
          async () => {
            await this.page.keyboard.press('Escape');
            return undefined;
          },
        ),
      240,
    );
  }

  /** Rows of the view "Runs". */
  runRows(): Locator {
    const view = this.page.locator('.sidebar').getByRole('tree', { name: 'Runs', exact: true });
    return view.locator('.monaco-list-row');
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
    // Whoever watches the file must never see half of it.
    await writeFile(
      `${file}.part`,
      JSON.stringify({ ...(JSON.parse(old) as object), ...changes }, undefined, 2),
    );
    await rename(`${file}.part`, file);
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

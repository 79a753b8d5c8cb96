import assert from 'node:assert/strict';
import type { FrameLocator, Locator } from 'playwright-core';
import { until } from '../host/suite/until.js';

/** What Plotly keeps of a chart, as far as the tests look. */
interface PlotElement extends HTMLElement {
  readonly data?: readonly { readonly y?: ArrayLike<unknown> }[];
}

/** The dashboard's page inside its webview. */
export class Dashboard {
  constructor(readonly page: FrameLocator) {}

  get accept(): Locator {
    return this.page.getByTestId('accept');
  }

  get undo(): Locator {
    return this.page.getByTestId('undo');
  }

  /** The note of the slice that holds the machine. */
  get inForce(): Locator {
    return this.page.getByTestId('in-force');
  }

  row(run: string): Locator {
    return this.page.getByTestId(`row-${run}`);
  }

  get rows(): Locator {
    return this.page.locator('[data-testid^="row-"]');
  }

  /** Waits until the chart has drawn something. */
  async untilDrawn(): Promise<void> {
    await this.page.locator('body[data-drawn-revision] .js-plotly-plot').waitFor();
  }

  /** Revision of the monitor's state that the chart shows. */
  async drawnRevision(): Promise<number> {
    return Number(await this.page.locator('body').getAttribute('data-drawn-revision'));
  }

  /** Points in all traces of the chart. */
  chartPoints(): Promise<number> {
    return this.page
      .locator('.js-plotly-plot')
      .evaluate((plot: PlotElement) =>
        (plot.data ?? []).reduce((sum, trace) => sum + (trace.y?.length ?? 0), 0),
      );
  }

  chartTraces(): Promise<number> {
    return this.page.locator('.js-plotly-plot').evaluate((plot: PlotElement) => plot.data?.length ?? 0);
  }

  /** Resolves, with the page's clock, when a loss stands in the drawn chart. */
  whenDrawn(loss: number): Promise<number> {
    return this.page.locator('body').evaluate(
      (body, wanted) =>
        new Promise<number>((resolve) => {
          const look = (): void => {
            const plot = document.querySelector<PlotElement>('.js-plotly-plot');
            const found = plot?.data?.some(
              ({ y }) => y !== undefined && Array.prototype.includes.call(y, wanted),
            );
            if (found !== true) return;
            observer.disconnect();
            resolve(Number(body.dataset['drawnAt']));
          };
          const observer = new MutationObserver(look);
          observer.observe(body, { attributes: true, attributeFilter: ['data-drawn-at'] });
          look();
        }),
      loss,
    );
  }

  /**
   * Accepts the recommendation that stands there. The advice may change under the pointer: the page then says so, and a
   * person looks again and accepts the new one.
   */
  async acceptWhatIsAdvised(): Promise<void> {
    await this.insist('an accepted slice', this.accept, this.inForce);
    // One look at both: the slice may end at any moment, and then the next one is offered.
    const shown = await this.page
      .locator('body')
      .evaluate((body) =>
        ['accept', 'in-force'].filter(
          (id) => body.querySelector(`[data-testid="${id}"]`)?.checkVisibility() === true,
        ),
      );
    assert.notDeepEqual(shown, ['accept', 'in-force'], 'a slice is in force and another one is offered');
  }

  /** Takes back the slice that has not begun. */
  async takeBack(): Promise<void> {
    await this.insist('a slice taken back', this.undo, this.accept);
  }

  /** Clicks until `outcome` is there; where the page refuses with a reason, a person dismisses it and tries again. */
  private async insist(what: string, button: Locator, outcome: Locator): Promise<void> {
    const failure = this.page.getByTestId('failure');
    await until(
      what,
      async () => {
        if (await failure.isVisible()) await failure.getByText('Dismiss').click();
        // A click that comes too late finds no button; the look at the outcome tells what is so.
        await button.click({ timeout: 10_000 }).catch(() => undefined);
        await outcome.waitFor({ timeout: 10_000 }).catch(() => undefined);
        return (await outcome.isVisible()) ? true : undefined;
      },
      240,
    );
  }
}

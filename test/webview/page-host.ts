import type { FromAnalysisPage, ToAnalysisPage } from '../../src/protocol/analysis.js';
import { asSent } from './analysis-messages.js';

/** Stands for VS Code while a page's script runs in the test's own document. */
export class PageHost {
  readonly sent: FromAnalysisPage[] = [];
  state: unknown;

  /** @param state what the page kept when it was last shown */
  constructor(state?: unknown) {
    this.state = state;
    document.body.innerHTML = '<main id="app"></main>';
    Object.assign(globalThis, {
      acquireVsCodeApi: () => ({
        postMessage: (message: FromAnalysisPage) => {
          this.sent.push(message);
        },
        getState: () => this.state,
        setState: (kept: unknown) => {
          this.state = JSON.parse(JSON.stringify(kept)) as unknown;
        },
      }),
    });
  }

  /** Delivers messages, and waits until the page has drawn what they change. */
  async deliver(...messages: readonly ToAnalysisPage[]): Promise<void> {
    for (const message of messages) {
      window.dispatchEvent(new MessageEvent('message', { data: asSent(message) }));
    }
    await this.drawn();
  }

  async drawn(): Promise<void> {
    await new Promise((resolve) => {
      requestAnimationFrame(() => {
        setTimeout(resolve, 0);
      });
    });
  }

  /** The part of that test id, where it is shown. */
  part(testId: string): HTMLElement | null {
    const found = document.querySelector<HTMLElement>(`[data-testid="${testId}"]`);
    return found?.closest('[hidden]') === null ? found : null;
  }

  /** What was sent since this was last asked. */
  takeSent(): FromAnalysisPage[] {
    return this.sent.splice(0);
  }
}

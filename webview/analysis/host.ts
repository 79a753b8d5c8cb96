import type { FromAnalysisPage } from '../../src/protocol/analysis.js';

/** What VS Code gives a page to talk to its extension and to keep its own view choices. */
export interface AnalysisHost {
  postMessage(message: FromAnalysisPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): AnalysisHost;

/** May be called once in the life of a page. */
export function acquireAnalysisHost(): AnalysisHost {
  return acquireVsCodeApi();
}

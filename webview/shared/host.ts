import type { FromDashboard } from '../../src/protocol/dashboard.js';

/** What VS Code gives a page to talk to its extension and to keep its own view choices. */
export interface Host {
  postMessage(message: FromDashboard): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): Host;

/** May be called once in the life of a page. */
export function acquireHost(): Host {
  return acquireVsCodeApi();
}

// Stands for VS Code and the extension in a plain browser: a page under test sees the same functions and messages.
import { encodeNumbers } from '../../../src/protocol/message-numbers.js';
import type { ToAnalysisPage } from '../../../src/protocol/analysis.js';
import type { ToDashboard } from '../../../src/protocol/dashboard.js';
import { Recording } from './recorded.js';

const kept = 'page state';
const sent: unknown[] = [];

function deliver(message: ToDashboard | ToAnalysisPage): void {
  // As VS Code does: JSON, but typed arrays as they are.
  const typed: ArrayBufferView[] = [];
  const json = JSON.stringify(encodeNumbers(message), (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? { typed: typed.push(value) - 1 } : value,
  );
  const data: unknown = JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'typed' in value ? typed[Number(value.typed)] : value,
  );
  window.dispatchEvent(new MessageEvent('message', { data }));
}

Object.assign(globalThis, {
  acquireVsCodeApi: () => ({
    postMessage: (message: unknown) => {
      sent.push(message);
    },
    getState: () => JSON.parse(sessionStorage.getItem(kept) ?? 'null') as unknown,
    setState: (state: unknown) => {
      sessionStorage.setItem(kept, JSON.stringify(state));
    },
  }),
  harness: { deliver, sent, Recording },
});

// Stands for VS Code and the extension in a plain browser: the pages under test see the same functions and messages.
import { encodeNumbers } from '../../../src/protocol/message-numbers.js';

const kept = 'analysis state';
const sent: unknown[] = [];

/** Delivers a message as VS Code does, as JSON. */
function deliver(message: unknown): void {
  const data: unknown = JSON.parse(JSON.stringify(encodeNumbers(message)));
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
  harness: { deliver, sent },
});

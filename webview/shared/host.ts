/** What VS Code gives a page to talk to its extension and to keep its own view choices. */
export interface Host<Message> {
  postMessage(message: Message): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi<Message>(): Host<Message>;

/** May be called once in the life of a page. @returns a host that takes the page's messages */
export function acquireHost<Message>(): Host<Message> {
  return acquireVsCodeApi<Message>();
}

declare module 'vitest' {
  /** What global-setup.mjs starts for every journey. */
  interface ProvidedContext {
    /** Address of the browser server. */
    readonly browser: string;
    /** Address of the workbench. */
    readonly workbench: string;
    /** Folder that screenshots are kept in. */
    readonly screenshots: string;
    /** File that measures are added to, as JSON lines. */
    readonly measures: string;
  }
}

export {};

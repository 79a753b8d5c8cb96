import type { Command } from 'commander';

/** Where a command writes: results to `out`, progress and diagnostics to `err`. Both get whole texts with line ends. */
export interface CliOutput {
  out(text: string): void;
  err(text: string): void;
}

/** One command of `laira`: one file, one line in `commands.ts`. */
export type RegisterCommand = (program: Command, output: CliOutput) => void;

/** What was asked for could not be done: one sentence that names the file, the place in it and the mend. Exit status 1. */
export class CommandError extends Error {}

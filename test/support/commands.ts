import { Command } from 'commander';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { RegisterCommand } from '../../src/cli/command.js';

export interface Printed {
  out: string;
  err: string;
}

/** Runs a command of the command line in this process. */
export async function runCommand(register: RegisterCommand, ...args: string[]): Promise<Printed> {
  const texts = { out: '', err: '' };
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  register(program, {
    out: (text) => (texts.out += text),
    err: (text) => (texts.err += text),
  });
  for (const command of program.commands)
    command.exitOverride().configureOutput({ writeErr: () => undefined });
  await program.parseAsync(args, { from: 'user' });
  return texts;
}

/** A folder for the files of one test file; it goes when its tests are done. */
export class TestFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'laira-commands-'));

  constructor() {
    afterAll(() => {
      rmSync(this.path, { recursive: true, force: true });
    });
  }

  /** @param content a text, or what is to be written as JSON; @returns the file's path */
  write(name: string, content: unknown): string {
    const file = join(this.path, name);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return file;
  }
}

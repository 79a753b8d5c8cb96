import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface CliRun {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** The command line as users have it: bundled, in a process of its own. */
export class Cli {
  private constructor(
    readonly folder: string,
    readonly file: string,
  ) {}

  static async build(): Promise<Cli> {
    const folder = mkdtempSync(join(tmpdir(), 'laira-cli-'));
    const file = join(folder, 'cli.mjs');
    await build({
      absWorkingDir: ROOT,
      entryPoints: ['src/cli/main.ts'],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      mainFields: ['module', 'main'],
      outfile: file,
      logLevel: 'error',
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
    });
    return new Cli(folder, file);
  }

  run(...args: string[]): Promise<CliRun> {
    return new Promise((done) => {
      execFile(
        process.execPath,
        [this.file, ...args],
        { cwd: ROOT, maxBuffer: 1 << 28, env: { ...process.env, TZ: 'UTC' } },
        (error, out, err) => {
          done({ status: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err });
        },
      );
    });
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');

/** Recorded runs that train again in a folder. */
export class Replay {
  private constructor(private readonly stopAll: () => Promise<void>) {}

  static start(folder: string, speed: number): Replay {
    const args = [
      join(ROOT, 'dist', 'cli.js'),
      'replay',
      join(ROOT, 'sample-runs'),
      folder,
      '--speed',
      String(speed),
    ];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = once(child, 'close');
    const killWithThis = (): void => {
      child.kill('SIGKILL');
    };
    process.once('exit', killWithThis);
    return new Replay(async () => {
      child.kill();
      await ended;
      process.off('exit', killWithThis);
    });
  }

  stop(): Promise<void> {
    return this.stopAll();
  }
}

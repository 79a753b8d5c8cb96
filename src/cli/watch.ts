import { access, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { stringifyJson } from '../base/json-numbers.js';
import { createMonitor } from '../node/create-monitor.js';
import { BUNDLE_NAME, defaultSettings } from '../node/settings.js';
import { CommandError, type RegisterCommand } from './command.js';
import { printState } from './state-table.js';
import { watchLineOf } from './watch-line.js';

/** Milliseconds between two prints. */
const PRINT_INTERVAL = 1000;

export const registerWatch: RegisterCommand = (program, output) => {
  program
    .command('watch')
    .description('follow the runs below a folder, live, until interrupted')
    .argument('<path>', 'a folder, or a log')
    .option('--bundle <file>', `the bundle; by default ${BUNDLE_NAME} in the folder`)
    .option('--json', 'print one JSON object a line')
    .action(async (path: string, options: { bundle?: string; json?: boolean }) => {
      const root = resolve(path);
      const found = await stat(root).catch(() => {
        throw new CommandError(`${path}: there is no such file or folder; check the path.`);
      });
      const bundle = options.bundle ?? join(found.isDirectory() ? root : dirname(root), BUNDLE_NAME);
      if (options.bundle !== undefined) {
        await access(options.bundle).catch(() => {
          throw new CommandError(`${bundle}: there is no such bundle; check the path.`);
        });
      }
      const monitor = createMonitor(defaultSettings([root], bundle), { acts: false });
      const json = options.json === true;
      let printedAt = -Infinity;
      monitor.onDidUpdate(({ state }) => {
        const now = Date.now();
        if (!state.scanned || now - printedAt < PRINT_INTERVAL) return;
        printedAt = now;
        const live = json ? '' : process.stdout.isTTY ? '\u001B[H\u001B[2J' : '\n';
        output.out(json ? `${stringifyJson(watchLineOf(state))}\n` : `${live}${printState(state)}`);
      });
      monitor.start();
      await new Promise<void>((done) => {
        process.once('SIGINT', done);
        process.once('SIGTERM', done);
      });
      monitor.dispose();
    });
};

import { InvalidArgumentError } from 'commander';
import { replay, ReplayError } from '../node/replay.js';
import { CommandError, type RegisterCommand } from './command.js';

export const registerReplay: RegisterCommand = (program, output) => {
  program
    .command('replay')
    .description('re-enact recorded runs into another folder, sharing the machine as the control files say')
    .argument('<source>', 'a folder of recorded runs, such as sample-runs')
    .argument('<destination>', 'an empty folder')
    .option('--speed <n>', 'recorded seconds per second', positive, 1)
    .action(async (source: string, destination: string, options: { speed: number }) => {
      const abort = new AbortController();
      const stop = (): void => {
        abort.abort();
      };
      process.once('SIGINT', stop);
      process.once('SIGTERM', stop);
      const progress = (text: string): void => {
        output.err(`${text}\n`);
      };
      await replay({ source, destination, speed: options.speed, signal: abort.signal, progress }).catch(
        (error: unknown) => {
          throw error instanceof ReplayError ? new CommandError(error.message) : error;
        },
      );
    });
};

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

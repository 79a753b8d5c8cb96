import { RefusedIntent } from '../monitor/advice.js';
import { settledBundleMonitor } from './bundle-monitor.js';
import { CommandError, type RegisterCommand } from './command.js';
import { formatDuration } from '../base/duration.js';

export const registerAccept: RegisterCommand = (program, output) => {
  program
    .command('accept')
    .description('put the recommended slice into force, or give it to another task, through the ledger')
    .requiredOption('--bundle <file>', 'the bundle, laira.json')
    .option('--task <name>', 'who gets the slice; by default the recommended task')
    .option('--reason <text>', 'why, for the ledger', '')
    .option('--json', 'print one JSON document')
    .action(async (options: { bundle: string; task?: string; reason: string; json?: boolean }) => {
      // A command cannot be undone by a click; the slice starts at once.
      const monitor = await settledBundleMonitor(options.bundle, true, 0);
      try {
        const state = monitor.state();
        const task = state.runs.find((run) => run.task !== null && run.name === options.task);
        if (options.task !== undefined && task === undefined) {
          throw new CommandError(`${options.bundle}: has no task "${options.task}"; check the name.`);
        }
        const advice =
          task === undefined
            ? state.recommendations[0]
            : state.recommendations.find((entry) => entry.resource === task.task?.resource);
        if (advice === undefined) {
          const held = state.slices.find((slice) => slice.state === 'running' || slice.state === 'starting');
          throw new CommandError(
            held === undefined
              ? `${options.bundle}: there is nothing to accept, for no task is open.`
              : `${options.bundle}: slice ${held.slice} (${held.name}) holds ${held.resource} for ${formatDuration((held.until - state.time) / 1000)} more; accept when it ends.`,
          );
        }
        await monitor.intend({
          type: 'accept',
          recommendation: advice.id,
          run: task?.id ?? advice.run,
          reason: options.reason,
        });
        const slice = monitor.state().slices.at(-1);
        const length = slice === undefined ? advice.length : (slice.until - slice.from) / 1000;
        output.out(
          options.json === true
            ? `${JSON.stringify(slice)}\n`
            : `Slice ${slice?.slice ?? advice.slice}: ${slice?.name ?? advice.name} has ${advice.resource} for ${formatDuration(length)}.\n`,
        );
      } catch (error) {
        throw error instanceof RefusedIntent
          ? new CommandError(`${options.bundle}: ${error.message}`)
          : error;
      } finally {
        monitor.dispose();
      }
    });
};

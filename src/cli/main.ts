import { Command, CommanderError } from 'commander';
import type { CliOutput } from './command.js';
import { COMMANDS } from './commands.js';

const output: CliOutput = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
};

/** Runs the command line. @returns the exit status: 0 done, 1 could not be done, 2 wrong usage */
async function main(): Promise<number> {
  const program = new Command('laira')
    .description(
      'Forecasts training losses at their deadlines and advises who gets the next slice of the machine.',
    )
    .showHelpAfterError('(add --help for the usage)')
    .exitOverride();
  for (const register of COMMANDS) register(program, output);
  for (const command of program.commands) command.exitOverride();
  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    output.err(`laira: ${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

// A reader that closes the pipe early (`laira decisions | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

process.exitCode = await main();

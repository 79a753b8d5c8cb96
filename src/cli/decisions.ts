import { dirname, resolve } from 'node:path';
import { stringifyJson } from '../base/json-numbers.js';
import { Ledger, ledgerPath, type LedgerEntry } from '../monitor/ledger.js';
import { NodeFileStore, toPortable } from '../node/file-system.js';
import { lookTitle } from '../protocol/advice-words.js';
import { CommandError, type RegisterCommand } from './command.js';

export const registerDecisions: RegisterCommand = (program, output) => {
  program
    .command('decisions')
    .description('print the ledger: every slice that was accepted, skipped or undone')
    .requiredOption('--bundle <file>', 'the bundle, laira.json')
    .option('--json', 'print one JSON document')
    .action(async (options: { bundle: string; json?: boolean }) => {
      const ledger = new Ledger(
        ledgerPath(toPortable(dirname(resolve(options.bundle)))),
        new NodeFileStore(),
      );
      await ledger.reload().catch((error: unknown) => {
        throw new CommandError(`${ledger.path}: cannot be read (${String(error)}).`);
      });
      for (const line of ledger.unreadable) {
        output.err(`${ledger.path}, line ${line}: is no decision and is passed over.\n`);
      }
      output.out(
        options.json === true
          ? `${stringifyJson({ ledger: ledger.path, decisions: ledger.entries, unreadable: ledger.unreadable })}\n`
          : ledger.entries.map(print).join('') || 'No decisions yet.\n',
      );
    });
};

function whatWasGiven({ task, recommended, look }: Extract<LedgerEntry, { kind: 'accept' }>): string {
  const advised = look === true ? lookTitle(recommended) : recommended;
  return task === recommended ? advised : `${task} (recommended was ${advised})`;
}

function print(entry: LedgerEntry): string {
  const slice = `slice ${entry.slice} on ${entry.resource}`;
  switch (entry.kind) {
    case 'accept': {
      const reason = entry.reason === '' ? '' : `: ${entry.reason}`;
      return `${entry.time}  ${slice}: ${whatWasGiven(entry)} until ${entry.until}, by ${entry.by}${reason}\n`;
    }
    case 'skip':
      return `${entry.time}  ${slice}: ${entry.task} passed over until ${entry.until}, by ${entry.by}\n`;
    case 'undo':
      return `${entry.time}  ${slice}: taken back by ${entry.by}\n`;
    case 'end':
      return `${entry.time}  ${slice}: ${entry.cause === 'unwritten' ? 'never in force: a control file could not be written' : `ended, ${entry.cause}`}\n`;
  }
}

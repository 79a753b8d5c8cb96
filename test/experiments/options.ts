import { parseArgs } from 'node:util';

/** Options of all experiments; each reads its own. */
const OPTIONS = { seeds: { type: 'string' }, 'm4-every': { type: 'string' } } as const;

/** A whole number of the command line, at least `least`. */
export function countOption(name: keyof typeof OPTIONS, usual: number, least: number): number {
  const count = Number(parseArgs({ options: OPTIONS }).values[name] ?? usual);
  if (!Number.isInteger(count) || count < least) {
    throw new Error(`--${name} has to be a whole number, ${least} or more.`);
  }
  return count;
}

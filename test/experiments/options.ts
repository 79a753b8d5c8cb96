import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** Options of all experiments; each reads its own. */
const OPTIONS = {
  seeds: { type: 'string' },
  first: { type: 'string' },
  'm4-every': { type: 'string' },
  curves: { type: 'string' },
} as const;

/** A whole number of the command line, at least `least`. */
export function countOption(name: 'seeds' | 'first' | 'm4-every', usual: number, least: number): number {
  const count = Number(parseArgs({ options: OPTIONS }).values[name] ?? usual);
  if (!Number.isInteger(count) || count < least) {
    refuse(`--${name} has to be a whole number, ${least} or more.`);
  }
  return count;
}

/** The file of --curves, which has to be given. */
export function curvesOption(): string {
  const { curves } = parseArgs({ options: OPTIONS }).values;
  if (curves === undefined) return refuse('Name a file of recorded curves: --curves FILE.');
  return existsSync(curves) ? curves : refuse(`There is no file "${curves}".`);
}

function refuse(reason: string): never {
  console.error(reason);
  process.exit(2);
}

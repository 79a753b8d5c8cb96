import { mkdirSync, writeFileSync } from 'node:fs';
import { from, type op } from 'arquero';
import { table } from '../../src/cli/table.js';

/** Aggregates by column name. */
export type Aggregates = Readonly<Record<string, Aggregate>>;

/** One of arquero's aggregate operations, ready for `rollup`; its types say what the operation returns of a group. */
export type Aggregate = ReturnType<typeof op.count> | ReturnType<typeof op.mean>;

/**
 * One row per group, in the order of first appearance.
 * @param keys columns whose values make the groups
 */
export function aggregate<Row extends object, Result>(
  rows: readonly Row[],
  keys: readonly (keyof Row & string)[],
  aggregates: Aggregates,
): (Pick<Row, keyof Row & string> & Result)[] {
  const grouped = from(rows as Row[]).groupby(...keys);
  return grouped.rollup(aggregates).objects() as (Pick<Row, keyof Row & string> & Result)[];
}

/** Prints a titled table. */
export function printTable(
  title: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  console.log(`${title}\n${table(header, rows, '  ')}`);
}

export function printText(text: string): void {
  console.log(`${text}\n`);
}

/** Writes a figure of docs/experiments.md. */
export function writeFigure(name: string, svg: string): void {
  const file = `docs/figures/${name}.svg`;
  mkdirSync('docs/figures', { recursive: true });
  writeFileSync(file, svg);
  console.log(`Figure: ${file}\n`);
}

/** A number for a table cell: three significant digits, or a power of ten where it is far from 1. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return value === Infinity ? '∞' : '–';
  if (value !== 0 && (Math.abs(value) >= 1e4 || Math.abs(value) < 1e-3)) return value.toExponential(0);
  const size = Math.abs(value);
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
}

export function percent(share: number, digits = 0): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(digits)} %` : '–';
}

import { fieldRole } from './field-role.js';
import type { NamedNumber, ScannedLine } from './line-scanner.js';
import { parseNumber } from './numbers.js';

const ROW = /^\s*\|\s*([^|]*[^|\s])\s*\|\s*([^|]*?)\s*\|\s*$/;
const RULE = /^\s*[-+=|]{5,}\s*$/;
/** Rows that a box may have; a table of something else must not be kept. */
const MOST_ROWS = 200;

/**
 * Reads boxes with a name and a value per row, as Stable Baselines, Spinning Up and their relatives print one for every
 * report. Names under a heading (`| train/ | |`) get it before them, which makes them the names of the same tool's CSV.
 */
export class BoxedTable {
  private rows: NamedNumber[] = [];
  private heading = '';

  /** @returns what the box says, when its last line comes; undefined for every other line */
  read(line: string): ScannedLine | undefined {
    const row = ROW.exec(line);
    if (row === null) {
      const said = this.rows.length > 0 && RULE.test(line) ? report(this.rows) : undefined;
      if (this.rows.length > 0) this.rows = [];
      this.heading = '';
      return said;
    }
    const [, name, text] = row as unknown as [string, string, string];
    const value = parseNumber(text);
    if (text === '' && name.endsWith('/')) this.heading = name;
    else if (value !== undefined && this.rows.length < MOST_ROWS) {
      this.rows.push({ name: this.heading + name, value, start: 0, end: 0 });
    }
    return undefined;
  }
}

function report(rows: readonly NamedNumber[]): ScannedLine | undefined {
  const roles = rows.map(({ name }) => fieldRole(name));
  const ranks = roles.map((role) => (role.kind === 'step' ? role.rank : Infinity));
  const best = ranks.indexOf(Math.min(...ranks));
  // A count alone is a setting: some draw a line under every row of a table of settings.
  if (ranks[best] === Infinity || rows.length === 1) return undefined;
  return {
    numbers: rows.filter((_row, index) => index !== best),
    epoch: undefined,
    batch: undefined,
    step: { value: rows[best]!.value, total: undefined },
    level: 'box',
    phase: undefined,
    wallTime: undefined,
  };
}

import { fieldRole } from './field-role.js';
import { LISTS, listHistory, type ListedMetric } from './list-history.js';
import { metricRole } from './metric-role.js';
import { jsonOfPython } from './python-literal.js';
import type { ReadOutput } from './read-output.js';

/** What every such line contains; most lines need no closer look. */
const HINT = /[{,]\s*['"][^'"]*loss[^'"]*['"]: \[/i;

/**
 * A history that a script printed as a whole among other lines: `{'loss': [2.3, 2.1], 'val_loss': [2.4, 2.2]}`. One
 * that goes on where the one before it ended adds what is new in it.
 */
export class PrintedHistory {
  private readonly told = new Map<string, ListedMetric>();

  constructor(private readonly output: ReadOutput) {}

  /** @param whole false for a line that may have lost its end: then it may be a history that is under way */
  static isIn(plain: string, whole = true): boolean {
    return HINT.test(plain) && (!whole || listsIn(plain).length > 0);
  }

  read(plain: string, line: number): void {
    const lists = listsIn(plain);
    const goesOn = lists.every(({ name, values }) =>
      this.knownOf(name).every(({ value }, index) => Object.is(value, values[index]?.value)),
    );
    for (const list of lists) {
      const from = goesOn ? this.knownOf(list.name).length : 0;
      this.told.set(list.name, list);
      for (const { value, step } of list.values.slice(from))
        this.output.scalar('', list.name, value, step, undefined, line);
    }
  }

  private knownOf(name: string): ListedMetric['values'] {
    return this.told.get(name)?.values ?? [];
  }
}

/** The lists that a line prints; none where it is no history, but a report or settings that hold lists. */
function listsIn(plain: string): readonly ListedMetric[] {
  const text = jsonOfPython(plain.slice(plain.indexOf('{'), plain.lastIndexOf('}') + 1));
  if (!LISTS.test(text)) return [];
  const { metrics, others, isClosed } = listHistory(text, 0);
  const isReport = others.some(({ name }) => fieldRole(name).kind === 'step');
  return isClosed && !isReport && metrics.some(isCurve) ? metrics : [];
}

/** Whether a list holds several losses: whole numbers are settings. */
function isCurve({ name, values }: ListedMetric): boolean {
  return (
    metricRole(name).endsWith('-loss') &&
    values.length > 1 &&
    values.some(({ value }) => Number.isFinite(value) && !Number.isInteger(value))
  );
}

import { describe, expect, it } from 'vitest';
import { ShownRows } from '../../../src/vscode/run-rows.js';
import { recordedState } from '../../webview/pages.js';

describe('rows of the tree', () => {
  const { runs } = recordedState();

  it('are all new at first, then none', () => {
    const rows = new ShownRows();
    expect(rows.update(runs).whole).toBe(true);
    expect(rows.update([...runs])).toEqual({ whole: false, changed: [] });
  });

  it('change one by one: where the loss, the verdict or a problem reads otherwise', () => {
    const rows = new ShownRows();
    rows.update(runs);
    const problem = { file: 'a.log', line: 3, kind: 'malformed-line', message: 'No number.' };
    const next = runs.map((run, i) =>
      i === 1
        ? { ...run, loss: run.loss / 2 }
        : i === 2
          ? { ...run, loss: run.loss * (1 + 1e-9) }
          : i === 3
            ? { ...run, problems: [...run.problems, problem] }
            : run,
    );
    expect(rows.update(next)).toEqual({ whole: false, changed: [runs[1]!.id, runs[3]!.id] });
  });

  it('are drawn as a whole where one is gone or the order is another', () => {
    const rows = new ShownRows();
    rows.update(runs);
    expect(rows.update(runs.slice(1)).whole).toBe(true);
    expect(rows.update(runs.slice(1).reverse()).whole).toBe(true);
  });
});

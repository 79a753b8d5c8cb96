import { describe, expect, it } from 'vitest';
import type { Log } from '../../../src/monitor/log.js';
import { RunProblems } from '../../../src/monitor/run-problems.js';

const log = (path: string): Log => ({ path, placeUnit: 'line' }) as Log;
const addTo = (problems: RunProblems, path: string, count: number): void => {
  for (let place = 1; place <= count; place++) {
    problems.add(log(path), { kind: 'malformed-line', message: `line ${place}`, place });
  }
};

describe('the problems of a run', () => {
  it('are listed as far as there is room, and the rest is counted', () => {
    const problems = new RunProblems();
    addTo(problems, 'a', 200);
    expect(problems.views).toHaveLength(200);
    addTo(problems, 'a', 50);
    expect(problems.views).toHaveLength(200);
    expect(problems.views.at(-1)?.message).toBe('51 more problems are not listed.');
  });

  it('count once when a log is read again', () => {
    const problems = new RunProblems();
    addTo(problems, 'b', 3);
    for (let reading = 0; reading < 3; reading++) {
      problems.forget(log('a'));
      addTo(problems, 'a', 250);
    }
    expect(problems.views.at(-1)?.message).toBe('54 more problems are not listed.');
    problems.forget(log('a'));
    expect(problems.views.map(({ file }) => file)).toEqual(['b', 'b', 'b']);
  });
});

import { describe, expect, it } from 'vitest';
import { parseBundle } from '../../../src/monitor/bundle.js';
import { setTask } from '../../../src/monitor/bundle-edit.js';

const FILE = '/work/laira.json';
const GOOD = `{
  // Tonight's runs.
  "resource": "gpu:0",
  "start": "2026-01-01T00:00:00Z",
  "tasks": [
    {
      "name": "vit", // the big one
      "logs": ["vit/lightning_logs/*/metrics.csv"],
      "metric": "train_loss",
      "target": 0.38,
      "deadline": "2h 30m",
      "dataPerStep": 64,
      "dataRate": 812.5,
      "reportSize": 640,
    },
    { "name": "cnn", "logs": "cnn.csv", "target": 1, "deadline": "2026-01-01T06:00:00Z", "begin": "10 min", "dataRate": "measured", "resource": "cpu" },
  ],
}`;

describe('parseBundle', () => {
  it('tells how to write a path of Windows, and takes escaped signs of a glob as they are', () => {
    const bundleOf = (log: string) =>
      parseBundle(
        FILE,
        JSON.stringify({ tasks: [{ name: 'a', logs: [log], target: 1, deadline: '1h', resource: 'gpu:0' }] }),
      ).problems.map(({ message, severity }) => `${severity}: ${message}`);
    expect(bundleOf('runs\\cnn\\*.csv')).toEqual([
      'warning: Paths are written with forward slashes: "runs/cnn/*.csv".',
    ]);
    expect(bundleOf('runs/cnn\\[1\\].csv')).toEqual([]);
  });

  it('reads tasks, with comments and trailing commas', () => {
    const { bundle, problems } = parseBundle(FILE, GOOD);
    expect(problems).toEqual([]);
    expect(bundle?.start).toBe(Date.UTC(2026, 0, 1));
    expect(bundle?.tasks[0]).toEqual({
      name: 'vit',
      logs: ['vit/lightning_logs/*/metrics.csv'],
      folder: '/work/vit/lightning_logs',
      metric: 'train_loss',
      pattern: undefined,
      target: 0.38,
      deadline: { kind: 'after-start', seconds: 9000 },
      begin: undefined,
      dataPerStep: 64,
      dataRate: 812.5,
      reportSize: 640,
      resource: 'gpu:0',
    });
    expect(bundle?.tasks[1]).toMatchObject({
      deadline: { kind: 'at', time: Date.UTC(2026, 0, 1, 6) },
      begin: { kind: 'after-start', seconds: 600 },
      dataRate: undefined,
      resource: 'cpu',
      folder: '/work',
    });
  });

  it.each([
    ['"target": 0.38', '"target": "low"', '"low"'],
    ['"target": 0.38', '"target": -1', '-1'],
    ['"deadline": "2h 30m"', '"deadline": "soon"', '"soon"'],
    ['"dataRate": 812.5', '"dataRate": 0', '0'],
    ['"metric": "train_loss"', '"pattern": "(?<loss>(.*)*)"', '"(?<loss>(.*)*)"'],
    ['"name": "vit"', '"name": "cnn"', '"cnn"'],
    ['["vit/lightning_logs/*/metrics.csv"]', '[]', '[]'],
  ])('finds the place of %s turned into %s', (good, bad, place) => {
    const text = GOOD.replace(good, bad);
    const { bundle, problems } = parseBundle(FILE, text);
    expect(bundle).toBeUndefined();
    const problem = problems.find((entry) => entry.severity === 'error');
    expect(text.slice(problem!.offset, problem!.offset + problem!.length)).toBe(place);
    expect(problem!.line).toBe(text.slice(0, problem!.offset).split('\n').length);
  });

  it('says what a task lacks', () => {
    const { problems } = parseBundle(FILE, '{"tasks": [{"name": "a"}]}');
    expect(problems.map((problem) => problem.message).join(' ')).toMatch(/"logs".*"target".*"deadline"/);
  });

  it('warns of a key that means nothing and goes on', () => {
    const { bundle, problems } = parseBundle(FILE, GOOD.replace('"metric"', '"metrc"'));
    expect(problems).toMatchObject([{ severity: 'warning' }]);
    expect(bundle?.tasks).toHaveLength(2);
  });

  it.each(['', '[]', '{', '{"tasks": 3}', '{"tasks": [3]}', 'null', '\u0000\u0001'])(
    'never throws: %j',
    (text) => {
      const { bundle, problems } = parseBundle(FILE, text);
      expect(bundle).toBeUndefined();
      expect(problems.length).toBeGreaterThan(0);
    },
  );
});

describe('setTask', () => {
  it('changes a task and keeps every comment', () => {
    const text = setTask(GOOD, { name: 'vit', target: 0.3, deadline: '3h' });
    expect(text).toContain("// Tonight's runs.");
    expect(text).toContain('// the big one');
    expect(parseBundle(FILE, text).bundle?.tasks[0]).toMatchObject({
      target: 0.3,
      deadline: { seconds: 10800 },
      dataRate: 812.5,
    });
  });

  it('adds a task', () => {
    const text = setTask(GOOD, { name: 'new', logs: ['new.csv'], target: 2, deadline: '1h' });
    expect(parseBundle(FILE, text).bundle?.tasks.map((task) => task.name)).toEqual(['vit', 'cnn', 'new']);
    expect(text).toContain("// Tonight's runs.");
  });

  it('makes a bundle out of nothing', () => {
    const text = setTask('', { name: 'a', logs: ['a.csv'], target: 2, deadline: '1h' });
    expect(parseBundle(FILE, text)).toMatchObject({ problems: [], bundle: { tasks: [{ name: 'a' }] } });
  });
});

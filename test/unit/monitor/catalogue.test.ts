import { describe, expect, it } from 'vitest';
import {
  Catalogue,
  DEFAULT_EXCLUDE,
  DEFAULT_INCLUDE,
  type FoundLog,
  type ScanSettings,
} from '../../../src/monitor/catalogue.js';
import { ManualClock, MemoryFiles } from '../../support/memory-files.js';

const SCAN: ScanSettings = { include: DEFAULT_INCLUDE, exclude: DEFAULT_EXCLUDE, patterns: {} };

const JSONL = '{"step": 1, "loss": 2.5}\n';
const CSV = 'step,loss\n1,2.5\n';
const STATE = '{"log_history": [{"loss": 2.5, "step": 1}], "max_steps": 100}\n';
const METRIC = '1700000000000 2.5 1\n';
const RUN = '0123456789abcdef0123456789abcdef';

function setUp(texts: Readonly<Record<string, string>>) {
  const files = new MemoryFiles(new ManualClock());
  for (const [path, text] of Object.entries(texts)) files.write(path, text);
  const catalogue = new Catalogue(files);
  const scan = (settings: Partial<ScanSettings> = {}) => catalogue.scan('/w', { ...SCAN, ...settings });
  return { files, catalogue, scan };
}

async function namesIn(...paths: string[]): Promise<string[]> {
  const texts = paths.map((path) => [path, textOf(path)] as const);
  const { logs } = await setUp(Object.fromEntries(texts)).scan();
  return logs.map(({ name }) => name);
}

function textOf(path: string): string {
  if (path.endsWith('.jsonl')) return JSONL;
  if (path.endsWith('.csv')) return CSV;
  if (path.endsWith('trainer_state.json')) return STATE;
  if (path.includes('/metrics/')) return METRIC;
  return '';
}

const pathsOf = (logs: readonly FoundLog[]): string[] => logs.map(({ path }) => path);

describe('Catalogue', () => {
  it('finds logs by what is in the files, in the order of paths', async () => {
    const { scan } = setUp({
      '/w/z/metrics.jsonl': JSONL,
      '/w/a/metrics.csv': CSV,
      '/w/a/notes.txt': 'Bread and milk.\n',
      '/w/a/settings.json': '{"learning_rate": 0.001}\n',
      '/elsewhere/metrics.jsonl': JSONL,
    });
    const { logs, problems } = await scan();
    expect(logs.map(({ path, definition }) => [path, definition?.format])).toEqual([
      ['/w/a/metrics.csv', 'csv'],
      ['/w/z/metrics.jsonl', 'jsonl'],
    ]);
    expect(problems).toEqual([]);
  });

  it('takes the files of one training of CatBoost for one run', async () => {
    const table = 'iter\tLogloss\n0\t0.69\n';
    const { scan } = setUp({
      '/w/a/catboost_info/learn_error.tsv': table,
      '/w/a/catboost_info/test_error.tsv': table,
      '/w/b/catboost_info/learn_error.tsv': table,
    });
    const { logs } = await scan();
    expect(logs.map(({ name }) => name)).toEqual(['a/catboost_info', 'a/catboost_info', 'b/catboost_info']);
    expect(new Set(logs.map(({ group }) => group)).size).toBe(2);
  });

  it('looks at what the globs let through, and the excluding ones are stronger', async () => {
    const { files, scan } = setUp({
      '/w/a/metrics.jsonl': JSONL,
      '/w/a/metrics.csv': CSV,
      '/w/old/metrics.jsonl': JSONL,
    });
    const { logs } = await scan({ include: ['**/*.jsonl'], exclude: ['old/**'] });
    expect(pathsOf(logs)).toEqual(['/w/a/metrics.jsonl']);
    expect(files.bytesRead).toBe(JSONL.length);
  });

  it('looks at the names by which schedulers and tools call the output of a job', async () => {
    const names = ['job.o4711', 'log', 'log-train-2024-01-01', 'slurm.err', 'train.log.1'];
    const { scan } = setUp(Object.fromEntries(names.map((name) => [`/w/${name}`, 'step 1: loss 2.5\n'])));
    expect(pathsOf((await scan()).logs)).toEqual(names.map((name) => `/w/${name}`));
  });

  it('leaves folders of tools alone', async () => {
    const { scan } = setUp({
      '/w/node_modules/package/metrics.jsonl': JSONL,
      '/w/.git/metrics.jsonl': JSONL,
      '/w/.venv/lib/metrics.csv': CSV,
      '/w/.laira/decisions.jsonl': JSONL,
      '/w/.cache/run/metrics.jsonl': JSONL,
    });
    expect(pathsOf((await scan()).logs)).toEqual(['/w/.cache/run/metrics.jsonl']);
  });

  it("takes a file for a log in any case where a user's own expression is for it, unless it is excluded", async () => {
    const { files, scan } = setUp({ '/w/a/progress.dat': '7 2.5\n', '/w/old/progress.dat': '7 2.5\n' });
    const pattern = '^(?<step>\\d+) (?<loss>\\S+)$';
    const { logs } = await scan({ exclude: ['old/**'], patterns: { '**/*.dat': pattern } });
    expect(logs).toMatchObject([{ path: '/w/a/progress.dat', pattern, name: 'a' }]);
    expect(files.bytesRead).toBe(0);
  });

  it('takes a database for a log whose tables will tell its format', async () => {
    const { scan } = setUp({ '/w/mlflow.db': 'SQLite format 3\0', '/w/other.db': 'no database' });
    expect((await scan()).logs).toMatchObject([
      { path: '/w/mlflow.db', definition: undefined, name: 'mlflow' },
    ]);
  });

  it('opens no file a second time that is known for a log, nor one that has not grown', async () => {
    const { files, scan } = setUp({ '/w/a/metrics.jsonl': JSONL, '/w/a/notes.txt': 'Bread.\n' });
    await scan();
    const before = files.bytesRead;
    files.append('/w/a/metrics.jsonl', JSONL);
    expect((await scan()).logs).toHaveLength(1);
    expect(files.bytesRead).toBe(before);
  });

  it('looks again at a file that has grown', async () => {
    const { files, scan } = setUp({ '/w/a/train.jsonl': '' });
    expect((await scan()).logs).toEqual([]);
    files.append('/w/a/train.jsonl', JSONL);
    expect(pathsOf((await scan()).logs)).toEqual(['/w/a/train.jsonl']);
  });

  it('reads no more than the head of a long file', async () => {
    const { files, scan } = setUp({ '/w/a/metrics.jsonl': JSONL.repeat(10_000) });
    expect((await scan()).logs).toHaveLength(1);
    expect(files.bytesRead).toBe(4096);
  });

  it('tells which file cannot be read, and goes on', async () => {
    const { files, scan } = setUp({ '/w/a/metrics.jsonl': JSONL, '/w/b/metrics.jsonl': JSONL });
    files.broken.add('/w/a/metrics.jsonl');
    const { logs, problems } = await scan();
    expect(pathsOf(logs)).toEqual(['/w/b/metrics.jsonl']);
    expect(problems).toMatchObject([{ file: '/w/a/metrics.jsonl', kind: 'unreadable' }]);
    expect(problems[0]!.message).toContain('EACCES');
    files.broken.clear();
    expect((await scan()).logs).toHaveLength(2);
  });

  it('tells which folder cannot be read, and that there are too many files', async () => {
    const { files, scan } = setUp({ '/w/a/metrics.jsonl': JSONL });
    files.list = () =>
      Promise.resolve({
        files: ['/w/a/metrics.jsonl'],
        unreadable: [{ path: '/w/locked', message: 'The folder cannot be read; check its permissions.' }],
        truncated: true,
      });
    const { logs, problems } = await scan();
    expect(logs).toHaveLength(1);
    expect(problems).toMatchObject([
      { file: '/w/locked', kind: 'unreadable' },
      { file: '/w', kind: 'too-many-files' },
    ]);
  });

  it('finds the log in one file, whatever the globs would say', async () => {
    const { catalogue } = setUp({ '/w/a/metrics.data': JSONL, '/w/a/notes.txt': 'Bread.\n' });
    expect(await catalogue.single('/w/a/metrics.data')).toMatchObject({ path: '/w/a/metrics.data' });
    expect(await catalogue.single('/w/a/notes.txt')).toBeUndefined();
    expect(await catalogue.single('/w/a')).toBeUndefined();
  });
});

describe('The runs of a catalogue', () => {
  it('are one for all event files of a folder', async () => {
    const { scan } = setUp({
      '/w/runs/a/events.out.tfevents.1.host': '',
      '/w/runs/a/events.out.tfevents.2.host': '',
      '/w/runs/b/events.out.tfevents.1.host': '',
    });
    const { logs } = await scan();
    expect(logs.map(({ name }) => name)).toEqual(['runs/a', 'runs/a', 'runs/b']);
    expect(new Set(logs.map(({ group }) => group)).size).toBe(2);
  });

  it('are one for all checkpoints of a trainer', async () => {
    const { scan } = setUp({
      '/w/out/checkpoint-100/trainer_state.json': STATE,
      '/w/out/checkpoint-200/trainer_state.json': STATE,
      '/w/out/trainer_state.json': STATE,
    });
    const { logs } = await scan();
    expect(logs.map(({ name, group }) => [name, group])).toEqual(
      Array(3).fill(['out', 'hf-trainer-state:/w/out']),
    );
  });

  it('are one for all metrics of an MLflow run', async () => {
    const { scan } = setUp({
      [`/w/mlruns/0/${RUN}/metrics/loss`]: METRIC,
      [`/w/mlruns/0/${RUN}/metrics/val/loss`]: METRIC,
    });
    const { logs } = await scan();
    expect(new Set(logs.map(({ group }) => group))).toEqual(new Set([`mlflow:/w/mlruns/0/${RUN}`]));
  });

  it('are one for all plots of DVCLive', async () => {
    const { scan } = setUp({
      '/w/dvclive/plots/metrics/train/loss.tsv': 'step\tloss\n1\t2.5\n',
      '/w/dvclive/plots/metrics/accuracy.tsv': 'step\taccuracy\n1\t0.5\n',
    });
    const { logs } = await scan();
    expect(logs.map(({ name, group }) => [name, group])).toEqual(
      Array(2).fill(['dvclive', 'dvclive:/w/dvclive']),
    );
  });

  it('are named for their folders', async () => {
    expect(await namesIn('/w/a/metrics.jsonl', '/w/group/b/metrics.csv')).toEqual(['a', 'group/b']);
  });

  it('are named for their files at the top, and where several are in one folder', async () => {
    expect(await namesIn('/w/small.jsonl')).toEqual(['small']);
    expect(await namesIn('/w/a/first.jsonl', '/w/a/second.jsonl')).toEqual(['a/first', 'a/second']);
  });

  it('are named with the extension where files differ in nothing else', async () => {
    expect(await namesIn('/w/a/log.csv', '/w/a/log.jsonl', '/w/b/log.csv')).toEqual([
      'a/log.csv',
      'a/log.jsonl',
      'b',
    ]);
    expect(await namesIn('/w/log.csv', '/w/log.jsonl')).toEqual(['log.csv', 'log.jsonl']);
  });

  it('leave out the folder that Lightning puts between', async () => {
    expect(await namesIn('/w/vgg/lightning_logs/version_0/metrics.csv')).toEqual(['vgg/version_0']);
  });
});

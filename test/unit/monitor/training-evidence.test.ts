import { describe, expect, it } from 'vitest';
import { MonitorHarness } from '../../support/monitor-harness.js';

const BUILD =
  'Step 1/3 : FROM python:3.11\nStep 2/3 : ENV LR=0.1\nbatch 1/2 errors=0 size: 12 speed: 3 MB/s\n';
const step = (n: number) => `step ${n}: loss ${(2 / n).toFixed(4)} size: ${n}\n`;

async function look(files: Readonly<Record<string, string>>): Promise<MonitorHarness> {
  const harness = new MonitorHarness();
  for (const [path, text] of Object.entries(files)) harness.files.write(path, text);
  await harness.look();
  return harness;
}

describe('a text that is looked at for its name alone', () => {
  it('is no run while it says nothing of a training, and is read all the same', async () => {
    const harness = await look({ '/w/a/build.log': BUILD });
    expect(harness.names()).toEqual([]);
    expect(harness.monitor.runs()).toHaveLength(1);
  });

  it('is a run from its first loss on, with all that it said before', async () => {
    const harness = await look({ '/w/a/train.log': BUILD });
    harness.files.append('/w/a/train.log', step(1));
    await harness.look();
    expect(harness.run('a')).toMatchObject({ metric: 'loss', reports: 1, loss: 2 });
    expect(harness.monitor.metrics(harness.run('a').id)).toEqual(expect.arrayContaining(['errors', 'size']));
    harness.files.append('/w/a/train.log', step(2));
    await harness.look();
    expect(harness.run('a')).toMatchObject({ reports: 2, loss: 1 });
  });

  it.each(['accuracy: 0.5', 'ppl 20.5', 'reward = 3.5', 'lr: 0.001', 'val_loss: 0.5'])(
    'is a run once it repeats "%s"',
    async (result) => {
      const harness = await look({ '/w/a/out.log': `epoch 1 ${result}\nepoch 2 ${result}\n` });
      expect(harness.names()).toEqual(['a']);
    },
  );

  it.each(['accuracy: 0.5', 'lr: 0.001'])('is none by one "%s"', async (result) => {
    const harness = await look({ '/w/a/out.log': `epoch 1 ${result}\n` });
    expect(harness.names()).toEqual([]);
  });

  it('is none by what is fast, counts or takes time', async () => {
    const line = (n: number) => `batch ${n}/9 size: ${n} speed: 3.5 MB/s throughput=12 duration=1.5s\n`;
    expect((await look({ '/w/a/out.log': line(1) + line(2) + line(3) })).names()).toEqual([]);
  });

  it('is a run in any case where a person named it', async () => {
    const harness = await look({ '/w/a/build.log': BUILD });
    const namesWith = async (settings: Parameters<MonitorHarness['create']>[0]) => {
      harness.monitor.dispose();
      harness.monitor = harness.create(settings);
      await harness.look();
      return harness.names();
    };
    expect(await namesWith({ roots: ['/w/a/build.log'] })).toEqual(['build.log']);
    expect(await namesWith({ patterns: { '**/build.log': '^Step (?<step>\\d+)/(?<value>\\d+)' } })).toEqual([
      'a',
    ]);
    const task = { name: 'task', logs: ['a/*.log'], target: 1, deadline: '5 min' };
    harness.files.write('/w/laira.json', JSON.stringify({ resource: 'gpu:0', tasks: [task] }));
    expect(await namesWith({})).toEqual(['task']);
  });
});

it('other formats are runs whatever they hold', async () => {
  const harness = await look({ '/w/a/metrics.jsonl': '{"step": 1, "reward": 3}\n' });
  expect(harness.names()).toEqual(['a']);
});

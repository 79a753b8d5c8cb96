import { describe, expect, it } from 'vitest';
import type { RunRecording } from '../../../src/protocol/analysis.js';
import { bundleOf, MonitorHarness, powerLaw, START, watchTasks } from '../../support/monitor-harness.js';
import { bytes, historyRecord, message, varint, wandbFile } from '../readers/binary-files.js';

describe('Monitor without a bundle', () => {
  it('finds runs, follows them and forecasts', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/metrics.jsonl', powerLaw(1, 40));
    harness.files.write('/w/notes.txt', 'buy milk\n');
    await harness.look();
    expect(harness.names()).toEqual(['a']);
    expect(harness.run('a')).toMatchObject({
      format: 'jsonl',
      metric: 'loss',
      reports: 40,
      verdict: 'unknown',
    });
    expect(harness.run('a').reason).toContain('set a target');
    expect(harness.run('a').methods.map((method) => method.method)).toEqual(['dkf', 'dkf-paper', 'wls']);
    harness.files.append('/w/a/metrics.jsonl', powerLaw(41, 50));
    await harness.look();
    expect(harness.run('a').reports).toBe(50);
    const wls = harness.run('a').methods.find((method) => method.method === 'wls');
    expect(wls?.loss).toBeCloseTo(2 * 100 ** -0.3, 1);
  });

  it('scores each method on its own earlier forecasts', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/metrics.jsonl', powerLaw(1, 200));
    await harness.look();
    for (const method of harness.run('a').methods) expect(method.relativeError).toBeLessThan(0.15);
  });
});

describe('changes of regime', () => {
  /** Learning rates of a recording, each once. */
  const recorded = (recording: RunRecording | undefined) => new Set(recording?.learningRates);

  const lines = (from: number, to: number, rate: number, factor = 1) =>
    Array.from({ length: to - from + 1 }, (_, i) => {
      const step = from + i;
      return `{"step":${step},"loss":${(factor * 2 * step ** -0.3).toFixed(6)},"lr":${rate}}\n`;
    }).join('');

  it('are shown with their reason and their place', async () => {
    const harness = new MonitorHarness();
    harness.files.write(
      '/w/a/metrics.jsonl',
      lines(1, 50, 0.1) + lines(51, 100, 0.01, 0.8) + lines(101, 140, 0.01, 2),
    );
    await harness.look();
    expect(harness.run('a').changes).toMatchObject([
      { kind: 'learning-rate', label: 'learning rate 0.1 → 0.01', step: 51, data: 51, line: 51 },
      { kind: 'jump', label: 'loss jumped', step: 101, file: '/w/a/metrics.jsonl', line: 101 },
    ]);
    const text = harness.monitor.explain(harness.run('a').id)!.text;
    expect(text).toContain('Step 51 (/w/a/metrics.jsonl, line 51): learning rate 0.1 → 0.01');
  });

  it('come with forecasts that say that they use the learning rate', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/metrics.jsonl', lines(1, 50, 0.1));
    await harness.look();
    const uses = () => harness.run('a').methods.map((method) => [method.method, method.usesLearningRate]);
    expect(uses()).toContainEqual(['dkf', false]);
    harness.files.append('/w/a/metrics.jsonl', lines(51, 90, 0.01, 0.8));
    await harness.look();
    expect(uses()).toContainEqual(['dkf', true]);
    expect(uses()).toContainEqual(['wls', false]);
    expect(harness.monitor.explain(harness.run('a').id)!.text).toContain('| DKF (uses the learning rate) |');
    const [recording] = harness.monitor.recordings();
    expect([...recorded(recording)]).toEqual([0.1, 0.01]);
  });

  it('include restarts', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/metrics.jsonl', lines(1, 50, 0.1));
    await harness.look();
    expect(harness.run('a').changes).toEqual([]);
    harness.files.append('/w/a/metrics.jsonl', lines(31, 60, 0.1));
    await harness.look();
    expect(harness.run('a').changes).toMatchObject([
      { kind: 'restart', label: 'restart', step: 31, line: 51 },
    ]);
  });

  it('do not depend on how much of the log is read at once', async () => {
    const text =
      lines(1, 60, 0.1) + lines(61, 90, 0.01, 0.8) + lines(71, 120, 0.01, 0.8) + lines(121, 130, 1e-4);
    const [whole, growing] = [new MonitorHarness(), new MonitorHarness()];
    whole.files.write('/w/a/metrics.jsonl', text);
    await whole.look();
    growing.files.write('/w/a/metrics.jsonl', '');
    for (let i = 0; i < text.length; i += 97) {
      growing.files.append('/w/a/metrics.jsonl', text.slice(i, i + 97));
      await growing.look();
    }
    const plain = (harness: MonitorHarness) =>
      harness.run('a').changes.map(({ label, step, line }) => ({ label, step, line }));
    expect(plain(growing)).toEqual(plain(whole));
    expect(plain(whole).map(({ label }) => label)).toEqual([
      'learning rate 0.1 → 0.01',
      'restart',
      'learning rate 0.01 → 1e-4',
    ]);
  });
});

describe('Monitor with a bundle', () => {
  const withTasks = (): Promise<MonitorHarness> =>
    watchTasks([
      { name: 'easy', target: 0.5, minutes: 20 },
      { name: 'hard', target: 0.01, minutes: 20 },
    ]);

  it('judges tasks and recommends a slice with reasons', async () => {
    const harness = await withTasks();
    expect(harness.run('easy')).toMatchObject({ status: 'running', verdict: 'feasible' });
    expect(harness.run('hard')).toMatchObject({ status: 'running', verdict: 'infeasible' });
    const [advice] = harness.monitor.state().recommendations;
    expect(advice).toMatchObject({ name: 'easy', slice: 1, resource: 'gpu:0' });
    expect(advice!.length).toBeGreaterThanOrEqual(10);
    expect(advice!.reason).toContain('hard is out of reach');
    expect(advice!.alternatives.map((candidate) => candidate.name)).toEqual(['easy', 'hard']);
  });

  it('judges by the method that is chosen, with the others beside it', async () => {
    const harness = new MonitorHarness();
    harness.monitor.dispose();
    harness.monitor = harness.create({ method: 'wls' });
    harness.files.write('/w/laira.json', bundleOf([{ name: 'a', target: 0.45, minutes: 15 }]));
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 60));
    await harness.look(60);
    const { methods, probability } = harness.run('a');
    expect(methods.map(({ method }) => method)).toEqual(['wls', 'dkf', 'dkf-paper']);
    expect(probability).toBe(methods[0]!.probability);
    expect(probability).not.toBe(methods[1]!.probability);
    expect(harness.monitor.state().method).toBe('wls');
  });

  it('accepts: ledger first, then control files, then the slice in force', async () => {
    const harness = await withTasks();
    await harness.accept('because');
    const line = JSON.parse(harness.files.text('/w/.laira/decisions.jsonl')!) as Record<string, unknown>;
    expect(line).toMatchObject({
      kind: 'accept',
      slice: 1,
      task: 'easy',
      recommended: 'easy',
      by: 'tester',
      reason: 'because',
      allocation: [
        { task: 'easy', share: 1 },
        { task: 'hard', share: 0 },
      ],
    });
    expect(Object.keys(line['estimators'] as object)).toEqual(['easy', 'hard']);
    expect(JSON.parse(harness.files.text('/w/easy/laira-control.json')!)).toMatchObject({
      state: 'run',
      slice: 1,
    });
    expect(JSON.parse(harness.files.text('/w/hard/laira-control.json')!)).toMatchObject({ state: 'pause' });
    expect(harness.monitor.state().slices).toMatchObject([{ slice: 1, name: 'easy', state: 'starting' }]);
    expect(harness.monitor.state().recommendations).toEqual([]);
    await harness.look(6);
    expect(harness.run('easy').allowed).toBe(true);
    expect(harness.run('hard').allowed).toBe(false);
  });

  it('is the same after a restart, and applies again what a crash left undone', async () => {
    const harness = await withTasks();
    await harness.accept();
    await harness.files.remove('/w/hard/laira-control.json');
    harness.monitor = harness.create();
    await harness.look(1);
    expect(harness.monitor.state().slices).toMatchObject([{ slice: 1, name: 'easy', state: 'starting' }]);
    expect(harness.files.text('/w/hard/laira-control.json')).toContain('pause');
  });

  it('undoes until the slice starts, and not after', async () => {
    const harness = await withTasks();
    const accept = async (): Promise<void> => {
      const [advice] = harness.monitor.state().recommendations;
      await harness.monitor.intend({
        type: 'accept',
        recommendation: advice!.id,
        run: advice!.run,
        reason: '',
      });
    };
    await accept();
    await harness.monitor.intend({ type: 'undo', resource: 'gpu:0', slice: 1 });
    expect(harness.monitor.state().slices).toMatchObject([{ state: 'undone' }]);
    expect(harness.files.text('/w/easy/laira-control.json')).toBeUndefined();
    await harness.look();
    await accept();
    await harness.look(6);
    await expect(harness.monitor.intend({ type: 'undo', resource: 'gpu:0', slice: 2 })).rejects.toThrow(
      /has started/,
    );
  });

  it('refuses an acceptance of advice that has changed', async () => {
    const harness = await withTasks();
    await expect(
      harness.monitor.intend({
        type: 'accept',
        recommendation: 'gpu:0#9:task:easy',
        run: 'task:easy',
        reason: '',
      }),
    ).rejects.toThrow(/changed/);
    expect(harness.files.text('/w/.laira/decisions.jsonl')).toBeUndefined();
  });

  it('gives a slice to another, and passes over a skipped task', async () => {
    const harness = await withTasks();
    const [advice] = harness.monitor.state().recommendations;
    await harness.monitor.intend({ type: 'skip', recommendation: advice!.id });
    const [second] = harness.monitor.state().recommendations;
    expect(second?.name).toBe('hard');
    await harness.monitor.intend({
      type: 'accept',
      recommendation: second!.id,
      run: 'task:easy',
      reason: 'no, easy',
    });
    expect(harness.files.text('/w/.laira/decisions.jsonl')).toContain('"recommended":"hard"');
    expect(harness.monitor.state().slices).toMatchObject([{ name: 'easy' }]);
  });

  it('ends a slice when its task succeeds, frees the machine and recommends again', async () => {
    const harness = await withTasks();
    await harness.accept();
    await harness.look(6);
    harness.files.append('/w/easy/log.jsonl', '{"step":61,"loss":0.4}\n');
    await harness.look();
    await harness.look();
    expect(harness.run('easy')).toMatchObject({ status: 'reached', probability: 1 });
    expect(harness.files.text('/w/.laira/decisions.jsonl')).toContain('"cause":"reached"');
    expect(harness.files.text('/w/hard/laira-control.json')).toBeUndefined();
    expect(harness.monitor.state().recommendations[0]).toMatchObject({ name: 'hard', slice: 2 });
  });

  it('calls a task missed after its deadline, and reached only by a loss before it', async () => {
    const harness = await withTasks();
    await harness.look(20 * 60);
    expect(harness.run('easy').status).toBe('missed');
    harness.files.append('/w/easy/log.jsonl', '{"step":61,"loss":0.4}\n');
    await harness.look();
    expect(harness.run('easy').status).toBe('missed');
  });

  it('keeps the last good bundle while the file has errors', async () => {
    const harness = await withTasks();
    harness.files.write('/w/laira.json', '{"tasks": [{"name": "easy", "target": "x"}]}');
    await harness.look();
    expect(harness.run('easy').task?.target).toBe(0.5);
    expect(harness.monitor.state().bundle?.problems.length).toBeGreaterThan(0);
    harness.files.write('/w/laira.json', bundleOf([{ name: 'easy', target: 0.4, minutes: 20 }]));
    await harness.look();
    expect(harness.run('easy').task?.target).toBe(0.4);
    expect(harness.monitor.state().bundle?.problems).toEqual([]);
  });

  it('does not read a log again when only a target changes', async () => {
    const harness = await withTasks();
    harness.files.broken.add('/w/easy/log.jsonl');
    harness.files.write(
      '/w/laira.json',
      bundleOf([
        { name: 'easy', target: 0.45, minutes: 25 },
        { name: 'hard', target: 0.01, minutes: 20 },
      ]),
    );
    await harness.look();
    expect(harness.run('easy')).toMatchObject({ reports: 60, task: { target: 0.45 } });
    expect(harness.run('easy').problems).toEqual([]);
  });

  it('a ledger line cut short by a crash costs nothing but itself', async () => {
    const harness = await withTasks();
    harness.files.write('/w/.laira/decisions.jsonl', '{"kind":"accept","slice":1,"reso');
    await harness.look();
    expect(harness.monitor.state().problems).toMatchObject([{ line: 1 }]);
    await harness.accept();
    const lines = harness.files.text('/w/.laira/decisions.jsonl')!.trim().split('\n');
    expect(lines).toHaveLength(2);
    expect(JSON.parse(lines[1]!)).toMatchObject({ kind: 'accept', slice: 1 });
  });
});

describe('logs of several files', () => {
  it('checkpoints of one run are one run, whatever the order they are found in', async () => {
    const harness = new MonitorHarness();
    const state = (steps: number): string =>
      JSON.stringify({
        global_step: steps,
        max_steps: 2000,
        log_history: Array.from({ length: steps / 10 }, (_, i) => ({
          loss: 3 / (i + 1),
          step: (i + 1) * 10,
          epoch: i,
        })),
      });
    harness.files.write('/w/ft/checkpoint-1000/trainer_state.json', state(1000));
    harness.files.write('/w/ft/checkpoint-500/trainer_state.json', state(500));
    await harness.look();
    expect(harness.run('ft')).toMatchObject({ reports: 100, segments: 1, format: 'hf-trainer-state' });
    harness.files.write('/w/ft/checkpoint-1500/trainer_state.json', state(1500));
    await harness.look(11);
    expect(harness.names()).toEqual(['ft']);
    expect(harness.run('ft')).toMatchObject({ reports: 150, segments: 1, step: 1500 });
  });
});

describe('data per step', () => {
  it('is the batch size that the log tells, unless the bundle gives it', async () => {
    const harness = new MonitorHarness();
    const line = (n: number): string => `{"step":${n},"loss":${2 / n},"global batch size":32}\n`;
    harness.files.write('/w/a/log.jsonl', Array.from({ length: 10 }, (_, i) => line(i + 1)).join(''));
    await harness.look();
    expect(harness.run('a')).toMatchObject({ metric: 'loss', step: 10, data: 320 });
    const task = {
      name: 'b',
      logs: ['a/*.jsonl'],
      target: 0.1,
      deadline: '1h',
      dataRate: 64,
      dataPerStep: 64,
    };
    harness.files.write('/w/laira.json', JSON.stringify({ tasks: [task] }));
    await harness.look();
    expect(harness.run('b')).toMatchObject({ step: 10, data: 640 });
  });

  it('is counted by the log itself where it does, also when a batch grows', async () => {
    const harness = new MonitorHarness();
    const consumed = (n: number): number => (n <= 5 ? 16 * n : 80 + 32 * (n - 5));
    const lines = (from: number, to: number): string => {
      let log = '';
      for (let n = from; n <= to; n++) {
        log += ` [2026-01-01 00:00:0${n % 10}] iteration ${n}/ 100 | consumed samples: ${consumed(n)} | global batch size: 16 | lm loss: ${(2 / n).toExponential(6)} |\n`;
      }
      return log;
    };
    harness.files.write('/w/a/train.log', lines(1, 1));
    await harness.look();
    // Once is no count yet.
    expect(harness.run('a')).toMatchObject({ step: 1, data: 16 });
    harness.files.append('/w/a/train.log', lines(2, 10));
    await harness.look();
    expect(harness.run('a')).toMatchObject({ step: 10, data: 240, reports: 10 });
    const text = harness.monitor.explain(harness.run('a').id)?.text;
    expect(text).toContain('Cumulative data: "consumed samples" of the log');
    expect(text).toContain('Ends at step 100, as its log says');
  });
});

describe('the trials of a study', () => {
  it('have a loss where the study minimises, and are told to have none where it maximises', async () => {
    const harness = new MonitorHarness();
    const journal = (direction: number): string => {
      const value = (step: number): string =>
        `{"op_code":7,"worker_id":"w","trial_id":0,"step":${step},"intermediate_value":${1 / step}}\n`;
      return `{"op_code":0,"worker_id":"w","study_name":"s","directions":[${direction}]}\n{"op_code":4,"worker_id":"w","study_id":0}\n${[1, 2, 3].map(value).join('')}`;
    };
    harness.files.write('/w/a/study.log', journal(1));
    harness.files.write('/w/b/study.log', journal(2));
    await harness.look();
    const [minimised, maximised] = harness.monitor.state().runs;
    expect(minimised).toMatchObject({ metric: 'intermediate_value', reports: 3 });
    expect(minimised?.metricReason).toContain('minimised');
    expect(maximised).toMatchObject({ metric: '', reports: 0 });
    expect(maximised?.reason).toContain('"intermediate_value" is maximised: it is no loss');
  });
});

describe('the end of a run', () => {
  it('is derived from the eta where the log names no last step, and said to be', async () => {
    const harness = new MonitorHarness();
    let log = '';
    for (let i = 1; i <= 20; i++) {
      const left = (9000 - 20 * i) / 2;
      const [hours, minutes, seconds] = [left / 3600, (left / 60) % 60, left % 60].map((part) =>
        String(Math.floor(part)).padStart(2, '0'),
      );
      const clock = new Date(Date.UTC(2026, 0, 1, 23, 59) + 10_000 * i).toISOString().slice(11, 19);
      log += `[01/01 ${clock}] d2.utils.events INFO:  eta: ${hours}:${minutes}:${seconds}  iter: ${20 * i}  total_loss: ${(2 / i).toFixed(4)}\n`;
    }
    harness.files.write('/w/a/log.txt', log);
    await harness.look();
    const { id } = harness.run('a');
    expect(harness.monitor.explain(id)?.text).toContain('Ends at about step 9000, from eta');
    expect(harness.run('a').reason).toContain('at step 9,000');
  });

  it('is derived from an eta that is a text of a JSON line, unless a last step is named', async () => {
    const harness = new MonitorHarness();
    const lines = (rest: string) =>
      Array.from({ length: 20 }, (_, k) => {
        const left = 3 * (500 - k);
        const eta = `0:${String(Math.floor(left / 60)).padStart(2, '0')}:${String(left % 60).padStart(2, '0')}`;
        return `{"step": ${k}, "loss": ${2 / (k + 1)}, "eta": "${eta}", "timestamp": ${1.7e9 + 3 * k}${rest}}\n`;
      }).join('');
    harness.files.write('/w/a/metrics.jsonl', lines(''));
    harness.files.write('/w/b/metrics.jsonl', lines(', "total_steps": 600'));
    await harness.look();
    expect(harness.run('a').reason).toContain('at step 500');
    expect(harness.run('b').reason).toContain('at step 600');
  });

  it('is derived from a metric that counts the seconds left', async () => {
    const harness = new MonitorHarness();
    let log = '';
    for (let i = 1; i <= 20; i++) {
      log += `{"iteration": ${i}, "loss": ${2 / i}, "eta_seconds": ${3 * (500 - i)}, "timestamp": ${1.7e9 + 3 * i}}\n`;
    }
    harness.files.write('/w/a/metrics.json', log);
    await harness.look();
    expect(harness.run('a').reason).toContain('at step 500');
  });
});

describe('the explanation of a run', () => {
  it('tells how its process ended, where the log does', async () => {
    const harness = new MonitorHarness();
    const history = [1, 2, 3].map((step) => historyRecord(step, { loss: String(2 / step) }));
    const exit = message(bytes(18, message(varint(1, 1))));
    harness.files.write('/w/a/run-abc.wandb', wandbFile(history));
    harness.files.write('/w/b/run-def.wandb', wandbFile([...history, exit]));
    await harness.look();
    const [running, ended] = harness.monitor.state().runs.map(({ id }) => harness.monitor.explain(id)?.text);
    expect(running).not.toContain('Ended');
    expect(ended).toContain('Ended: its process exited with status 1, so it failed');
  });

  it('leads to the line of every problem', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a (1)/log of it.csv', 'step,loss\n1,2.1\n2,1.9\nnonsense,1.8\n');
    await harness.look();
    const [run] = harness.monitor.state().runs;
    expect(harness.monitor.explain(run!.id)?.text).toContain(
      '[/w/a (1)/log of it.csv, line 4](file:///w/a%20%281%29/log%20of%20it.csv#L4): Line 4 has "nonsense"',
    );
  });
});

describe('what a person fixes', () => {
  it('a metric chosen for a run is taken for its loss', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/log.jsonl', '{"step":1,"loss":2,"nll":3}\n{"step":2,"loss":1,"nll":2}\n');
    harness.monitor = harness.create({ metrics: { a: 'nll' } });
    await harness.look();
    expect(harness.run('a')).toMatchObject({ metric: 'nll', loss: 2 });
    expect(harness.run('a').metricReason).toContain('chosen by a person');
    expect(harness.monitor.metrics(harness.run('a').id)).toEqual(['loss', 'nll']);
  });

  it('a pattern reads a log of no known format, from the settings or from the bundle', async () => {
    const log = Array.from(
      { length: 12 },
      (_, i) => `<<${i + 1}>> goodness ${(2 / (i + 1)).toFixed(3)}`,
    ).join('\n');
    const pattern = '<<(?<step>\\d+)>> goodness (?<loss>[\\d.]+)';
    const harness = new MonitorHarness();
    harness.files.write('/w/a/odd.rec', `${log}\n`);
    await harness.look();
    expect(harness.names()).toEqual([]);
    harness.monitor = harness.create({ patterns: { '**/*.rec': pattern } });
    await harness.look();
    expect(harness.run('a')).toMatchObject({ reports: 12, metric: 'loss', step: 12 });
    const task = { name: 'odd', logs: ['a/*.rec'], target: 0.1, deadline: '1h', dataRate: 1, pattern };
    harness.files.write('/w/laira.json', JSON.stringify({ tasks: [task] }));
    harness.monitor = harness.create();
    await harness.look();
    expect(harness.run('odd')).toMatchObject({ reports: 12, task: { target: 0.1 } });
  });
});

describe('Monitor and bad input', () => {
  it('a half-written last line waits for its end', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/log.jsonl', `${powerLaw(1, 9)}{"step":10,"lo`);
    await harness.look();
    expect(harness.run('a')).toMatchObject({ reports: 9, problems: [] });
    harness.files.append('/w/a/log.jsonl', 'ss":1}\n');
    await harness.look();
    expect(harness.run('a')).toMatchObject({ reports: 10, loss: 1, problems: [] });
  });

  it('NaN and infinities are counted, shown, and after three a divergence', async () => {
    const harness = new MonitorHarness();
    harness.files.write(
      '/w/a/log.jsonl',
      `${powerLaw(1, 9)}{"step":10,"loss":NaN}\n{"step":11,"loss":Infinity}\n`,
    );
    await harness.look();
    expect(harness.run('a')).toMatchObject({ nonFinite: 2, reports: 9, status: 'running' });
    harness.files.append('/w/a/log.jsonl', '{"step":12,"loss":NaN}\n');
    await harness.look();
    expect(harness.run('a').status).toBe('diverged');
    harness.files.append('/w/a/log.jsonl', '{"step":13,"loss":1.5}\n');
    await harness.look();
    expect(harness.run('a')).toMatchObject({ status: 'running', loss: 1.5, reports: 10 });
  });

  it('a file that vanishes keeps its points, and goes on when it comes back', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 20));
    await harness.look();
    await harness.files.remove('/w/a/log.jsonl');
    await harness.look();
    expect(harness.run('a').reports).toBe(20);
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 25));
    await harness.look();
    expect(harness.run('a')).toMatchObject({ reports: 25, segments: 1 });
  });

  it('a log begun anew is a second segment; nothing is thrown away', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 20));
    await harness.look();
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 5, 3));
    await harness.look();
    expect(harness.run('a')).toMatchObject({ segments: 2, reports: 5 });
    const series = harness.monitor.runs()[0]!.metrics.get('loss')!;
    expect(series.length).toBe(25);
  });

  it('steps that go back open a segment, and the estimators follow the newest', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 30) + powerLaw(21, 40, 1.9));
    await harness.look();
    expect(harness.run('a')).toMatchObject({ segments: 2, reports: 40, step: 40 });
    expect(harness.monitor.runs()[0]!.curve.length).toBe(50);
  });

  it('an unreadable log is a listed problem, and the others go on', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 20));
    harness.files.write('/w/b/log.jsonl', powerLaw(1, 20));
    await harness.look();
    harness.files.broken.add('/w/a/log.jsonl');
    harness.files.append('/w/a/log.jsonl', powerLaw(21, 22));
    harness.files.append('/w/b/log.jsonl', powerLaw(21, 22));
    await harness.look();
    expect(harness.run('a').problems).toMatchObject([{ kind: 'unreadable' }]);
    expect(harness.run('b').reports).toBe(22);
    harness.files.broken.clear();
    await harness.look();
    expect(harness.run('a').reports).toBe(22);
  });

  it('a folder that cannot be read is told, and the rest is watched', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 20));
    harness.files.unreadable.add('/w/secret');
    await harness.look();
    expect(harness.names()).toEqual(['a']);
    expect(harness.monitor.state().problems).toMatchObject([{ file: '/w/secret', kind: 'unreadable' }]);
  });

  it('rubbish named like a log is no run', async () => {
    const harness = new MonitorHarness();
    harness.files.write(
      '/w/a/log.csv',
      Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256),
    );
    harness.files.write('/w/b/log.jsonl', powerLaw(1, 20));
    await harness.look();
    expect(harness.names()).toEqual(['b']);
  });

  it('malformed lines are problems with their place', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/log.jsonl', `${powerLaw(1, 9)}{"step":10,,}\n${powerLaw(11, 12)}`);
    await harness.look();
    expect(harness.run('a')).toMatchObject({ reports: 11, problems: [{ line: 10, file: '/w/a/log.jsonl' }] });
  });

  it('a clock that jumps back breaks nothing', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/laira.json', bundleOf([{ name: 'a', target: 0.5, minutes: 20 }]));
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 60));
    await harness.look(60);
    harness.clock.advance(-3600_000);
    harness.files.append('/w/a/log.jsonl', powerLaw(61, 70));
    await harness.look();
    expect(harness.clock.now()).toBeLessThan(START);
    expect(harness.run('a')).toMatchObject({ reports: 70, status: 'waiting' });
    harness.clock.advance(3600_000);
    harness.files.append('/w/a/log.jsonl', powerLaw(71, 72));
    await harness.look();
    expect(harness.run('a')).toMatchObject({ reports: 72, status: 'running' });
  });

  it('zero and negative losses are shown and not fitted', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/log.jsonl', `${powerLaw(1, 9)}{"step":10,"loss":0}\n{"step":11,"loss":-1}\n`);
    await harness.look();
    expect(harness.run('a')).toMatchObject({ loss: -1, step: 11 });
    expect(harness.run('a').methods[0]!.loss).toBeGreaterThan(0);
  });
});

describe('updates', () => {
  it('a whole update and the updates after it add up to the curve', async () => {
    const harness = new MonitorHarness();
    const points: number[] = [];
    harness.monitor.onDidUpdate((update) => {
      for (const curve of update.curves) {
        points.length = curve.from;
        points.push(...curve.loss);
      }
    });
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 50));
    await harness.look();
    harness.files.append('/w/a/log.jsonl', powerLaw(51, 80));
    await harness.look();
    expect(points).toHaveLength(80);
    points.length = 0;
    harness.monitor.sendWhole();
    expect(points).toHaveLength(80);
  });

  it('a long curve is decimated and keeps its spikes', async () => {
    const harness = new MonitorHarness();
    let shown: number[] = [];
    harness.monitor.onDidUpdate((update) => {
      for (const curve of update.curves) shown = [...shown.slice(0, curve.from), ...curve.loss];
    });
    harness.files.write(
      '/w/a/log.jsonl',
      `${powerLaw(1, 6000)}{"step":6001,"loss":77}\n${powerLaw(6002, 9000)}`,
    );
    await harness.look();
    expect(shown.length).toBeLessThanOrEqual(2402);
    expect(Math.max(...shown)).toBe(77);
  });
});

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registerBacktest } from '../../../src/cli/backtest.js';
import { registerTrace } from '../../../src/cli/trace.js';
import { runCommand, TestFolder } from '../../support/commands.js';

const folder = new TestFolder();
const write = folder.write.bind(folder);

const KF = {
  name: 'two reports',
  algorithm: 'kf',
  input: { B: 1, loss: [2, 1.5], q: 0, R: 0.01, theta0: [0, 0], p0: 1, predictAt: [4] },
};

describe('trace', () => {
  it('prints the states of one case, or of every case of a file', async () => {
    const one = JSON.parse(
      (await runCommand(registerTrace, 'trace', write('one.json', KF), '--json')).out,
    ) as object;
    expect(Object.keys(one)).toEqual(['steps', 'theta', 'P', 'loss']);
    const all = await runCommand(registerTrace, 'trace', write('all.json', { cases: [KF, KF] }), '--json');
    expect(JSON.parse(all.out)).toEqual({
      cases: [0, 1].map(() => ({ name: 'two reports', algorithm: 'kf', expected: one })),
    });
    expect((await runCommand(registerTrace, 'trace', write('one.json', KF))).out).toMatch(
      /^two reports \(kf\)\n {2}steps: 2/,
    );
  });

  it.each([
    ['no.json', undefined, /no\.json: cannot be read/],
    ['text.json', '{', /text\.json: is not JSON/],
    ['list.json', [], /expected a JSON object/],
    ['name.json', { algorithm: 'x', input: {} }, /"algorithm" has to be one of dkf, kf, wls/],
    ['input.json', { algorithm: 'kf' }, /"input" has to be an object/],
    [
      'field.json',
      { cases: [KF, { ...KF, input: { ...KF.input, q: 'much' } }] },
      /case 2: "q" has to be a number/,
    ],
    ['length.json', { ...KF, input: { ...KF.input, theta0: [1] } }, /"theta0" has 1 numbers and needs 2/],
    ['loss.json', { ...KF, input: { ...KF.input, loss: [2, 'NaN'] } }, /"loss"\[1\] is NaN/],
  ])('says what is wrong with %s', async (name, content, message) => {
    const file = content === undefined ? join(folder.path, name) : write(name, content);
    await expect(runCommand(registerTrace, 'trace', file, '--json')).rejects.toThrow(message);
  });
});

describe('backtest', () => {
  const log = (exponent: number) =>
    Array.from({ length: 200 }, (_, i) =>
      JSON.stringify({
        step: i + 1,
        loss: 3 * Math.pow(i + 1, -exponent),
        val_loss: 4 * Math.pow(i + 1, -exponent),
      }),
    ).join('\n') + '\n';

  it('prints settings, curves and summary', async () => {
    const file = write('run.jsonl', log(0.3));
    const { out } = await runCommand(
      registerBacktest,
      ...[
        'backtest',
        file,
        '--methods',
        'ls,dkf',
        '--fractions',
        '0.1,0.2',
        '--target-index',
        'last',
        '--json',
      ],
    );
    const result = JSON.parse(out) as {
      settings: unknown;
      curves: { points: number; predictions: { target: number; relativeError: number }[] }[];
      summary: {
        method: string;
        curves: number;
        medianRelativeError: number;
        microsecondsPerPrediction: number;
      }[];
    };
    expect(result.settings).toEqual({ methods: ['ls', 'dkf'], fractions: [0.1, 0.2], targetIndex: 'last' });
    expect(result.curves).toHaveLength(1);
    expect(result.curves[0]?.points).toBe(200);
    expect(result.curves[0]?.predictions.map(({ target }) => target)).toEqual([200, 200, 200, 200]);
    expect(result.summary.map(({ method, curves }) => [method, curves])).toEqual([
      ['ls', 1],
      ['ls', 1],
      ['dkf', 1],
      ['dkf', 1],
    ]);
    expect(result.summary[0]!.medianRelativeError).toBeLessThan(1e-9);
    expect(result.summary[0]!.microsecondsPerPrediction).toBeGreaterThan(0);
  });

  it('takes another metric, and says which runs lack it', async () => {
    const file = write('run.jsonl', log(0.3));
    const other = await runCommand(registerBacktest, 'backtest', file, '--metric', 'val_loss', '--json');
    expect((JSON.parse(other.out) as { curves: { metric: string }[] }).curves[0]?.metric).toBe('val_loss');
    await expect(runCommand(registerBacktest, 'backtest', file, '--metric', 'accuracy')).rejects.toThrow(
      /no run with the metric "accuracy"/,
    );
  });

  it('takes the shares and the point of the paper by itself, and every method but the slow one', async () => {
    const { out } = await runCommand(registerBacktest, 'backtest', write('run.jsonl', log(0.3)), '--json');
    expect((JSON.parse(out) as { settings: unknown }).settings).toEqual({
      methods: ['dkf', 'dkf-paper', 'wls', 'ls', 'kf', 'power-offset', 'bank', 'm4-fast'],
      fractions: [0.01, 0.02, 0.05, 0.1, 0.15, 0.2],
      targetIndex: 500,
    });
  });

  it('shows the methods what the log tells of the learning rate', async () => {
    const rated = Array.from({ length: 200 }, (_, i) =>
      JSON.stringify({ step: i + 1, loss: 3 * Math.pow(i + 1, -0.3), lr: i < 100 ? 0.1 : 0.01 }),
    );
    const predicted = async (text: string): Promise<number[]> => {
      const { out } = await runCommand(
        registerBacktest,
        'backtest',
        write('run.jsonl', text),
        ...['--methods', 'dkf,ls', '--fractions', '0.8', '--target-index', 'last', '--json'],
      );
      const { curves } = JSON.parse(out) as { curves: { predictions: { predicted: number }[] }[] };
      return curves[0]!.predictions.map((row) => row.predicted);
    };
    const [told, alone] = [await predicted(rated.join('\n') + '\n'), await predicted(log(0.3))];
    expect(told[0]).not.toBe(alone[0]);
    expect(told[1]).toBe(alone[1]);
  });

  it('prints a table for people', async () => {
    const { out } = await runCommand(
      registerBacktest,
      'backtest',
      write('run.jsonl', log(0.3)),
      '--methods',
      'ls',
    );
    expect(out).toMatch(/^1 of 1 curves\./);
    // The error, and in brackets how often the interval held.
    expect(out).toMatch(/^ls +[\d.]+ % \(100 %\) /m);
  });

  it.each([
    [['--methods', 'none'], /not one of dkf/],
    [['--fractions', '0.1,2'], /not between 0 and 1/],
    [['--target-index', 'first'], /neither "last" nor/],
  ])('refuses %j', async (args, message) => {
    await expect(runCommand(registerBacktest, 'backtest', folder.path, ...args)).rejects.toThrow(message);
  });
});

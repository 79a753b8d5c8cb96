import { describe, expect, it } from 'vitest';
import { estimatorByName } from '../../../src/core/estimators/registry.js';
import { Random } from '../../../src/core/simulation/random.js';
import { lookBack } from '../../../src/monitor/analysis/look-back.js';
import { offerOf } from '../../../src/monitor/analysis/offer.js';
import { whatIf } from '../../../src/monitor/analysis/what-if.js';
import { IntervalRecord } from '../../../src/monitor/interval-record.js';
import { Reports } from '../../../src/monitor/reports.js';
import { RunForecaster } from '../../../src/monitor/run-forecaster.js';
import type { RunRecording } from '../../../src/protocol/analysis.js';
import { MonitorHarness, powerLaw } from '../../support/monitor-harness.js';

function recording(name: string, reports: number, exponent: number, target: number): RunRecording {
  const losses = Float64Array.from({ length: reports }, (_, i) => 2 * (i + 1) ** -exponent);
  return {
    run: `task:${name}`,
    name,
    metric: 'loss',
    losses,
    data: losses.map((_, i) => (i + 1) * 10),
    learningRates: new Float64Array(reports).fill(NaN),
    reportSize: 10,
    task: { resource: 'gpu:0', begin: 0, deadline: 1000, target, dataRate: 10, reached: false },
  };
}

describe('lookBack', () => {
  it('says how far each method would have been off, and which runs are too short', () => {
    const told: number[] = [];
    let ticks = 0;
    const answer = lookBack(
      {
        kind: 'backtest',
        recordings: [
          recording('a', 400, 0.3, 1),
          recording('b', 400, 0.5, 1),
          recording('short', 10, 0.3, 1),
        ],
        methods: ['ls', 'dkf'],
        fractions: [0.1, 0.5],
        calibrate: true,
      },
      () => ticks++,
      (done, total) => told.push(done / total),
    );
    expect(answer.tooShort).toEqual(['short']);
    expect(answer.rows).toHaveLength(4);
    // A straight line in ln-ln is what LS fits exactly.
    for (const row of answer.rows.filter((entry) => entry.method === 'ls'))
      expect(row.median).toBeLessThan(1e-6);
    // A tick of the clock, which tells milliseconds, for every forecast.
    for (const row of answer.rows)
      expect(row).toMatchObject({ coverage80: 1, coverage95: 1, microsecondsPerPrediction: 1000 });
    expect(answer.predictions.filter((entry) => entry.name === 'a')).toHaveLength(4);
    expect(told.at(-1)).toBe(1);
  });
});

describe('lookBack on a run that tells its learning rate', () => {
  it('shows it to the methods', () => {
    const alone = recording('a', 400, 0.3, 1);
    const rated = { ...alone, learningRates: alone.losses.map((_, i) => (i < 200 ? 0.1 : 0.01)) };
    const [told, untold] = [rated, alone].map((run) =>
      lookBack(
        { kind: 'backtest', recordings: [run], methods: ['dkf', 'ls'], fractions: [0.8], calibrate: true },
        () => 0,
        () => undefined,
      ).predictions.map(({ predicted }) => predicted),
    );
    expect(told![0]).not.toBe(untold![0]);
    expect(told![1]).toBe(untold![1]);
  });
});

describe('what the pages are offered', () => {
  it('is every method, who makes the verdicts, and how far live forecasts and intervals have held', async () => {
    const harness = new MonitorHarness();
    harness.monitor.dispose();
    harness.monitor = harness.create({ method: 'wls', calibrate: false });
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 100));
    await harness.look();
    const state = harness.monitor.state();
    const offer = offerOf(state);
    expect(offer).toMatchObject({ method: 'wls', calibrate: false, runs: 1, tasks: 0 });
    expect(offer.methods.map(({ name }) => name)).toContain('m4-fast');
    expect(offer.intervals).toEqual(state.intervals);
    expect(offer.intervals.map(({ method }) => method)).toEqual(['wls', 'dkf', 'dkf-paper']);
    const [live] = offer.live;
    expect(live!.name).toBe('a');
    expect(live!.errors.map(({ method, error }) => [method, error])).toEqual(
      harness.run('a').methods.map(({ method, relativeError }) => [method, relativeError]),
    );
    for (const { error } of live!.errors) expect(error).toBeGreaterThan(0);
  });
});

describe('lookBack with calibrated intervals', () => {
  const straight = ['a', 'b', 'c', 'd'].map((name) => recording(name, 400, 0.3, 1));
  /** Runs that turn and rise on and on, which no forecast foresees. */
  const turning = ['x', 'y', 'z'].map((name, i): RunRecording => {
    const run = recording(name, 400, 0.3, 1);
    return {
      ...run,
      losses: run.losses.map(
        (loss, n) => loss * Math.exp(1.2 * Math.max(0, Math.log((n + 1) / (40 + 10 * i)))),
      ),
    };
  });
  const look = (recordings: readonly RunRecording[], calibrate: boolean) =>
    lookBack(
      { kind: 'backtest', recordings, methods: ['dkf'], fractions: [0.02, 0.5], calibrate },
      () => 0,
      () => undefined,
    );

  it('leaves medians alone, and holds more where other runs teach to be careful', () => {
    const runs = [...straight, ...turning];
    const [plain, taught] = [look(runs, false), look(runs, true)];
    expect(taught.predictions).toEqual(plain.predictions);
    const held = taught.rows.map(({ coverage80 }, i) => coverage80! - plain.rows[i]!.coverage80!);
    expect(Math.min(...held)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...held)).toBeGreaterThan(0);
  });

  it('knows of the other runs all, of the run itself what came before, and nothing of its own future', () => {
    const dkf = estimatorByName('dkf')!;
    /** How often intervals held, made live from half of each run, with the others known to their ends. */
    const heldLive = (runs: readonly RunRecording[]): number =>
      runs.filter((own) => {
        const record = new IntervalRecord(true);
        const follow = (run: RunRecording, length: number): RunForecaster => {
          const reports = new Reports();
          for (let i = 0; i < length; i++) reports.add(run.data[i]!, run.losses[i]!, NaN, i, NaN);
          const last = run.data.at(-1)!;
          const forecaster = new RunForecaster(reports, [dkf], (size) => last / size, record.ofRun(run.run));
          forecaster.advance();
          return forecaster;
        };
        for (const run of runs) if (run !== own) follow(run, run.losses.length);
        const forecaster = follow(own, own.losses.length / 2);
        const { lower80, upper80 } = forecaster.forecast(forecaster.methods[0]!, own.data.at(-1)!);
        const actual = Math.log(own.losses.at(-1)!);
        return lower80 <= actual && actual <= upper80;
      }).length;
    const held: number[] = [];
    for (let turn = 0.02; turn < 0.6; turn *= 1.05) {
      const runs = [1, 1.02, 1.04].map((times, i): RunRecording => {
        const run = recording(`run ${i}`, 400, 0.3, 1);
        const later = (n: number): number => Math.max(0, Math.log((n + 1) / 100));
        return { ...run, losses: run.losses.map((loss, n) => loss * Math.exp(times * turn * later(n))) };
      });
      for (const watched of [runs, runs.slice(2)]) {
        const row = look(watched, true).rows.find(({ fraction }) => fraction === 0.5)!;
        held.push(row.coverage80! * row.runs);
        expect(held.at(-1)).toBe(heldLive(watched));
      }
    }
    expect([Math.min(...held), Math.max(...held)]).toEqual([0, 3]);
  });
});

describe('lookBack on a running mean of epochs', () => {
  const PERIOD = 60;
  /** Ten whole epochs of batches on stairs, and the beginning of an eleventh; the log writes the mean of the epoch. */
  function runningMean(): RunRecording {
    const random = new Random(1);
    let sum = 0;
    const losses = Float64Array.from({ length: 10 * PERIOD + 20 }, (_, i) => {
      const loss = 2 * 0.9 ** Math.floor(i / PERIOD) * (1 + 0.02 * (random.uniform() - 0.5));
      sum = i % PERIOD === 0 ? loss : sum + loss;
      return sum / ((i % PERIOD) + 1);
    });
    return { ...recording('mean', losses.length, 0, 1), losses };
  }

  it('says what the live forecaster would have said, about the end of an epoch', () => {
    const whole = runningMean();
    const answer = lookBack(
      {
        kind: 'backtest',
        recordings: [whole],
        methods: ['dkf', 'wls'],
        fractions: [0.2, 0.8],
        calibrate: true,
      },
      () => 0,
      () => undefined,
    );
    const end = 10 * PERIOD;
    const reports = new Reports();
    const methods = ['dkf', 'wls'].map((name) => estimatorByName(name)!);
    const live = new RunForecaster(reports, methods, () => end);
    for (const fraction of [0.2, 0.8]) {
      while (reports.length < fraction * end) {
        const i = reports.length;
        reports.add(whole.data[i]!, whole.losses[i]!, NaN, i, NaN);
        live.advance();
      }
      for (const method of live.methods) {
        const told = answer.predictions.find(
          (row) => row.method === method.definition.name && row.fraction === fraction,
        );
        expect(told?.actual).toBe(whole.losses[end - 1]);
        expect(told?.predicted).toBe(Math.exp(live.forecast(method, whole.data[end - 1]!).logLoss));
      }
    }
    expect(live.changes.map(({ kind }) => kind)).toEqual(['running-mean']);
  });
});

describe('whatIf', () => {
  const job = {
    kind: 'what-if',
    recordings: [
      recording('quick', 60, 0.5, 0.2),
      recording('slow', 60, 0.05, 0.2),
      recording('late', 60, 0.3, 0.4),
    ],
    method: 'ls',
    policies: ['laira-index', 'ua', 'stf'],
    seeds: 3,
    switchCost: 0,
  } as const;

  it('plays every policy on the same continuations, and nobody beats who knows the future', () => {
    const answer = whatIf(job, () => undefined);
    expect(answer.tasks.map((task) => task.name)).toEqual(['quick', 'slow', 'late']);
    expect(answer.policies.map((policy) => policy.policy)).toEqual(['laira-index', 'ua', 'stf']);
    for (const policy of answer.policies) {
      expect(policy.meanSuccesses).toBeLessThanOrEqual(answer.meanOracle);
      expect(policy.successes).toHaveLength(3);
      expect(policy.reached[1]).toBe(0);
      expect(policy.slices.length).toBeGreaterThan(0);
      // The first continuation tells when: in it the tasks with a moment are those that count.
      expect(policy.reachedAt.filter((time) => !Number.isNaN(time))).toHaveLength(policy.successes[0]!);
      for (const time of policy.reachedAt) expect(time > 1000).toBe(false);
    }
    expect(answer.policies[0]!.meanSuccesses).toBeGreaterThan(0);
  });

  it('lets tasks compete only with those on the same resource', () => {
    const apart = job.recordings.map((one, i) => ({ ...one, task: { ...one.task!, resource: `gpu:${i}` } }));
    const answer = whatIf({ ...job, recordings: apart }, () => undefined);
    for (const policy of answer.policies) {
      expect(policy.meanSwitches).toBe(0);
      // Alone, every task runs from the beginning.
      for (const k of [0, 1, 2]) expect(policy.slices.find(({ task }) => task === k)!.start).toBe(0);
    }
  });

  describe('of runs whose future is known', () => {
    /** Level at 1 for its reports so far, then as the method says. A report a second. */
    const level = (name: string, target: number, loss = 1): RunRecording => ({
      ...recording(name, 60, 0, target),
      losses: new Float64Array(60).fill(loss),
    });
    // One has been under its target from the first report on, two never get there.
    const recordings = [level('done', 0.5, 0.4), level('a', 0.5), level('b', 0.5)];
    const known = { ...job, recordings, seeds: 2 };
    const reached = { ...recordings[0]!, task: { ...recordings[0]!.task!, reached: true } };

    it('tells seconds, successes, switches and the most that was possible', () => {
      const told: number[][] = [];
      const answer = whatIf(
        { ...known, recordings: [reached, ...recordings.slice(1)], policies: ['rr'] },
        (done, total) => told.push([done, total]),
      );
      expect(answer).toMatchObject({ horizon: 1000, meanOracle: 1, reachedSoFar: 1 });
      const [rr] = answer.policies;
      // 1680 units of 1000 / 1680 seconds, of which two are needed for a report.
      expect(rr!.reachedAt[0]).toBeCloseTo(2 * (1000 / 1680), 9);
      expect(rr).toMatchObject({ meanSuccesses: 1, successes: [1, 1], reached: [1, 0, 0] });
      const last = rr!.slices.at(-1)!;
      expect(last.start + last.length).toBeCloseTo(1000, 6);
      // Between two that never end, every slice but one begins with a switch.
      expect(rr!.meanSwitches).toBe(rr!.slices.length - 1);
      expect(told).toEqual([
        [0, 2],
        [1, 2],
        [2, 2],
      ]);
    });

    it('takes the cost of a switch in seconds', () => {
      // Of 1000 seconds the first needs 80 and the second 60; the switch takes 900 at most.
      const ends = [recording('first', 80, 0.5, 80.5 ** -0.5 * 2), recording('second', 60, 0.5, 0.261)];
      const reachedWith = (switchCost: number): readonly number[] =>
        whatIf({ ...known, recordings: ends, policies: ['stf'], switchCost }, () => undefined).policies[0]!
          .reachedAt;
      const [free, dear] = [reachedWith(0), reachedWith(300)];
      expect(dear[0]).toBe(free[0]);
      expect(dear[1]! - free[1]!).toBeCloseTo(300, 0);
      expect(reachedWith(990)[1]).toBeNaN();
    });

    it('continues by the method in force, as uncertain as that is', () => {
      // A recorded power law of exponent .3 meets this target at about 600 reports.
      const open = recording('open', 60, 0.3, 2 * 600 ** -0.3);
      const successes = (method: string): number[] => [
        ...whatIf({ ...known, recordings: [open], policies: ['stf'], method, seeds: 20 }, () => undefined)
          .policies[0]!.successes,
      ];
      const uncertain = successes('dkf');
      expect(new Set(uncertain)).toEqual(new Set([0, 1]));
      expect(successes('ls')).not.toEqual(uncertain);
      const [one] = whatIf(
        { ...known, recordings: [open], policies: ['stf'], method: 'dkf', seeds: 20 },
        () => undefined,
      ).policies;
      expect(one!.meanSuccesses).toBeCloseTo(uncertain.reduce((a, b) => a + b, 0) / 20, 12);
      expect(one!.reached[0]).toBe(one!.meanSuccesses);
    });
  });

  it('is the same for the same seeds, and passes over runs without a task', () => {
    const free = { ...recording('free', 60, 0.3, 1), task: null };
    const answer = whatIf({ ...job, recordings: [...job.recordings, free] }, () => undefined);
    expect(answer).toEqual(whatIf(job, () => undefined));
  });
});

import { describe, expect, it } from 'vitest';
import type { EstimatorDefinition } from '../../../src/core/estimators/estimator.js';
import { normalDistribution, Z80, Z95 } from '../../../src/core/normal.js';
import { Assessment, type Standing } from '../../../src/monitor/assessment.js';
import type { BundleTask } from '../../../src/monitor/bundle.js';
import { IntervalRecord } from '../../../src/monitor/interval-record.js';
import { judge } from '../../../src/monitor/verdict.js';
import { bundleOf, MonitorHarness, powerLaw, START } from '../../support/monitor-harness.js';

describe('a verdict', () => {
  it('is entered and left at different probabilities', () => {
    const from = (previous: Parameters<typeof judge>[2], probabilities: readonly number[]) =>
      probabilities.map((probability) => judge(probability, 10, previous));
    expect(from('at-risk', [0.71, 0.65, 0.1, 0.04])).toEqual([
      ...['feasible', 'at-risk', 'at-risk', 'infeasible'],
    ]);
    expect(from('feasible', [0.65, 0.59, 0.04])).toEqual(['feasible', 'at-risk', 'infeasible']);
    expect(from('infeasible', [0.1, 0.16, 0.9])).toEqual(['infeasible', 'at-risk', 'feasible']);
  });

  it('is unknown before there are five reports, or a probability', () => {
    expect([4, 5].map((reports) => judge(0.9, reports, 'unknown'))).toEqual(['unknown', 'feasible']);
    expect(judge(NaN, 100, 'feasible')).toBe('unknown');
  });
});

describe('the verdict on a run', () => {
  const NO_STANDING: Standing = { score: NaN, requiredRate: NaN, predictedRate: NaN, allowed: null };
  const TARGET = 0.5;

  it('stays while the probability moves between, and comes back when the run speaks again', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/a/log.jsonl', powerLaw(1, 20));
    await harness.look();
    const [run] = harness.monitor.runs();
    /** How many deviations of ln(loss) the forecast lies below the target. */
    let below = 0;
    const method: EstimatorDefinition = {
      name: 'told',
      title: 'Told',
      description: '',
      create: () => ({
        reports: 1,
        observe: () => undefined,
        forecast: (_, out) => {
          const logLoss = Math.log(TARGET) - below;
          return Object.assign(out, {
            ...{ logLoss, lower80: logLoss - Z80, upper80: logLoss + Z80 },
            ...{ lower95: logLoss - Z95, upper95: logLoss + Z95 },
          });
        },
        state: () => ({}),
      }),
    };
    const task: BundleTask = {
      name: 'a',
      logs: [],
      folder: '/w/a',
      metric: undefined,
      pattern: undefined,
      target: TARGET,
      deadline: { kind: 'after-start', seconds: 3600 },
      begin: undefined,
      dataPerStep: undefined,
      dataRate: 1,
      reportSize: undefined,
      resource: 'gpu:0',
    };
    const assessment = new Assessment(run!, task, START, [method], new IntervalRecord(false));
    assessment.advance();
    const verdicts = [0.6, 0.4, 0.2, 0.4, -1.9, -1.2, -0.9, 0.6].map((deviations) => {
      below = deviations;
      const { verdict, probability } = assessment.view(START + 30_000, NO_STANDING);
      expect(probability).toBeCloseTo(normalDistribution(deviations), 9);
      return verdict;
    });
    expect(verdicts).toEqual([
      ...['feasible', 'feasible', 'at-risk', 'at-risk'],
      ...['infeasible', 'infeasible', 'at-risk', 'feasible'],
    ]);
  });

  it('says how many reports are still needed', async () => {
    const harness = new MonitorHarness();
    harness.files.write('/w/laira.json', bundleOf([{ name: 'a', target: TARGET, minutes: 15 }]));
    const reasons: string[] = [];
    for (const report of [3, 4, 5]) {
      harness.files.write('/w/a/log.jsonl', powerLaw(1, report));
      await harness.look();
      const { verdict, reason } = harness.run('a');
      reasons.push(`${verdict}: ${reason}`);
    }
    expect(reasons.slice(0, 2)).toEqual([
      'unknown: Too early to say: needs 2 more reports.',
      'unknown: Too early to say: needs 1 more report.',
    ]);
    expect(reasons[2]).not.toContain('Too early');
  });
});

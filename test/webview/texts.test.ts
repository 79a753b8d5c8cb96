import { describe, expect, it } from 'vitest';
import { formatClock, formatCountdown, formatSpan } from '../../src/base/clock-format.js';
import { formatCount } from '../../src/base/count-format.js';
import { formatScore } from '../../src/base/number-format.js';
import { scoreScale } from '../../src/base/score-scale.js';
import { changes } from '../../webview/dashboard/announcer.js';
import { runSummary } from '../../webview/dashboard/chart/summary.js';
import { freshnessOf } from '../../webview/dashboard/freshness.js';
import { problemText } from '../../webview/dashboard/notices.js';
import { deadlineText, forecastText, timeToTargetText } from '../../webview/dashboard/table/cell-texts.js';
import { markOf, missingClause, standingOf } from '../../webview/dashboard/verdict.js';
import { lossFigure } from '../../webview/shared/loss-figure.js';
import { RECORDED_AT } from './harness/recorded.js';
import { recordedRun, recordedState } from './pages.js';

const NOW = RECORDED_AT;

describe('times', () => {
  it('are told as a clock, with the day where it is another', () => {
    const noon = new Date(2026, 2, 5, 12, 0).getTime();
    expect(formatClock(new Date(2026, 2, 5, 14, 2).getTime(), noon)).toBe('14:02');
    expect(formatClock(new Date(2026, 2, 6, 9, 10).getTime(), noon)).toBe('Fri 09:10');
    expect(formatClock(new Date(2026, 3, 1, 9, 10).getTime(), noon)).toBe('1 Apr 09:10');
    expect(formatClock(NaN, noon)).toBe('–');
  });

  it('run down as on a stopwatch', () => {
    expect([402, 3909, 9.9, -3, NaN].map(formatCountdown)).toEqual(['6:42', '1:05:09', '0:09', '0:00', '–']);
  });
});

describe('counts', () => {
  it('have three digits', () => {
    expect([0, 7, 840, 999.7, 12_400, 186_600, 1_870_000, 2e12].map(formatCount)).toEqual([
      ...['0', '7', '840', '1k', '12.4k', '187k', '1.87M', '2T'],
    ]);
  });
});

describe('scores', () => {
  it('have one digit, and are nothing below a thousandth', () => {
    expect([3.14, 0.1, 0.0234, 0.001, 4e-16, -4e-16, 0, -0.5, NaN, Infinity].map(formatScore)).toEqual([
      ...['3.1', '0.1', '0.02', '0.001', '0', '0', '0', '-0.5', '–', '∞'],
    ]);
  });
});

describe('scales of scores', () => {
  const told = (scores: readonly number[]) => {
    const { heading, format } = scoreScale('chance-rate', scores);
    return [heading, ...scores.map(format)];
  };

  it('tell chances in the longest unit in which none is above 100 %', () => {
    expect(told([0.9 / 3600, 0.123 / 3600, 0.021 / 3600])).toEqual(['per hour', '90 %', '12 %', '2.1 %']);
    expect(told([1.2 / 3600])).toEqual(['per min', '2 %']);
    expect(told([0.5 / 86_400])).toEqual(['per day', '50 %']);
    expect(told([0.25, 0.001])).toEqual(['per s', '25 %', '0.1 %']);
    expect(told([1.2])).toEqual(['per s', '120 %']);
  });

  it('tell what is next to nothing, nothing and unknown', () => {
    expect(told([0.5 / 3600, 4e-7 / 3600, 0, 4e-16, NaN])).toEqual([
      ...['per hour', '50 %', '< 0.1 %', '0 %', '0 %', '–'],
    ]);
    expect(told([])).toEqual(['per day']);
  });

  it('tell ratios as they are', () => {
    const { heading, format } = scoreScale('rate-ratio', [3.1]);
    expect([heading, ...[3.14, 0.023, NaN, Infinity].map(format)]).toEqual([
      'rate',
      '3.1 ×',
      '0.02 ×',
      '–',
      '∞',
    ]);
  });
});

describe('spans of time', () => {
  it('have seconds where both ends may lie in the same minute', () => {
    const at = new Date(2026, 2, 5, 14, 2, 9).getTime();
    expect(formatSpan(at, at + 20_000, at)).toEqual(['14:02:09', '14:02:29']);
    expect(formatSpan(at, at + 600_000, at)).toEqual(['14:02', '14:12']);
  });
});

describe('cells', () => {
  it('keep the width of a loss that changes', () => {
    expect([0.4, 0.41234, 12.3, 1234, 2e-5, NaN].map(lossFigure)).toEqual([
      ...['0.400', '0.412', '12.3', '1230', '2.00e-5', 'NaN'],
    ]);
  });

  it('set the forecast against the target', () => {
    const run = recordedRun('resnet18');
    const view = run.methods[0]!;
    expect(forecastText(run, { ...view, loss: 0.361 })).toEqual({ forecast: '0.361', target: '≤ 0.38' });
    expect(forecastText(run, { ...view, loss: 0.4 })).toEqual({ forecast: '0.400', target: '> 0.38' });
    expect(forecastText({ ...run, status: 'reached' }, view)).toEqual({
      forecast: '',
      target: 'target 0.38',
    });
    expect(forecastText({ ...run, task: null }, undefined)).toEqual({ forecast: '', target: '' });
  });

  it.each([
    [660, [420, 900], '11 min ± 4'],
    [660, [540, 3000], '11 min (9–50)'],
    [660, [600, Infinity], '11 min (≥ 10 min)'],
    [660, null, '11 min'],
    [Infinity, null, 'never'],
    [NaN, null, '–'],
    [30, [20, 40], '30 s ± 10'],
  ] as const)('tell %d s to the target within %j as %s', (timeToTarget, timeToTarget80, text) => {
    expect(timeToTargetText(recordedRun('resnet18', { timeToTarget, timeToTarget80 }), NOW)).toBe(text);
  });

  it('tell the time left, and that it passed', () => {
    expect(deadlineText(recordedRun('resnet18'), NOW)).toBe('1 h 20');
    expect(deadlineText(recordedRun('resnet18'), NOW + 81 * 60_000)).toBe('passed');
    expect(deadlineText(recordedRun('squeezenet'), NOW)).toBe('');
  });
});

describe('freshness', () => {
  const usual = { usualSilence: 4, status: 'running', allowed: null } as const;
  it.each([
    [{ ...usual, lastReportAt: NOW - 12_000 }, '12 s', 'plain'],
    [{ ...usual, lastReportAt: NOW - 120_000 }, '2 min, quiet', 'quiet'],
    [{ ...usual, usualSilence: 60, lastReportAt: NOW - 120_000 }, '2 min', 'plain'],
    [{ ...usual, allowed: false, lastReportAt: NOW - 120_000 }, '2 min, paused', 'quiet'],
    [{ ...usual, status: 'stalled', lastReportAt: NOW - 840_000 }, '14 min, stalled', 'warning'],
    [{ ...usual, status: 'reached', lastReportAt: NOW - 840_000 }, 'done', 'quiet'],
    [{ ...usual, lastReportAt: NaN }, 'no report yet', 'quiet'],
    [{ ...usual, usualSilence: NaN, lastReportAt: NOW - 120_000 }, '2 min', 'plain'],
  ] as const)('of %j', (changed, text, tone) => {
    expect(freshnessOf(recordedRun('cnn', changed), NOW)).toMatchObject({ text, tone });
  });

  it('tells the usual silence', () => {
    expect(freshnessOf(recordedRun('cnn', { ...usual, lastReportAt: NOW - 12_000 }), NOW).detail).toBe(
      'Last report 12 s ago; usually one every 4 s.',
    );
  });
});

describe('verdicts', () => {
  it('are counted by what is known of the task', () => {
    expect(standingOf(recordedRun('lenet'))).toBe('at-risk');
    expect(standingOf(recordedRun('lenet', { status: 'missed' }))).toBe('infeasible');
    expect(standingOf(recordedRun('lenet', { task: null }))).toBe('none');
    expect(standingOf(recordedRun('squeezenet'))).toBe('reached');
  });

  it('are named by the plainest word', () => {
    expect(markOf(recordedRun('lenet', { status: 'diverged' })).word).toBe('diverged');
    expect(markOf(recordedRun('lenet', { status: 'missed' })).word).toBe('missed');
  });

  it('tell what is missing when it is too early', () => {
    const reasons = ['Too early to say: needs 3 more reports.', 'Waiting for its beginning.', ''];
    expect(reasons.map((reason) => missingClause(recordedRun('vgg', { reason })))).toEqual([
      ...['needs 3 more reports', 'Waiting for its beginning', 'needs more reports'],
    ]);
    const reason = 'Waiting for the first report. It is the only metric.';
    const silent = recordedRun('vgg', { status: 'waiting', reports: 0, reason });
    expect(missingClause(silent)).toBe('needs a first report');
  });
});

describe('one line of text', () => {
  it('says what the chart shows of a run', () => {
    const run = recordedRun('resnet18', { loss: 0.4123, probability: 0.86 });
    const text = runSummary(run, 'dkf', NOW);
    expect(text).toMatch(/^resnet18 0\.412, DKF 0\.\d+ by \d\d:\d\d for target 0\.38: feasible, 86 %$/);
    expect(runSummary({ ...run, task: null }, 'dkf', NOW)).toBe('resnet18 0.412');
    expect(runSummary({ ...run, status: 'reached' }, 'dkf', NOW)).toBe(
      'resnet18 0.412, target 0.38: reached',
    );
    expect(runSummary({ ...run, reports: 0, loss: NaN, verdict: 'unknown' }, 'dkf', NOW)).toBe(
      'resnet18 no loss yet, target 0.38: too early',
    );
  });

  it('says what changed', () => {
    const before = recordedState();
    const after = {
      ...before,
      recommendations: before.recommendations.map((advice) => ({ ...advice, run: 'run-vit', name: 'vit' })),
      runs: before.runs.map((run) =>
        run.name === 'lenet' ? { ...run, verdict: 'infeasible' as const } : run,
      ),
    };
    expect(changes(before, before)).toEqual([]);
    expect(changes(before, after)).toEqual(['lenet is now: infeasible.', 'Next slice of gpu:0: vit.']);
  });

  it('names the place of a problem once', () => {
    const problem = { file: '/a/laira.json', line: 12, kind: 'x', message: 'Not a number.' };
    expect(problemText(problem)).toBe('laira.json, line 12: Not a number.');
    expect(problemText({ ...problem, message: 'laira.json:12 is cut off.' })).toBe(
      'laira.json:12 is cut off.',
    );
  });
});

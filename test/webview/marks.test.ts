import { describe, expect, it } from 'vitest';
import type { ChangeView } from '../../src/protocol/runs.js';
import { makeFrame } from '../../webview/dashboard/chart/frame.js';
import {
  changesAt,
  changesSummary,
  makeMarks,
  markShapes,
  markTrace,
} from '../../webview/dashboard/chart/marks.js';
import { DEFAULT_CHOICES } from '../../webview/dashboard/choices.js';
import { RECORDED_AT, Recording } from './harness/recorded.js';
import { modelAfter, recordedRun } from './pages.js';

const THEME = {
  background: '#000000',
  foreground: '#ffffff',
  quiet: '#888888',
  guide: '#222222',
  fontFamily: 'sans-serif',
  fontSize: 13,
  runs: ['#0000ff'],
  highContrast: false,
};

function change(step: number, label = 'loss jumped', time = RECORDED_AT + step): ChangeView {
  return { kind: 'jump', label, step, data: 128 * step, time };
}

function marksOf(changes: readonly ChangeView[], xAxis: 'step' | 'time' = 'step') {
  const input = {
    choices: { ...DEFAULT_CHOICES, xAxis, logX: false },
    theme: THEME,
    width: 900,
    height: 500,
    measure: (text: string) => text.length * 7,
  };
  const x = xAxis === 'step' ? ([0, 1000] as const) : ([RECORDED_AT, RECORDED_AT + 1000] as const);
  const frame = makeFrame(input, { x, y: [-1, 1] });
  const run = recordedRun('lenet', { changes });
  return { frame, marks: makeMarks([{ run, colour: '#0000ff' }], frame, input) };
}

describe('marks of changes', () => {
  it('are lines over the whole height with their labels', () => {
    const { frame, marks } = marksOf([change(500, 'learning rate 0.1 → 0.01')]);
    expect(markShapes(marks)).toMatchObject([{ x0: 500, x1: 500, y0: 0, y1: 1, yref: 'paper' }]);
    expect(markTrace(marks, frame, THEME)).toMatchObject({
      mode: 'text',
      text: ['learning rate 0.1 → 0.01'],
    });
  });

  it('stand at the time of the change on the axis of time, and nowhere where it is unknown', () => {
    expect(marksOf([change(500), change(600, 'x', NaN)], 'time').marks.map(({ x }) => x)).toEqual([
      RECORDED_AT + 500,
    ]);
  });

  it('are left out outside the plot', () => {
    expect(marksOf([change(2000)]).marks).toEqual([]);
  });

  it('keep their labels apart, and keep only the line where there is no room', () => {
    const { marks } = marksOf(Array.from({ length: 8 }, (_, i) => change(300 + 10 * i)));
    expect(marks).toHaveLength(8);
    const labels = marks.flatMap(({ label }) => label ?? []);
    expect(labels.length).toBeGreaterThan(1);
    expect(labels.length).toBeLessThan(8);
    for (const a of labels) {
      for (const b of labels) {
        if (a === b || a.centre.y !== b.centre.y) continue;
        expect(Math.abs(a.centre.x - b.centre.x)).toBeGreaterThanOrEqual(a.halfWidth + b.halfWidth);
      }
    }
  });

  it('are told to those who do not see them', () => {
    const { state, curves } = modelAfter(new Recording().snapshot());
    expect(changesSummary(state!, ['run-lenet'])).toContain('lenet, step 1.2k: learning rate 0.1 → 0.01. ');
    expect(changesSummary(state!, ['run-vit'])).toBe('');
    const run = state!.runs.find(({ id }) => id === 'run-lenet')!;
    const curve = curves.get('run-lenet')!;
    expect(changesAt(run, curve, 119)).toBe('learning rate 0.1 → 0.01');
    expect(changesAt(run, curve, 120)).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import { DEFAULT_CHOICES, type Choices } from '../../webview/dashboard/choices.js';
import { visiblePoints } from '../../webview/dashboard/chart/decimate.js';
import type { FigureInput } from '../../webview/dashboard/chart/figure-input.js';
import { makeFigure } from '../../webview/dashboard/chart/figure.js';
import { placeLabels } from '../../webview/dashboard/chart/labels.js';
import { methodsOf, methodsShown } from '../../webview/dashboard/chart/methods.js';
import { Extent } from '../../webview/dashboard/chart/range.js';
import { forecastReadout, reportReadout } from '../../webview/dashboard/chart/readout.js';
import { toPixel, toValue } from '../../webview/shared/chart/scale.js';
import { makeSeries, SeriesCache } from '../../webview/dashboard/chart/series.js';
import { debiasedAverage } from '../../webview/dashboard/chart/smoothing.js';
import type { Trace } from '../../webview/dashboard/chart/traces.js';
import { targetPoint } from '../../webview/dashboard/chart/target.js';
import { countText, linearTicks, logTicks, timeTicks } from '../../webview/shared/chart/ticks.js';
import { toRgba, withAlpha } from '../../webview/shared/theme.js';
import { Recording, RECORDED_AT } from './harness/recorded.js';
import { modelAfter, recordedRun } from './pages.js';

function curveOf(losses: readonly number[], step = losses.map((_, i) => i + 1)) {
  return {
    step: Float64Array.from(step),
    data: Float64Array.from(step, (value) => value * 128),
    time: Float64Array.from(step, (value) => (value === 3 ? NaN : RECORDED_AT + value * 1000)),
    loss: Float64Array.from(losses),
  };
}

function figureInput(choices: Partial<Choices> = {}, changed: Partial<FigureInput> = {}): FigureInput {
  const { state, curves, forecasts } = modelAfter(new Recording().snapshot());
  return {
    state: state!,
    curves,
    forecasts,
    choices: { ...DEFAULT_CHOICES, ...choices },
    strong: ['run-resnet18', 'run-vit'],
    looks: new Map(),
    highlighted: null,
    methods: methodsOf(state!, forecasts),
    theme: {
      background: '#000000',
      foreground: '#ffffff',
      quiet: 'rgb(160, 160, 160)',
      guide: 'rgb(40, 40, 40)',
      fontFamily: 'sans-serif',
      fontSize: 13,
      runs: Array.from({ length: 8 }, (_, i) => `#00000${i}`),
      highContrast: false,
    },
    width: 900,
    height: 500,
    now: RECORDED_AT,
    series: new SeriesCache(),
    measure: (text) => text.length * 7,
    labels: new Map(),
    ...changed,
  };
}

describe('debiasedAverage', () => {
  it('is the values themselves without smoothing', () => {
    expect([...debiasedAverage(Float64Array.of(3, 1, 2), 0)]).toEqual([3, 1, 2]);
  });

  it('has no bias to its start and leaves gaps', () => {
    const average = debiasedAverage(Float64Array.of(5, NaN, 5, Infinity, 5), 0.9);
    expect([...average]).toEqual([5, NaN, 5, NaN, 5]);
  });

  it('does not lag behind a steep start', () => {
    const curve = Float64Array.from({ length: 300 }, (_, i) => (i + 1) ** -0.5);
    const average = debiasedAverage(curve, 0.99);
    for (let i = 5; i < 300; i++) expect(average[i]! / curve[i]!).toBeLessThan(1.12);
  });
});

describe('makeSeries', () => {
  it('interrupts the line where a restarted run goes back', () => {
    const { x, y, source } = makeSeries(curveOf([5, 4, 3, 4.5, 3.5], [1, 2, 3, 2, 3]), 'step', 0);
    expect([...x]).toEqual([1, 2, 3, 2, 2, 3]);
    expect([...y]).toEqual([5, 4, 3, NaN, 4.5, 3.5]);
    expect([...source]).toEqual([0, 1, 2, -1, 3, 4]);
  });

  it('leaves out points without a time on the time axis', () => {
    expect([...makeSeries(curveOf([5, 4, 3, 2]), 'time', 0).y]).toEqual([5, 4, 2]);
  });

  it('marks values that are not finite at the height before them', () => {
    const { nonFinite } = makeSeries(curveOf([5, NaN, 3, Infinity]), 'step', 0);
    expect(nonFinite).toEqual([
      { x: 2, y: 5, source: 1 },
      { x: 4, y: 3, source: 3 },
    ]);
  });
});

describe('visiblePoints', () => {
  const spike = Float64Array.from({ length: 1000 }, (_, i) => (i === 617 ? 90 : 1));
  const pixels = Float64Array.from({ length: 1000 }, (_, i) => i / 10);

  it('keeps every spike', () => {
    const kept = visiblePoints(pixels, spike, 100, 2);
    expect(kept).toContain(617);
    expect(kept.length).toBeLessThan(200);
    expect(kept).toEqual([...kept].sort((a, b) => a - b));
  });

  it('keeps gaps, and the neighbours of what is in the plot', () => {
    const y = Float64Array.of(1, 2, NaN, 4, 5, 6);
    expect(visiblePoints(Float64Array.of(-20, -10, 5, 8, 30, 40), y, 20, 1)).toEqual([1, 2, 3, 4]);
  });

  it('leaves out points that a log axis has no place for', () => {
    expect(visiblePoints(Float64Array.of(NaN, 0, 1), Float64Array.of(1, 2, 3), 10, 1)).toEqual([1, 2]);
  });
});

describe('scales and ranges', () => {
  it('map to pixels and back', () => {
    const scale = { low: 0, high: 3, log: true, lowPixel: 300, highPixel: 0 };
    expect(toPixel(scale, 100)).toBeCloseTo(100);
    expect(toValue(scale, 100)).toBeCloseTo(100);
    expect(toPixel(scale, 0)).toBeNaN();
  });

  it('lets a band frame the picture without ruling it', () => {
    const extent = new Extent(true);
    extent.includeAll([1, 100]);
    extent.includeLoosely([1e-9, 150], 0.1);
    expect(extent.range(0, 0)[0]).toBeCloseTo(-0.2);
    expect(extent.range(0, 0)[1]).toBeCloseTo(Math.log10(150));
  });

  it('shows something around a single value, and something at all without any', () => {
    const one = new Extent(false);
    one.include(5);
    expect(one.range(0, 0)).toEqual([4.5, 5.5]);
    expect(new Extent(true).range(0.1, 0.1)).toEqual([0, 1]);
  });
});

describe('ticks', () => {
  it('are round', () => {
    expect(linearTicks(0.02, 0.49, 5, String).values).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect(logTicks(2, 4.01, 8, countText).texts).toEqual(['100', '200', '500', '1k', '2k', '5k', '10k']);
    expect(logTicks(2.1, 5.5, 2.9, countText).texts).toEqual(['1k', '10k', '100k']);
    expect(logTicks(0, 12, 5, countText).texts).toEqual(['1', '1k', '1M', '1G', '1T']);
    expect(logTicks(Math.log10(0.3), Math.log10(0.5), 4, String).values).toEqual([0.3, 0.35, 0.4, 0.45, 0.5]);
  });

  it('are round times of the local clock, with the day where it begins', () => {
    const evening = new Date(2026, 2, 5, 22, 10).getTime();
    expect(timeTicks(evening, evening + 3 * 3_600_000, 4).texts).toEqual([
      ...['23:00', '00:00<br>6 Mar', '01:00'],
    ]);
  });

  it('are none where there is no range', () => {
    expect(linearTicks(1, 1, 5, String).values).toEqual([]);
  });
});

describe('placeLabels', () => {
  const label = (key: string, places: { x: number; y: number }[]) => ({ key, width: 40, height: 16, places });
  const plot = { width: 200, height: 100 };

  it('keeps labels off each other and off lines', () => {
    const places = [
      { x: 50, y: 50 },
      { x: 50, y: 20 },
      { x: 150, y: 50 },
    ];
    const placed = placeLabels([label('a', places), label('b', places)], [{ x: 50, y: 52 }], plot, new Map());
    expect(placed.get('a')).toEqual({ x: 50, y: 20 });
    expect(placed.get('b')).toEqual({ x: 150, y: 50 });
  });

  it('leaves out a label that has no place in the plot', () => {
    expect(placeLabels([label('a', [{ x: 5, y: 50 }])], [], plot, new Map()).size).toBe(0);
  });

  it('leaves out a label that could only stand on another', () => {
    const places = [{ x: 50, y: 50 }];
    const placed = placeLabels([label('a', places), label('b', places)], [], plot, new Map());
    expect([...placed.keys()]).toEqual(['a']);
  });

  it('leaves a label where it was when that is nearly as good', () => {
    const places = [
      { x: 50, y: 50 },
      { x: 150, y: 50 },
    ];
    expect(placeLabels([label('a', places)], [], plot, new Map([['a', { x: 148, y: 50 }]])).get('a')).toEqual(
      places[1],
    );
  });
});

describe('targetPoint', () => {
  const run = recordedRun('resnet18');

  it('stands at the deadline on the time axis', () => {
    expect(targetPoint(run, [], 'time', RECORDED_AT)).toEqual({ x: run.task!.deadline, loss: 0.38 });
  });

  it('stands where the run would be with the whole machine on the others', () => {
    const data = run.data + 80 * 60 * run.task!.dataRate;
    expect(targetPoint(run, [], 'data', RECORDED_AT)).toEqual({ x: data, loss: 0.38 });
    expect(targetPoint(run, [], 'step', RECORDED_AT)?.x).toBeCloseTo((run.step * data) / run.data);
    expect(targetPoint({ ...run, task: null }, [], 'data', RECORDED_AT)).toBeNull();
  });
});

describe('methods', () => {
  it('begin with the one that makes the verdicts', () => {
    const { state, forecasts } = modelAfter(new Recording().snapshot());
    const methods = methodsOf({ ...state!, method: 'wls' }, forecasts);
    expect(methods.map(({ id, dash }) => [id, dash])).toEqual([
      ['wls', 'dash'],
      ['dkf', 'dashdot'],
    ]);
    expect(methodsShown(methods, null).map(({ id }) => id)).toEqual(['wls']);
    expect(methodsShown(methods, ['dkf']).map(({ id }) => id)).toEqual(['dkf']);
  });
});

describe('readouts', () => {
  it('tell the values at a report', () => {
    const point = { run: 'run-resnet18', kind: 'report', index: 1, smoothed: 1.5, x: 0, y: 0 } as const;
    const text = reportReadout(recordedRun('resnet18'), curveOf([2, 1.25]), point, RECORDED_AT);
    expect(text).toMatch(/^resnet18 · step 2 · 256 samples · \d\d:\d\d · loss 1\.25 · average 1\.5$/);
  });

  it('tell that a loss was no number', () => {
    const point = { run: 'run-resnet18', kind: 'report', index: 2, smoothed: NaN, x: 0, y: 0 } as const;
    const text = reportReadout(recordedRun('resnet18'), curveOf([2, 1, NaN]), point, RECORDED_AT);
    expect(text).toBe('resnet18 · step 3 · 384 samples · loss NaN');
  });

  it('tell what every method forecasts', () => {
    const { state, forecasts } = modelAfter(new Recording().snapshot());
    const point = { run: 'run-resnet18', kind: 'forecast', index: 47, smoothed: NaN, x: 0, y: 0 } as const;
    const own = forecasts.get('run-resnet18')!;
    const text = forecastReadout(
      recordedRun('resnet18'),
      own,
      methodsOf(state!, forecasts),
      point,
      RECORDED_AT,
    );
    expect(text).toMatch(
      /forecast · \d+k samples · .* · DKF [\d.]+ \(80 %: .* to .*\) · WLS [\d.]+ · target 0\.38$/,
    );
  });
});

describe('makeFigure', () => {
  it('shows the interval of every forecast: the first as a band, the others by their bounds', () => {
    const { forecasts } = figureInput();
    const banded = new Map(
      [...forecasts].map(([run, own]) => [
        run,
        own.map((forecast) => ({ ...forecast, lower: forecast.loss, upper: forecast.loss })),
      ]),
    );
    const { traces } = makeFigure(figureInput({}, { forecasts: banded, strong: ['run-resnet18'] }));
    expect(traces.filter((trace) => trace.fill === 'toself')).toHaveLength(1);
    expect(traces.filter((trace) => trace.line?.dash === 'dot')).toHaveLength(2);
  });

  it('draws strong runs with all they have, and the others faintly', () => {
    const { traces, cursor } = makeFigure(figureInput());
    const dashes = traces.map((trace) => trace.line?.dash).filter((dash) => dash !== undefined);
    expect(dashes).toEqual(['dash', 'dot', 'dash', 'dot']);
    expect(traces.filter((trace) => trace.fill === 'toself')).toHaveLength(2);
    expect(traces.filter((trace) => trace.opacity === 0.28).length).toBeGreaterThan(3);
    expect([...cursor.keys()]).toEqual(['run-resnet18', 'run-vit']);
    expect(traces.at(-1)?.text).toEqual(
      expect.arrayContaining(['target 0.38', 'target 1.3', '<b>resnet18</b>', '<b>vit</b>']),
    );
  });

  it('marks the lines of runs that have a mark, their forecasts and their targets, at fixed places', () => {
    const looks = new Map([['run-vit', { colour: 0, mark: 1 }]]);
    const isMark = (trace: Trace) => Array.isArray(trace.marker?.symbol);
    const input = figureInput({}, { looks });
    const { traces, frame } = makeFigure(input);
    const marks = traces.find(isMark)!;
    expect(new Set(marks.marker?.symbol as string[])).toEqual(new Set(['circle']));
    expect(marks.y?.at(-1)).toBeCloseTo(1.3);
    const last = input.curves.get('run-vit')!.data.at(-1)!;
    expect((marks.x as number[]).filter((x) => x > last)).not.toEqual([]);
    const pixels = (marks.x as number[]).map((x) => toPixel(frame.x, x));
    const gaps = pixels.slice(1, -3).map((x, i) => x - pixels[i]!);
    for (const gap of gaps) expect(gap).toBeGreaterThan(60);
    expect(makeFigure(figureInput()).traces.find(isMark)).toBeUndefined();
  });

  it('marks the holes of a curve', () => {
    const crosses = makeFigure(figureInput()).traces.filter((trace) => trace.marker?.symbol === 'x-thin');
    expect(crosses.map((trace) => trace.x)).toEqual([[300 * 128, 301 * 128, 420 * 128]]);
  });

  it('shows spikes, forecasts and targets without a zoom, and the zoom when there is one', () => {
    const { frame } = makeFigure(figureInput());
    expect(10 ** frame.y.high).toBeGreaterThan(4.7);
    expect(10 ** frame.y.low).toBeLessThan(0.38);
    const zoom = { x: [3, 4], y: [-0.5, 0.5] } as const;
    expect(makeFigure(figureInput({ zoom })).layout.xaxis?.range).toEqual([3, 4]);
  });

  it('has no logarithmic time axis', () => {
    const { layout } = makeFigure(figureInput({ xAxis: 'time', logX: true }));
    expect(layout.xaxis?.type).toBe('linear');
  });

  it('draws all runs of a colour as one line when none is strong', () => {
    const { traces } = makeFigure(figureInput({}, { strong: [] }));
    expect(traces.filter((trace) => trace.opacity === 0.28)).toHaveLength(8);
  });

  it('tells how many points a log axis leaves out', () => {
    const input = figureInput();
    const curves = new Map(input.curves).set('run-vit', curveOf([1, 0, -1, 2]));
    expect(makeFigure({ ...input, curves }).offAxis).toBe(2);
    expect(makeFigure({ ...figureInput({ logY: false }), curves }).offAxis).toBe(0);
  });

  it('draws nothing ahead of a run that is over', () => {
    const input = figureInput({}, { strong: ['run-squeezenet'] });
    expect(makeFigure(input).traces.some((trace) => trace.line?.dash !== undefined)).toBe(false);
  });
});

describe('colours', () => {
  it('are given to Plotly as it reads them', () => {
    expect(toRgba('color(srgb 0.5 0.25 1 / 0.2)')).toBe('rgba(128, 64, 255, 0.2)');
    expect(toRgba('rgb(1, 2, 3)')).toBe('rgb(1, 2, 3)');
    expect(withAlpha('#ff8000', 0.5)).toBe('rgba(255, 128, 0, 0.5)');
  });
});

import { describe, expect, it } from 'vitest';
import { layOutChart, methodAt, shareAt, type Size } from '../../webview/accuracy/chart/layout.js';
import { markerPath } from '../../webview/accuracy/chart/marker.js';
import { spread } from '../../webview/accuracy/chart/spread.js';
import { chartSummary, shareReadout } from '../../webview/accuracy/chart/summary.js';
import { DEFAULT_KEPT } from '../../webview/accuracy/kept.js';
import { answerPage } from '../../webview/accuracy/page.js';
import { backtestOf, EVEN, offerOf } from './analysis-messages.js';

const SIZE: Size = { width: 800, height: 340, labels: 40, lineHeight: 17 };

function pageOf(answer = EVEN) {
  return answerPage(offerOf(), answer, DEFAULT_KEPT, null)!;
}

describe('spread', () => {
  it('leaves alone what is apart', () => {
    expect(spread([40, 10, 90], 17, 0, 200)).toEqual([40, 10, 90]);
  });

  it('moves what is too close apart around its middle, in its order', () => {
    expect(spread([52, 48], 10, 0, 200)).toEqual([55, 45]);
    expect(spread([50, 50, 50], 10, 0, 200)).toEqual([40, 50, 60]);
  });

  it('stays inside while there is room', () => {
    expect(spread([199, 198], 10, 0, 200)).toEqual([200, 190]);
    expect(spread([1, 2], 10, 0, 200)).toEqual([0, 10]);
    expect(spread([], 10, 0, 200)).toEqual([]);
  });

  it('keeps the gap between groups that meet', () => {
    const moved = spread([10, 12, 14, 30, 31, 32], 10, 0, 200);
    const sorted = [...moved].sort((a, b) => a - b);
    sorted.slice(1).forEach((place, i) => {
      expect(place - sorted[i]!).toBeGreaterThanOrEqual(10 - 1e-9);
    });
  });
});

describe('the layout of the chart', () => {
  it('has a line a method and a point a share, lower errors lower down', () => {
    const layout = layOutChart(pageOf(), SIZE);
    expect(layout.lines.map(({ method, points }) => [method.name, points.length])).toEqual([
      ['dkf', 2],
      ['wls', 2],
      ['ls', 2],
    ]);
    const [dkf, , ls] = layout.lines;
    expect(dkf!.points[1]!.y).toBeGreaterThan(dkf!.points[0]!.y);
    expect(dkf!.points[1]!.y).toBeGreaterThan(ls!.points[1]!.y);
    expect(layout.xTicks.map(({ text }) => text)).toEqual(['5 %', '20 %']);
  });

  it('draws at the edge what is beyond it, and leaves out what is no number', () => {
    const wild = backtestOf({ 0.1: { dkf: [0], wls: [1e9], ls: [NaN] }, 0.2: { dkf: [0.1], wls: [0.1] } });
    const layout = layOutChart(pageOf(wild), SIZE);
    for (const { points } of layout.lines) {
      for (const { x, y } of points) {
        expect(x).toBeGreaterThan(layout.left);
        expect(y).toBeGreaterThanOrEqual(layout.top);
        expect(y).toBeLessThanOrEqual(layout.bottom);
      }
    }
    expect(layout.lines.map(({ method }) => method.name)).toEqual(['dkf', 'wls']);
  });

  it('knows a single share', () => {
    const layout = layOutChart(pageOf(backtestOf({ 0.2: { dkf: [0.1] } })), SIZE);
    expect(layout.lines[0]!.points[0]!.x).toBeCloseTo((layout.left + layout.right) / 2, 6);
  });

  it('leaves out ticks that have no room', () => {
    const shares = Object.fromEntries([0.4, 0.5, 0.6, 0.7, 0.8].map((share) => [share, { dkf: [0.1] }]));
    const texts = (width: number) =>
      layOutChart(pageOf(backtestOf(shares)), { ...SIZE, width }).xTicks.map(({ text }) => text);
    expect(texts(1200)).toEqual(['40 %', '50 %', '60 %', '70 %', '80 %']);
    expect(texts(240).length).toBeLessThan(5);
    expect(texts(240).at(-1)).toBe('80 %');
  });

  it('leaves the names to the legend where they would take the picture', () => {
    const narrow = layOutChart(pageOf(), { ...SIZE, width: 300, labels: 120 });
    expect([narrow.isLabelled, layOutChart(pageOf(), SIZE).isLabelled]).toEqual([false, true]);
    expect((narrow.right - narrow.left) / 300).toBeGreaterThan(0.7);
    expect(methodAt(narrow, { x: narrow.right + 10, y: narrow.lines[0]!.labelY }, 14)).toBeNull();
  });

  it('finds what is under the pointer', () => {
    const layout = layOutChart(pageOf(), SIZE);
    const point = layout.lines[0]!.points[1]!;
    expect(shareAt(layout, point.x - 30)).toBe(0.2);
    expect(methodAt(layout, point, 14)).toBe('dkf');
    expect(methodAt(layout, { x: layout.right + 20, y: layout.lines[2]!.labelY }, 14)).toBe('ls');
    expect(methodAt(layout, { x: point.x, y: layout.top + 200 }, 2)).toBeNull();
  });
});

describe('the chart in words', () => {
  it('tells every error of the methods that can judge, and the ends of the others', () => {
    expect(chartSummary(pageOf())).toBe(
      'Median error by share of the data. ' +
        'DKF 50 % from 5 %, 7 % from 20 %; WLS 80 % from 5 %, 9 % from 20 %; LS 200 % from 5 %, 40 % from 20 %.',
    );
  });

  it('tells the errors from one share, the least first', () => {
    expect(shareReadout(pageOf(), 0.2)).toBe('From 20 %: DKF 7 % · WLS 9 % · LS 40 %');
  });
});

describe('markers', () => {
  it('differ from method to method', () => {
    const shapes = [0, 1, 2, 3].map((colour) => markerPath(colour, [{ x: 10, y: 10 }]));
    expect(new Set(shapes).size).toBe(4);
    expect(markerPath(4, [{ x: 10, y: 10 }])).toBe(shapes[0]);
  });
});

// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { durationTicks } from '../../webview/what-if/gantt/duration-ticks.js';
import { Gantt } from '../../webview/what-if/gantt/gantt.js';
import { Gantts } from '../../webview/what-if/gantt/gantts.js';
import { LINE, layOutGantt } from '../../webview/what-if/gantt/layout.js';
import { machineTime, stretchesOf } from '../../webview/what-if/gantt/stretches.js';
import { ganttSummary, momentText } from '../../webview/what-if/gantt/summary.js';
import { PLAYED } from './analysis-messages.js';

const [EQUAL, OURS] = PLAYED.policies;
const STRETCHES = stretchesOf(OURS!.slices, 4);

describe('stretches', () => {
  it('join neighbours of the same share', () => {
    expect(STRETCHES[0]).toEqual([
      { start: 0, end: 180, share: 1 },
      { start: 480, end: 540, share: 1 },
    ]);
    expect(STRETCHES.map((own) => own.length)).toEqual([2, 1, 0, 0]);
  });

  it('join within rounding, not across another share', () => {
    const slices = [
      { task: 0, start: 0, length: 0.1 + 0.2, share: 1 },
      { task: 0, start: 0.3, length: 1, share: 1 },
      { task: 0, start: 1.3, length: 1, share: 0.5 },
    ];
    expect(stretchesOf(slices, 1)[0]!.map(({ share }) => share)).toEqual([1, 0.5]);
  });

  it('leave out what is no stretch of a known task', () => {
    const slice = { task: 0, start: 0, length: 1, share: 1 };
    expect(
      stretchesOf(
        [
          { ...slice, task: 7 },
          { ...slice, length: 0 },
          { ...slice, share: 0 },
        ],
        1,
      ),
    ).toEqual([[]]);
  });

  it('add up to machine time', () => {
    expect(machineTime(STRETCHES[0]!)).toBe(240);
    expect(machineTime(stretchesOf(EQUAL!.slices, 4)[2]!)).toBe(150);
  });
});

describe('ticks of durations', () => {
  it('are round, and said as people say them', () => {
    const texts = (horizon: number, count: number) => durationTicks(horizon, count).map(({ text }) => text);
    expect(texts(45, 5)).toEqual(['0', '10 s', '20 s', '30 s', '40 s']);
    expect(texts(1080, 4)).toEqual(['0', '5 min', '10 min', '15 min']);
    expect(texts(3 * 3600, 4)).toEqual(['0', '1 h', '2 h', '3 h']);
    expect(texts(86_400 * 6, 3)).toEqual(['0', '2 days', '4 days', '6 days']);
    expect(texts(0, 4)).toEqual(['0']);
    expect(texts(86_400 * 1000, 4).length).toBeLessThan(6);
  });
});

describe('the layout', () => {
  it('draws a line a task, its bars as high as their share', () => {
    const layout = layOutGantt(stretchesOf(EQUAL!.slices, 4), [600, 1200, 1800, 2400], [], 2400, 241);
    expect(layout.lanes.map(({ top, deadline }) => [top, deadline])).toEqual([
      [0, 60],
      [LINE, 120],
      [2 * LINE, 180],
      [3 * LINE, 240],
    ]);
    expect(layout.lanes[0]!.bars).toBe('M0 14v-2.8h60v2.8z');
  });

  it('never lets a short slice vanish', () => {
    const [lane] = layOutGantt([[{ start: 0, end: 0.01, share: 0.001 }]], [100], [], 100, 101).lanes;
    expect(lane!.bars).toBe('M0 14v-1h1v1z');
  });

  it('bears a horizon of nothing', () => {
    expect(layOutGantt([[]], [0], [NaN], 0, 100).ticks).toEqual([{ at: 0, text: '0', x: 0 }]);
  });
});

describe('the picture in words', () => {
  it('tells who had the machine for how long', () => {
    expect(ganttSummary(OURS!, PLAYED.tasks, STRETCHES)).toBe(
      'Machine time by LaiRA+: a 4 min in 2 stretches, its target reached after 9 min; b 5 min in 1 stretch, the last until 8 min; c never; d never.',
    );
  });

  it('tells what a task did at a moment', () => {
    const at = (line: number, moment: number, reached = NaN) =>
      momentText(PLAYED.tasks[line]!, STRETCHES[line]!, reached, moment);
    expect([at(0, 30), at(0, 300, 540), at(0, 570), at(0, 570, 540), at(0, 700), at(2, 5)]).toEqual([
      'a: the machine from 0:00 to 3:00',
      'a: waits at 5:00',
      'a: had the machine for 4:00, nothing after 9:00',
      'a: reached its target at 9:00',
      'a: its deadline was at 10:00',
      'c: never has the machine',
    ]);
    expect(momentText(PLAYED.tasks[1]!, stretchesOf(EQUAL!.slices, 4)[1]!, NaN, 5)).toBe(
      'b: 25 % of the machine from 0:00 to 10:00',
    );
  });
});

describe('the pictures', () => {
  it('show the best policy first', () => {
    const gantts = new Gantts();
    gantts.update(PLAYED);
    const parts = [...gantts.element.querySelectorAll<HTMLElement>('[data-testid]')];
    expect(parts.map((part) => part.dataset['testid'])).toEqual(['gantt-laira-index', 'gantt-ua']);
  });
});

describe('the picture', () => {
  it('is drawn to the width, with a text for those who do not see it', () => {
    const gantt = new Gantt(PLAYED, OURS!);
    gantt.draw(400);
    const picture = gantt.element.querySelector('svg')!;
    expect(picture.getAttribute('aria-label')).toContain('Machine time by LaiRA+');
    expect(picture.getAttribute('width')).toBe('400');
    expect(picture.querySelectorAll('.deadline')).toHaveLength(4);
    const [dot, ...others] = picture.querySelectorAll('.reached');
    expect(others).toEqual([]);
    // 540 of 2400 seconds.
    expect(Number(dot!.getAttribute('cx'))).toBeCloseTo((540 / 2400) * 399, 9);
    expect(gantt.element.querySelector('.moment')?.textContent).toBe('3 of 4 reached');
    expect([...gantt.element.querySelectorAll('.gantt-names span')].map((name) => name.textContent)).toEqual([
      ...['a', 'b', 'c', 'd'],
    ]);
  });
});

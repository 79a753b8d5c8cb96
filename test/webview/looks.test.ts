import { describe, expect, it } from 'vitest';
import { homeLook, LOOKS, type Look } from '../../webview/dashboard/look/look.js';
import { Looks } from '../../webview/dashboard/look/looks.js';
import { markPath, markSymbol, RUN_MARKS } from '../../webview/dashboard/look/mark-shape.js';
import { RUN_COLOURS } from '../../webview/shared/theme.js';

function runsOf(count: number): { readonly id: string; readonly colour: number }[] {
  return Array.from({ length: count }, (_, i) => ({ id: `run-${i}`, colour: i }));
}

function pairsOf(looks: ReadonlyMap<string, Look>): string[] {
  return [...looks.values()].map(({ colour, mark }) => `${colour} ${mark}`);
}

function coloursOf(looks: ReadonlyMap<string, Look>, ids: readonly string[]): number[] {
  return ids.map((id) => looks.get(id)!.colour);
}

describe('marks', () => {
  it('differ in their swatch and on the line', () => {
    const marks = Array.from({ length: RUN_MARKS }, (_, i) => i);
    expect(new Set(marks.map(markPath)).size).toBe(RUN_MARKS);
    expect(new Set(marks.map(markSymbol)).size).toBe(RUN_MARKS);
    expect(markSymbol(0)).toBeNull();
  });
});

describe('looks', () => {
  it.each([1, 8, 16, 40, LOOKS])('tell %i runs apart', (count) => {
    expect(new Set(pairsOf(new Looks().arrange(runsOf(count), []))).size).toBe(count);
  });

  it('tell runs apart whichever are selected one after another', () => {
    const runs = runsOf(40);
    const looks = new Looks();
    const selected: string[] = [];
    for (let i = 0; i < 40; i++) {
      selected.push(`run-${(i * 8 + Math.floor(i / 5)) % 40}`);
      expect(new Set(pairsOf(looks.arrange(runs, selected))).size).toBe(40);
    }
  });

  it('give the first eight selected runs eight colours', () => {
    const runs = runsOf(40);
    const looks = new Looks();
    const selected: string[] = [];
    for (const id of ['run-0', 'run-8', 'run-16', 'run-24', 'run-1', 'run-32', 'run-9', 'run-17']) {
      selected.push(id);
      const shown = looks.arrange(runs, selected);
      expect(new Set(coloursOf(shown, selected)).size).toBe(selected.length);
    }
  });

  it('leave all other runs as they are when one is selected or no longer', () => {
    const runs = runsOf(24);
    const looks = new Looks();
    const before = looks.arrange(runs, ['run-0', 'run-1']);
    const selected = looks.arrange(runs, ['run-0', 'run-1', 'run-8']);
    expect([...selected].filter(([id, look]) => look !== before.get(id)).map(([id]) => id)).toEqual([
      'run-8',
    ]);
    expect(pairsOf(looks.arrange(runs, ['run-8']))).toEqual(pairsOf(selected));
    expect(pairsOf(looks.arrange(runs, []))).toEqual(pairsOf(selected));
  });

  it('leave runs as they are when others come and go', () => {
    const looks = new Looks();
    const runs = runsOf(20);
    const before = looks.arrange(runs, ['run-0', 'run-8']);
    const without = looks.arrange(runs.slice(0, 10), ['run-0', 'run-8']);
    for (const [id, look] of without) expect(look).toEqual(before.get(id));
    expect(pairsOf(looks.arrange(runsOf(30), ['run-0', 'run-8'])).slice(0, 20)).toEqual(pairsOf(before));
  });

  it('come back as they were kept', () => {
    const runs = runsOf(24);
    const looks = new Looks();
    looks.arrange(runs, ['run-0', 'run-8']);
    const before = looks.arrange(runs, ['run-8']);
    const kept: unknown = JSON.parse(JSON.stringify(looks.kept()));
    expect(pairsOf(new Looks(kept).arrange(runs, ['run-8']))).toEqual(pairsOf(before));
  });

  it.each([
    null,
    3,
    [[]],
    { 'run-0': { colour: 9, mark: 0 } },
    { 'run-0': 'red' },
    { 'run-0': { colour: 0.5 } },
  ])('begin anew where %j was kept', (kept) => {
    expect(new Looks(kept).arrange(runsOf(9), []).get('run-8')).toEqual({ colour: 0, mark: 1 });
    expect(new Looks(kept).arrange(runsOf(9), []).get('run-0')).toEqual({ colour: 0, mark: 0 });
  });

  it('repeat only where there are more runs than looks, and not among the selected', () => {
    const runs = runsOf(2 * LOOKS);
    const looks = new Looks();
    expect(new Set(pairsOf(looks.arrange(runs, []))).size).toBe(LOOKS);
    const selected = [
      'run-0',
      `run-${LOOKS}`,
      'run-8',
      `run-${LOOKS + 8}`,
      'run-1',
      'run-2',
      'run-3',
      'run-4',
      'run-5',
    ];
    for (let i = 1; i <= selected.length; i++) {
      const shown = looks.arrange(runs, selected.slice(0, i));
      expect(new Set(selected.slice(0, i).map((id) => JSON.stringify(shown.get(id)))).size).toBe(i);
    }
  });

  it('are the same map while nothing changes', () => {
    const looks = new Looks();
    const first = looks.arrange(runsOf(9), ['run-0']);
    expect(looks.arrange(runsOf(9), ['run-0'])).toBe(first);
  });

  it('begin with the palette', () => {
    expect(homeLook(3)).toEqual({ colour: 3, mark: 0 });
    expect(homeLook(RUN_COLOURS + 3)).toEqual({ colour: 3, mark: 1 });
    expect(homeLook(LOOKS)).toEqual({ colour: 0, mark: 0 });
  });
});

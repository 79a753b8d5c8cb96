import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseBundle } from '../../../src/monitor/bundle.js';
import { replay, ReplayError } from '../../../src/node/replay.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'laira-replay-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A recording of a CSV log in bursts of ten lines, one burst a recorded second. */
function record(name: string, bursts: number): string {
  const run = join(folder, 'source', name);
  mkdirSync(run, { recursive: true });
  let text = 'epoch,loss\n';
  let flushes = 'seconds,bytes\n';
  for (let burst = 1; burst <= bursts; burst++) {
    for (let line = 0; line < 10; line++) text += `${burst * 10 + line},${(2 / burst).toFixed(4)}\n`;
    flushes += `${burst},${text.length}\n`;
  }
  writeFileSync(join(run, 'training.log'), text);
  writeFileSync(join(run, 'flushes.csv'), flushes);
  return text;
}

function play(
  speed: number,
  abort = new AbortController(),
  played: (share: number) => void = () => undefined,
): { done: Promise<void>; stop: () => void } {
  const done = replay({
    source: join(folder, 'source'),
    destination: join(folder, 'live'),
    speed,
    signal: abort.signal,
    progress: () => undefined,
    played,
  });
  return {
    done,
    stop: () => {
      abort.abort();
    },
  };
}

/** Waits until more stands in the log of a run. */
async function grows(name: string): Promise<void> {
  const before = size(name);
  while (size(name) === before) await sleep(5);
}

const size = (name: string): number => {
  try {
    return statSync(join(folder, 'live', name, 'training.log')).size;
  } catch {
    return 0;
  }
};

describe('replay', () => {
  it('writes every byte, and nothing before its time', async () => {
    const text = record('a', 50);
    const { done } = play(100);
    await done;
    expect(readFileSync(join(folder, 'live/a/training.log'), 'utf8')).toBe(text);
  });

  it('tells the share that has been played, to its end', async () => {
    record('a', 20);
    record('b', 20);
    const shares: number[] = [];
    const { done } = play(100, undefined, (share) => shares.push(share));
    await done;
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[0]).toBeLessThan(1);
    expect(shares.at(-1)).toBe(1);
  });

  it('appends in the recorded bursts', async () => {
    const text = record('a', 400);
    const ends = new Set<number>([0]);
    for (let at = 0, line = 0; at < text.length; line++) {
      at = text.indexOf('\n', at) + 1;
      if (line % 10 === 0 && line > 0) ends.add(at);
    }
    const { done, stop } = play(100);
    for (let look = 0; look < 20; look++) {
      await sleep(25);
      expect(ends).toContain(size('a'));
    }
    stop();
    await done;
  });

  it('gives the machine to whom the control files allow, and to all when they lapse', async () => {
    record('a', 10_000);
    record('b', 10_000);
    const { done, stop } = play(50);
    await grows('a');
    await grows('b');
    const control = (task: string, state: 'run' | 'pause', until: number): void => {
      const file = {
        version: 1,
        task,
        state,
        from: new Date(0).toISOString(),
        until: new Date(until).toISOString(),
      };
      writeFileSync(join(folder, 'live', task, 'laira-control.json'), JSON.stringify(file));
    };
    const share = (until: number): void => {
      control('b', 'pause', until);
      control('a', 'run', until);
    };
    share(Date.now() + 3600_000);
    // What is under way when the files are written may still reach the log of the paused run.
    let paused: number;
    do {
      paused = size('b');
      for (let burst = 0; burst < 10; burst++) await grows('a');
    } while (size('b') !== paused);
    const lapse = Date.now() + 200;
    share(lapse);
    await grows('b');
    expect(Date.now()).toBeGreaterThanOrEqual(lapse);
    stop();
    await done;
  });

  it('scales the bundle and keeps its comments', async () => {
    record('a', 2);
    const bundle = `{
  // tonight
  "tasks": [{ "name": "a", "logs": ["a/*.log"], "target": 1, "deadline": "20m", "begin": "1m", "dataRate": 10 }]
}`;
    writeFileSync(join(folder, 'source/laira.json'), bundle);
    await play(10).done;
    const text = readFileSync(join(folder, 'live/laira.json'), 'utf8');
    expect(text).toContain('// tonight');
    const parsed = parseBundle('/laira.json', text).bundle!;
    expect(parsed.start).toBeGreaterThan(Date.now() - 60_000);
    expect(parsed.tasks[0]).toMatchObject({
      dataRate: 100,
      deadline: { seconds: 120 },
      begin: { seconds: 6 },
    });
  });

  describe('of a document', () => {
    const history = Array.from({ length: 30 }, (_, i) => ({ epoch: i, loss: 2 - i / 30, step: i + 1 }));
    const document = { epoch: 29, global_step: 30, log_history: history, max_steps: 30 };
    const live = () => join(folder, 'live/hf/trainer_state.json');
    const read = () => JSON.parse(readFileSync(live(), 'utf8')) as typeof document;

    /** @param moments seconds at which it had 10, 20 and 30 entries */
    function recordDocument(moments: readonly number[]): void {
      const run = join(folder, 'source/hf');
      mkdirSync(run, { recursive: true });
      writeFileSync(join(run, 'trainer_state.json'), JSON.stringify(document, null, 2));
      const rows = moments.map((moment, i) => `${moment},${10 * (i + 1)}\n`);
      writeFileSync(join(run, 'flushes.csv'), `seconds,entries\n${rows.join('')}`);
    }

    it('shows what its writer had by then', async () => {
      recordDocument([1, 90_000, 100_000]);
      const { done, stop } = play(40);
      while (!existsSync(live())) await sleep(10);
      expect(read()).toEqual({ ...document, epoch: 9, global_step: 10, log_history: history.slice(0, 10) });
      stop();
      await done;
    });

    it('replaces it in one step, as its writer does', async () => {
      recordDocument([1, 20, 40]);
      const played = { isOver: false };
      const { done } = play(40);
      void done.then(() => (played.isOver = true));
      while (!existsSync(live())) await sleep(10);
      while (!played.isOver) {
        expect([10, 20, 30]).toContain(read().log_history.length);
        await sleep(5);
      }
      expect(read()).toEqual(document);
    });
  });

  it('refuses to write over what is there, and says when there is nothing to replay', async () => {
    record('a', 2);
    await play(100).done;
    await expect(play(100).done).rejects.toThrow(ReplayError);
    rmSync(join(folder, 'source'), { recursive: true });
    mkdirSync(join(folder, 'source'));
    await expect(play(100).done).rejects.toThrow(/no log/);
  });
});

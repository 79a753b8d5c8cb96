import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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

function play(speed: number, abort = new AbortController()): { done: Promise<void>; stop: () => void } {
  const done = replay({
    source: join(folder, 'source'),
    destination: join(folder, 'live'),
    speed,
    signal: abort.signal,
    progress: () => undefined,
  });
  return {
    done,
    stop: () => {
      abort.abort();
    },
  };
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
    while (size('a') === 0 || size('b') === 0) await sleep(20);
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
    const until = Date.now() + 1500;
    control('b', 'pause', until);
    control('a', 'run', until);
    await sleep(200);
    const paused = size('b');
    const running = size('a');
    await sleep(600);
    expect(size('b')).toBe(paused);
    expect(size('a')).toBeGreaterThan(running);
    while (size('b') === paused) await sleep(20);
    expect(Date.now()).toBeGreaterThanOrEqual(until);
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

  it('replaces a document as its writer does', async () => {
    const run = join(folder, 'source/hf');
    mkdirSync(run, { recursive: true });
    const history = Array.from({ length: 30 }, (_, i) => ({ epoch: i, loss: 2 - i / 30, step: i + 1 }));
    const document = { epoch: 29, global_step: 30, log_history: history, max_steps: 30 };
    writeFileSync(join(run, 'trainer_state.json'), JSON.stringify(document, null, 2));
    writeFileSync(join(run, 'flushes.csv'), 'seconds,entries\n1,10\n20,20\n40,30\n');
    const { done } = play(40);
    const read = () =>
      JSON.parse(readFileSync(join(folder, 'live/hf/trainer_state.json'), 'utf8')) as typeof document;
    while (size('hf') === 0) {
      await sleep(10);
      try {
        expect(read()).toMatchObject({ global_step: 10 });
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      }
    }
    await done;
    expect(read()).toEqual(document);
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

import { describe, expect, it } from 'vitest';
import { Tail } from '../../../src/monitor/tail.js';
import { ManualClock, MemoryFiles } from '../../support/memory-files.js';

const PATH = '/logs/run.csv';

function setUp(rewritten = false) {
  const clock = new ManualClock();
  const files = new MemoryFiles(clock);
  const tail = new Tail(PATH, files, rewritten);
  const poll = async (budget = 1 << 20): Promise<string> => {
    clock.advance(1000);
    let seen = '';
    await tail.poll((event) => {
      seen += event.kind === 'bytes' ? new TextDecoder().decode(event.bytes) : `<${event.kind}>`;
    }, budget);
    return seen;
  };
  return { files, poll };
}

describe('Tail', () => {
  it('reads every byte once', async () => {
    const { files, poll } = setUp();
    files.write(PATH, 'a,b\n');
    expect(await poll()).toBe('a,b\n');
    expect(await poll()).toBe('');
    const before = files.bytesRead;
    files.append(PATH, '1,2\n');
    expect(await poll()).toBe('1,2\n');
    // The new line and the fingerprint before it, never the file.
    expect(files.bytesRead - before).toBeLessThanOrEqual(4 + 64);
  });

  it('starts anew when another file takes the path', async () => {
    const { files, poll } = setUp();
    files.write(PATH, 'old run, long\n');
    await poll();
    files.write(PATH, 'new run, also long\n');
    expect(await poll()).toBe('<restart>new run, also long\n');
  });

  it('starts anew when the file shrinks', async () => {
    const { files, poll } = setUp();
    files.write(PATH, 'one\ntwo\nthree\n');
    await poll();
    files.rewrite(PATH, 'one\n');
    expect(await poll()).toBe('<restart>one\n');
  });

  it('notices a rewrite that leaves the file longer', async () => {
    const { files, poll } = setUp();
    files.write(PATH, 'step,loss\n1,2.0\n');
    await poll();
    files.rewrite(PATH, 'step,loss,lr\n1,2.0,0.1\n2,1.9,0.1\n');
    expect(await poll()).toBe('<restart>step,loss,lr\n1,2.0,0.1\n2,1.9,0.1\n');
  });

  it('notices a rewrite of the same size', async () => {
    const { files, poll } = setUp();
    files.write(PATH, '1,2.0\n');
    await poll();
    files.rewrite(PATH, '1,3.0\n');
    expect(await poll()).toBe('<restart>1,3.0\n');
  });

  it('tells once that the file is gone, and reads it when it comes back', async () => {
    const { files, poll } = setUp();
    files.write(PATH, 'a\n');
    await poll();
    await files.remove(PATH);
    expect(await poll()).toBe('<gone>');
    expect(await poll()).toBe('');
    files.write(PATH, 'b\n');
    expect(await poll()).toBe('<restart>b\n');
  });

  it('reads a document from its start whenever it changed', async () => {
    const { files, poll } = setUp(true);
    files.write(PATH, '{"a":1}');
    expect(await poll()).toBe('{"a":1}');
    expect(await poll()).toBe('');
    files.rewrite(PATH, '{"a":1,"b":2}');
    expect(await poll()).toBe('<restart>{"a":1,"b":2}');
  });

  it('stops at its budget and goes on from there', async () => {
    const { files, poll } = setUp();
    files.write(PATH, 'abcdefgh');
    expect(await poll(3)).toBe('abc');
    expect(await poll(3)).toBe('def');
    expect(await poll(3)).toBe('gh');
  });
});

import { describe, expect, it } from 'vitest';
import { refusalOfPattern } from '../../../src/readers/pattern-check.js';
import { createPatternReader } from '../../../src/readers/pattern-reader.js';
import { readText, shortly } from './read-text.js';

describe("a pattern of the user's own", () => {
  const events = (pattern: string, text: string, flags?: string): string[] =>
    shortly(readText(createPatternReader(pattern, flags), text).events);

  it('names the loss and the step', () => {
    expect(
      events('(?<step>\\d+)/(?<total>\\d+) -> (?<loss>\\S+)', '1/100 -> 2.5\nnothing\n2/100 -> nan\n'),
    ).toEqual(['until 100', 'loss=2.5@1', 'loss=NaN@2']);
  });

  it('names metrics by a group, and further ones by their groups', () => {
    expect(events('@(?<metric>\\w+) (?<value>[\\d.]+) (?<lr>[\\d.]+)?', '@nll 2.5 0.1\n@acc 0.5 \n')).toEqual(
      ['nll=2.5@?', 'lr=0.1@?', 'acc=0.5@?'],
    );
  });

  it('may ignore case, and reads times and thousands', () => {
    const { events: found } = readText(
      createPatternReader('^(?<time>\\S+ \\S+) LOSS (?<loss>\\S+) at (?<step>\\S+)', 'i'),
      '2023-11-14T22:13:20Z x loss 2.5 at 1,000\n',
    );
    expect(found).toMatchObject([{ metric: 'loss', value: 2.5, step: 1000, wallTime: 1700000000 }]);
  });
});

describe('a pattern that is refused', () => {
  it.each([
    ['(', ''],
    ['loss (\\d+)', ''],
    ['(?<loss>\\d+)', 'g'],
    ['(a+)+(?<loss>\\d+)', ''],
    ['((a|b)*)*(?<loss>\\d+)', ''],
    ['(?:a|ab)+(?<loss>\\d+)', ''],
    ['(?<loss>(?:\\d+\\.?)*)', ''],
    ['(x+x+)+y(?<loss>\\d)', ''],
    ['(?:a{1,100}){2,}(?<loss>\\d)', ''],
    ['(?<loss>\\d+)\\1', ''],
    ['.*.*.*.*.*(?<loss>\\d)', ''],
  ])('%j with flags %j', (pattern, flags) => {
    expect(refusalOfPattern(pattern, flags)).toEqual(expect.any(String));
    const { events, problems } = readText(createPatternReader(pattern, flags), 'loss 1\n');
    expect(events).toEqual([]);
    expect(problems).toMatchObject([{ kind: 'unsupported', place: 1 }]);
  });

  it.each([
    'loss[:=]\\s*(?<loss>[-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)',
    '^.*?step\\s+(?<step>\\d+).*?loss\\s*[:=]\\s*(?<loss>\\d+\\.\\d+)',
    '[(+*](?<value>\\d{1,3})[)|]',
    '(?:train|val) (?<loss>\\S+)',
  ])('does not look like %j', (pattern) => {
    expect(refusalOfPattern(pattern, '')).toBeUndefined();
  });
});

it('a pattern that turns out slow is switched off', () => {
  const reader = createPatternReader('\\w+\\w+\\w+\\w+!(?<loss>\\d)');
  const start = Date.now();
  const { problems } = readText(reader, `${'a'.repeat(5000)}\nabc!5\n`);
  expect(Date.now() - start).toBeLessThan(60_000);
  expect(problems).toMatchObject([{ kind: 'unsupported', place: 1 }]);
});

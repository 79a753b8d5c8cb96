import { expect, it } from 'vitest';
import { parseDateAndTime, wallTimeFromNumber } from '../../../src/readers/wall-time.js';

it('knows seconds and milliseconds since 1970 by their size', () => {
  expect(wallTimeFromNumber(1700000000.5)).toBe(1700000000.5);
  expect(wallTimeFromNumber(1700000000500)).toBe(1700000000.5);
  for (const value of [0, -5, 12.5, 5e9, NaN, Infinity]) expect(wallTimeFromNumber(value)).toBeUndefined();
});

it.each([
  ['2023-11-14T22:13:20Z', 1700000000],
  ['2023-11-14 22:13:20.250+00:00', 1700000000.25],
  ['2023/11/14 23:13:20,5+0100', 1700000000.5],
])('reads %s', (text, seconds) => {
  expect(parseDateAndTime(text, 0)).toEqual({ seconds, end: text.length });
});

it('takes a time without a zone in the zone of this machine', () => {
  expect(parseDateAndTime('2023-11-14 22:13:20', 0)?.seconds).toBe(
    new Date(2023, 10, 14, 22, 13, 20).getTime() / 1000,
  );
});

it('says where there is no time', () => {
  for (const text of ['2023-11-14', '22:13:20', 'soon', ''])
    expect(parseDateAndTime(text, 0)).toBeUndefined();
});

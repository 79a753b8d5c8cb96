import { describe, expect, it } from 'vitest';
import { isMissing, mayBeCut, parseNumber } from '../../../src/readers/numbers.js';

describe('parseNumber', () => {
  it.each([
    ['1', 1],
    ['-0.5', -0.5],
    ['.5', 0.5],
    ['+2', 2],
    ['8.000000E-06', 8e-6],
    ['  2.5 ', 2.5],
    ['inf', Infinity],
    ['-Infinity', -Infinity],
    ['1.#INF', Infinity],
  ])('reads %j', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each(['nan', 'NaN', 'NAN', '-nan', '-nan(ind)', '1.#QNAN'])('reads %j as not a number', (text) => {
    expect(parseNumber(text)).toBeNaN();
  });

  it.each([
    '',
    ' ',
    'NA',
    'None',
    'null',
    '0x10',
    '0b1',
    '1.2.3',
    '\0',
    '\u0001 ',
    '12abc',
    'info',
    '[1, 2]',
    '-',
    '1e',
  ])('takes %j for no number', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });
});

it('knows the words for a missing value', () => {
  for (const word of ['', '  ', 'NA', 'n/a', 'None', 'null', '<NA>']) expect(isMissing(word)).toBe(true);
  for (const word of ['0', 'nan', 'x']) expect(isMissing(word)).toBe(false);
});

describe('mayBeCut', () => {
  it.each([
    ['0.53', '0.5342', true],
    ['0.5342', '0.5319', false],
    ['9.8', '10.1234', true],
    ['1.2e-0', '3.4e-05', true],
    ['1.2', '3.4e-05', true],
    ['1.2e-05', '3.4e-05', false],
    ['12', '110', true],
    ['120', '110', false],
    ['0.123456789012', '0.1234567890123456', false],
    ['nan', '0.5342', false],
    ['0.5', undefined, true],
    ['-', '0.5', true],
  ])('%j after %j: %j', (text, earlier, expected) => {
    expect(mayBeCut(text, earlier)).toBe(expected);
  });
});

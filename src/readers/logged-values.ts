import { isJsonObject } from './lenient-json.js';

const NON_FINITE: ReadonlyMap<unknown, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/**
 * Appends the numbers in a value that was logged under a name, as W&B and Trackio store it in JSON: non-finite ones
 * are words, a dictionary's keys are joined with dots, and `_type` marks media (histograms, images, tables).
 */
export function appendNumbers(
  name: string,
  value: unknown,
  append: (name: string, value: number) => void,
): void {
  const number = typeof value === 'number' ? value : NON_FINITE.get(value);
  if (number !== undefined) append(name, number);
  else if (isJsonObject(value) && !('_type' in value)) {
    for (const [key, inner] of Object.entries(value)) appendNumbers(`${name}.${key}`, inner, append);
  }
}

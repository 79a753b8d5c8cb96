import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const FOLDER = fileURLToPath(new URL('../../../shared/reference/', import.meta.url));

/** Whether the vectors of the independent implementation are here; prints why the tests are skipped where not. */
export function hasReference(file: string): boolean {
  const found = existsSync(FOLDER + file);
  if (!found) console.warn(`skipped: ${FOLDER}${file} is absent`);
  return found;
}

/** The parsed file; the caller knows what it holds. */
export function readReference(file: string): unknown {
  return JSON.parse(readFileSync(FOLDER + file, 'utf8'));
}

export interface ReferenceCase {
  readonly name: string;
  readonly algorithm: string;
  readonly input: Record<string, unknown>;
  readonly expected: unknown;
}

/**
 * Compares every number of `expected` with the same place of `actual`, which may hold more fields.
 * A number passes within `relative` of its size or within `absolute`.
 */
export function expectClose(
  actual: unknown,
  expected: unknown,
  relative: number,
  absolute: number,
  place = '',
): void {
  if (typeof expected === 'number') {
    if (typeof actual !== 'number') expect.fail(`${place}: no number`);
    const difference = Math.abs(actual - expected);
    if (!(difference <= Math.max(absolute, relative * Math.abs(expected)))) {
      expect.fail(`${place}: ${actual} against ${expected}`);
    }
    return;
  }
  if (typeof expected !== 'object' || expected === null) {
    expect(actual, place).toEqual(expected);
    return;
  }
  if (typeof actual !== 'object' || actual === null) expect.fail(`${place}: missing`);
  if (Array.isArray(expected)) expect((actual as readonly unknown[]).length, place).toBe(expected.length);
  for (const [key, value] of Object.entries(expected)) {
    expectClose((actual as Record<string, unknown>)[key], value, relative, absolute, `${place}.${key}`);
  }
}

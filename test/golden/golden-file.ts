import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';

/**
 * Holds a text against test/golden/expected/NAME. A missing file fails like a wrong one; it is written only when
 * UPDATE_GOLDEN is set, by a person who then reads the difference.
 */
export function expectGolden(name: string, actual: string): void {
  const file = join(import.meta.dirname, 'expected', name);
  if (process.env['UPDATE_GOLDEN'] !== undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
  }
  expect(existsSync(file), `${file} is missing; run with UPDATE_GOLDEN=1 and read what it says`).toBe(true);
  expect(actual).toBe(readFileSync(file, 'utf8'));
}

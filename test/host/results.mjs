// What the scenarios brought, for people and for scripts/test.mjs.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const artefacts = fileURLToPath(new URL('../../.artefacts/host', import.meta.url));

/** The results of a scenario; one failed test stands for a scenario that left none. */
export async function readScenario({ scenario, results }, problem) {
  if (problem === undefined) return JSON.parse(await readFile(results, 'utf8'));
  const test = { name: 'leaves results', ok: false, milliseconds: 0, error: problem };
  return { scenario, tests: [test], notRun: [], measures: [] };
}

export function printScenario({ scenario, tests, notRun, measures }) {
  console.log(`\n${scenario}`);
  for (const { name, ok, milliseconds, error } of tests) {
    console.log(`  ${ok ? '✓' : '✗'} ${name} (${milliseconds} ms)`);
    if (!ok) console.log(error.replace(/^/gm, '      '));
  }
  for (const name of notRun) console.log(`  - ${name} (not run)`);
  for (const { measure, value, unit } of measures) console.log(`  ${measure}: ${value.toFixed(1)} ${unit}`);
}

/**
 * Writes everything, with counts in the form of vitest's JSON reporter.
 * @returns {Promise<boolean>} whether every test passed
 */
export async function writeResults(scenarios) {
  const tests = scenarios.flatMap((scenario) => scenario.tests);
  const numPassedTests = tests.filter(({ ok }) => ok).length;
  const numFailedTests = tests.length - numPassedTests;
  const numPendingTests = scenarios.flatMap(({ notRun }) => notRun).length;
  const results = { numPassedTests, numFailedTests, numPendingTests, scenarios };
  await mkdir(artefacts, { recursive: true });
  await writeFile(join(artefacts, 'results.json'), JSON.stringify(results, undefined, 2));
  console.log(`\nhost: ${numPassedTests} passed, ${numFailedTests} failed`);
  return numFailedTests === 0;
}

// npm test: every layer in order, up to the first that fails. `--only NAME` runs one layer.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCommand } from './child-process.mjs';
import { ensureWorkbench } from './workbench-install.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => [join('node_modules', '.bin', name)];
const vitest = (name, ...args) => [
  ...bin('vitest'),
  ...['run', ...args, '--reporter=default', '--reporter=json', `--outputFile.json=${resultsOf(name)}`],
];

const LAYERS = [
  { name: 'typecheck', commands: [[...bin('tsc'), '-b']] },
  {
    name: 'lint',
    commands: [
      [...bin('eslint'), '.'],
      [...bin('prettier'), '--check', '--log-level', 'warn', '.'],
    ],
  },
  // Databases have a layer of their own: this Node may be too old to open them.
  { name: 'vitest', commands: [vitest('vitest', '--exclude', '**/*sqlite*.test.ts')], counted: true },
  { name: 'databases', commands: [vitest('databases', 'sqlite')], counted: true, node: nodeWithSqlite },
  { name: 'package', commands: [['scripts/package.mjs']] },
  { name: 'host', commands: [['test/host/workbench.mjs']], counted: true },
  { name: 'e2e', commands: [vitest('e2e', '--config', 'test/e2e/vitest.config.ts')], counted: true },
];

/** This Node where it has SQLite (22.13 and newer), else the one that comes with the test workbench. */
async function nodeWithSqlite() {
  if (process.getBuiltinModule('node:sqlite') !== undefined) return process.execPath;
  return (await ensureWorkbench()).node;
}

function resultsOf(name) {
  return join(root, '.artefacts', name, 'results.json');
}

const layers = chosenLayers();
const outcomes = [];
for (const layer of layers) {
  const outcome = await runLayer(layer);
  outcomes.push(outcome);
  if (!outcome.ok) break;
}
summarise();

function chosenLayers() {
  const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
  if (only === undefined) return LAYERS;
  const layer = LAYERS.find(({ name }) => name === only);
  if (layer !== undefined) return [layer];
  console.error(`There is no layer "${only}": choose one of ${LAYERS.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

async function runLayer({ name, commands, counted = false, node = () => process.execPath }) {
  console.log(`\n== ${name}`);
  const started = Date.now();
  const results = resultsOf(name);
  await rm(results, { force: true });
  await mkdir(join(results, '..'), { recursive: true });
  let ok = true;
  try {
    const executable = await node();
    for (const args of commands) {
      const { code } = await runCommand(executable, args, { cwd: root });
      ok &&= code === 0;
      if (!ok) break;
    }
  } catch (error) {
    console.error(error.message);
    ok = false;
  }
  const counts = counted ? await readCounts(results) : { passed: 0, failed: 0, skipped: 0 };
  // A layer that broke before it could count is one failure.
  if (!ok && counts.failed === 0) counts.failed = 1;
  return { name, ok, seconds: (Date.now() - started) / 1000, ...counts };
}

/** Counts of a results file in the form of vitest's JSON reporter. */
async function readCounts(path) {
  if (!existsSync(path)) return { passed: 0, failed: 0, skipped: 0 };
  const results = JSON.parse(await readFile(path, 'utf8'));
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests,
    skipped: results.numPendingTests + (results.numTodoTests ?? 0),
  };
}

function summarise() {
  console.log('');
  for (const { name } of layers) {
    const outcome = outcomes.find((one) => one.name === name);
    console.log(`${name.padEnd(10)} ${outcome === undefined ? 'not run' : describe(outcome)}`);
  }
  const total = (key) => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
  const skipped = total('skipped');
  console.log(
    `\n${total('passed')} passed, ${total('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
  );
  process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;
}

function describe({ ok, seconds, passed, failed }) {
  const tests = passed + failed > 0 ? `  (${passed} passed, ${failed} failed)` : '';
  return `${ok ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(6)} s${tests}`;
}

import type { HostContext, HostTest, HostTestResult, Measure, ScenarioResults } from './host-test.js';
import { bundleTests } from './bundle.js';
import { emptyFolderTests } from './empty-folder.js';
import { loadTests } from './load.js';
import { logsTests } from './logs.js';
import { sampleRunsTests } from './sample-runs.js';

const SCENARIOS: Readonly<Record<string, readonly HostTest[]>> = {
  'empty-folder': [...emptyFolderTests, ...sampleRunsTests],
  logs: logsTests,
  bundle: bundleTests,
  load: loadTests,
};
/** Longer than the waits of any test, so that these tell what they missed. */
const TEST_SECONDS = 400;

/** Runs the tests of one scenario in their order, up to the first that fails: later ones build on earlier ones. */
export async function runScenario(scenario: string, folder: string): Promise<ScenarioResults> {
  const measures: Measure[] = [];
  const context: HostContext = {
    folder,
    measure: (measure, value, unit) => {
      measures.push({ measure, value, unit });
    },
  };
  const planned = SCENARIOS[scenario] ?? [unknownScenario(scenario)];
  const tests: HostTestResult[] = [];
  for (const test of planned) {
    const started = Date.now();
    const error = await within(TEST_SECONDS, async () => test.run(context)).then(noError, describeError);
    const milliseconds = Date.now() - started;
    tests.push({ name: test.name, ok: error === undefined, milliseconds, error });
    if (error !== undefined) break;
  }
  return { scenario, tests, notRun: planned.slice(tests.length).map(({ name }) => name), measures };
}

function unknownScenario(name: string): HostTest {
  return {
    name: 'is a known scenario',
    run: () => {
      throw new Error(`There is no scenario "${name}".`);
    },
  };
}

async function within(seconds: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`not over within ${seconds} s`));
    }, seconds * 1000);
  });
  await Promise.race([work(), timeout]).finally(() => {
    clearTimeout(timer);
  });
}

function noError(): undefined {
  return undefined;
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

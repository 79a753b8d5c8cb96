import { InvalidArgumentError, Option } from 'commander';
import { stringifyJson } from '../base/json-numbers.js';
import type { PolicyDefinition } from '../core/policies/policy.js';
import { POLICIES, policyByName } from '../core/policies/registry.js';
import { tasksByResource, type SimulationBundle } from '../core/simulation/bundle.js';
import { oracleSuccesses } from '../core/simulation/oracle.js';
import { simulate, type SimulationResult } from '../core/simulation/simulator.js';
import type { CliOutput, RegisterCommand } from './command.js';
import { openBundleSource } from './simulation-bundles.js';
import { table } from './table.js';

/** Bundles that are held in memory at once. */
const MOST_SEEDS = 10_000;

const NAMES = POLICIES.map(({ name }) => name);

interface Options {
  readonly bundle: string;
  readonly policies: readonly PolicyDefinition[];
  readonly seeds: number;
  readonly firstSeed: number;
  readonly curves?: readonly string[];
  readonly switchCost: number;
  readonly oracle?: boolean;
  readonly trace?: boolean;
  readonly json?: boolean;
}

export const registerSimulate: RegisterCommand = (program, output) => {
  program
    .command('simulate')
    .description('replay recorded or generated loss curves under policies, and count the tasks that succeed')
    .requiredOption(
      '--bundle <bundle>',
      'pure or mixed (the tables of the paper), scale:K, a laira.json, or a JSON file of tasks with "losses"',
    )
    .addOption(
      new Option('--policies <names>', `of ${NAMES.join(',')}`)
        .argParser(parsePolicies)
        .default(POLICIES, 'all'),
    )
    .option('--seeds <n>', `bundles to draw, up to ${MOST_SEEDS}`, parseSeeds, 30)
    .option('--first-seed <n>', 'the first of the seeds', parseCount, 1)
    .option('--curves <path...>', 'run logs whose curves take the place of generated ones')
    .option('--switch-cost <units>', 'time lost whenever another task takes the machine', parseCost, 0)
    .option('--oracle', 'also count what a scheduler that knows all curves could reach')
    .option('--trace', 'add the allocation of every slice')
    .option('--json', 'print one JSON document')
    .action(async (options: Options) => {
      await run(options, output);
    });
};

async function run(options: Options, output: CliOutput): Promise<void> {
  const source = await openBundleSource(options.bundle, options.curves);
  const seeds = Array.from({ length: options.seeds }, (_, i) => options.firstSeed + i);
  const first = source.make(options.firstSeed);
  const bundles = seeds.map((seed) => (source.fixed ? first : source.make(seed)));
  const settings = { switchCost: options.switchCost, trace: options.trace === true };
  const outcomes = options.policies.map((policy, i) => {
    output.err(`${source.name}: ${policy.name} (${i + 1} of ${options.policies.length})\n`);
    return { policy, results: overBundles(bundles, (bundle) => simulate(bundle, policy, settings)) };
  });
  const oracle = options.oracle === true ? overBundles(bundles, oracleSuccesses) : undefined;
  output.out(
    options.json === true
      ? `${stringifyJson(documentOf(source.name, seeds, outcomes, oracle, settings.trace))}\n`
      : describe(source.name, first, seeds.length, outcomes, oracle),
  );
}

/** One policy's results, one per bundle. */
interface Outcome {
  readonly policy: PolicyDefinition;
  readonly results: readonly SimulationResult[];
}

/** One result per bundle; a bundle that is the same object as the one before is not worked out again. */
function overBundles<T>(bundles: readonly SimulationBundle[], work: (bundle: SimulationBundle) => T): T[] {
  const results: T[] = [];
  bundles.forEach((bundle, i) => {
    results.push(i > 0 && bundle === bundles[i - 1] ? results[i - 1]! : work(bundle));
  });
  return results;
}

/** The contract's shape. */
function documentOf(
  bundle: string,
  seeds: readonly number[],
  outcomes: readonly Outcome[],
  oracle: readonly number[] | undefined,
  trace: boolean,
): Record<string, unknown> {
  const policies = outcomes.map(({ policy, results }) => {
    const successes = results.map((result) => result.successes);
    const switches = results.map((result) => result.switches);
    const allocations = results.map((result, i) => ({ seed: seeds[i], slices: result.allocations }));
    return {
      policy: policy.name,
      successes,
      meanSuccesses: mean(successes),
      standardError: standardError(successes),
      switches,
      meanSwitches: mean(switches),
      meanSetChanges: mean(results.map((result) => result.setChanges)),
      ...(trace && { allocations }),
    };
  });
  return {
    bundle,
    seeds: seeds.length,
    policies,
    ...(oracle !== undefined && { oracle: { successes: oracle, meanSuccesses: mean(oracle) } }),
  };
}

/** For people: best first. */
function describe(
  name: string,
  bundle: SimulationBundle,
  seeds: number,
  outcomes: readonly Outcome[],
  oracle: readonly number[] | undefined,
): string {
  const best = oracle === undefined ? NaN : mean(oracle);
  const rows = outcomes
    .map(({ policy, results }) => {
      const successes = results.map((result) => result.successes);
      return { policy, results, successes, mean: mean(successes) };
    })
    .sort((a, b) => b.mean - a.mean)
    .map((row) => [
      row.policy.name,
      row.mean.toFixed(2),
      standardError(row.successes).toFixed(2),
      ...(oracle === undefined ? [] : [(row.mean / best).toFixed(2)]),
      mean(row.results.map((result) => result.switches)).toFixed(0),
      row.policy.title,
    ]);
  const header = [
    'policy',
    'tasks done',
    '± SE',
    ...(oracle === undefined ? [] : ['of oracle']),
    'switches',
    '',
  ];
  const machines = tasksByResource(bundle.tasks).length;
  const where = machines > 1 ? ` on ${machines} machines, one per resource` : '';
  const title = `${name}: ${counted(bundle.tasks.length, 'task')}${where}, ${counted(seeds, 'seed')}`;
  const ceiling = oracle === undefined ? '' : `The oracle, which knows all curves: ${best.toFixed(2)}\n`;
  return `${title}\n${table(header, rows)}${ceiling}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of the mean; 0 for a single value. */
function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

function parsePolicies(text: string): readonly PolicyDefinition[] {
  return text.split(',').map((part) => {
    const policy = policyByName(part.trim());
    if (policy === undefined) {
      throw new InvalidArgumentError(`There is no policy "${part.trim()}"; choose of ${NAMES.join(', ')}.`);
    }
    return policy;
  });
}

function parseSeeds(text: string): number {
  const value = parseCount(text);
  if (value > MOST_SEEDS) throw new InvalidArgumentError(`It must be ${MOST_SEEDS} at most.`);
  return value;
}

function parseCount(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new InvalidArgumentError('It must be a whole number above 0.');
  return value;
}

function parseCost(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value < Infinity))
    throw new InvalidArgumentError('It must be a number of units, 0 or more.');
  return value;
}

import { InvalidArgumentError, Option } from 'commander';
import { stringifyJson } from '../base/json-numbers.js';
import { backtest, type BacktestCurve, type BacktestResult } from '../core/evaluation/backtest.js';
import type { EstimatorDefinition } from '../core/estimators/estimator.js';
import { ESTIMATORS, estimatorByName } from '../core/estimators/registry.js';
import { loadRuns, type LoadedRun } from '../node/load-runs.js';
import { CommandError, type CliOutput, type RegisterCommand } from './command.js';

/** `m4` takes seconds a prediction, so it runs only when it is named. */
const DEFAULT_METHODS = ESTIMATORS.filter(({ name }) => name !== 'm4');
const DEFAULT_FRACTIONS = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2];
const DEFAULT_TARGET = 500;

interface Options {
  readonly metric?: string;
  readonly methods: readonly EstimatorDefinition[];
  readonly fractions: readonly number[];
  readonly targetIndex: number | 'last';
  readonly json?: boolean;
}

export const registerBacktest: RegisterCommand = (program, output) => {
  program
    .command('backtest')
    .description(
      'from the first part of recorded curves, predict a later point, and say how far each method was off',
    )
    .argument('<path...>', 'run logs, or folders of them')
    .option('--metric <name>', 'which metric of each run (default: the loss of the run)')
    .addOption(
      new Option('--methods <names>', `of ${ESTIMATORS.map(({ name }) => name).join(',')}`)
        .argParser(parseMethods)
        .default(DEFAULT_METHODS, 'all but m4, which takes about a second a prediction'),
    )
    .addOption(
      new Option('--fractions <list>', 'shares of the way to the target that are shown')
        .argParser(parseFractions)
        .default(DEFAULT_FRACTIONS, DEFAULT_FRACTIONS.join(',')),
    )
    .option(
      '--target-index <index>',
      'which point to predict, from 1, or "last"',
      parseTarget,
      DEFAULT_TARGET,
    )
    .option('--json', 'print one JSON document')
    .action(async (paths: string[], options: Options) => {
      await run(paths, options, output);
    });
};

async function run(paths: readonly string[], options: Options, output: CliOutput): Promise<void> {
  const runs = await loadRuns(paths);
  const curves = runs.flatMap((loaded) => curveOf(loaded, options.metric, output));
  if (curves.length === 0) {
    const wanted =
      options.metric === undefined ? 'no run with a loss' : `no run with the metric "${options.metric}"`;
    throw new CommandError(`${paths.join(', ')}: ${wanted}; see what is there with "laira inspect".`);
  }
  const { methods, fractions, targetIndex } = options;
  const result = backtest(curves, { methods, fractions, target: targetIndex, now: () => performance.now() });
  if (options.json !== true) {
    output.out(describe(result, fractions));
    return;
  }
  const settings = {
    methods: methods.map(({ name }) => name),
    fractions,
    targetIndex,
    ...(options.metric !== undefined && { metric: options.metric }),
  };
  output.out(`${stringifyJson({ settings, ...result })}\n`);
}

/** The curve to test of one run; none, with a word on why, where the run lacks the metric. */
function curveOf(run: LoadedRun, metric: string | undefined, output: CliOutput): BacktestCurve[] {
  if (metric === undefined || metric === run.metric) {
    return [{ run: run.name, metric: run.metric, losses: run.losses, learningRates: run.learningRates }];
  }
  const losses = run.metrics.get(metric)?.losses;
  if (losses === undefined) {
    output.err(`${run.name}: has no metric "${metric}"; left out.\n`);
    return [];
  }
  return [{ run: run.name, metric, losses }];
}

/** For people: the median relative error of each method at each fraction, and the coverage of its 80 % interval. */
function describe({ curves, summary }: BacktestResult, fractions: readonly number[]): string {
  const tested = curves.filter(({ predictions }) => predictions.length > 0);
  const methods = [...new Set(summary.map(({ method }) => method))];
  const width = Math.max(...methods.map(({ length }) => length), 6);
  const header = [
    'method'.padEnd(width),
    ...fractions.map((fraction) => percent(fraction).padStart(12)),
  ].join(' ');
  const rows = methods.map((method) => {
    const cells = fractions.map((fraction) => {
      const row = summary.find((entry) => entry.method === method && entry.fraction === fraction);
      if (row === undefined || row.curves === 0) return '-'.padStart(12);
      const covered = row.coverage80 === undefined ? '' : ` (${percent(row.coverage80)})`;
      return `${percent(row.medianRelativeError)}${covered}`.padStart(12);
    });
    return [method.padEnd(width), ...cells].join(' ');
  });
  return [
    `${tested.length} of ${curves.length} curves. Median relative error by the share shown; in brackets, how often the 80 % interval held.`,
    header,
    ...rows,
    '',
  ].join('\n');
}

function percent(share: number): string {
  if (!Number.isFinite(share)) return String(share);
  const value = 100 * share;
  return `${value >= 9.95 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1)} %`;
}

function parseMethods(text: string): EstimatorDefinition[] {
  return text.split(',').map((part) => {
    const method = estimatorByName(part.trim());
    if (method === undefined) {
      throw new InvalidArgumentError(
        `"${part}" is not one of ${ESTIMATORS.map(({ name }) => name).join(', ')}.`,
      );
    }
    return method;
  });
}

function parseFractions(text: string): number[] {
  return text.split(',').map((part) => {
    const fraction = Number(part);
    if (!(fraction > 0 && fraction < 1)) throw new InvalidArgumentError(`"${part}" is not between 0 and 1.`);
    return fraction;
  });
}

function parseTarget(text: string): number | 'last' {
  if (text === 'last') return text;
  const index = Number(text);
  if (!Number.isInteger(index) || index < 3) {
    throw new InvalidArgumentError(`"${text}" is neither "last" nor a whole number from 3 on.`);
  }
  return index;
}

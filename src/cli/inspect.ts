import { stringifyJson } from '../base/json-numbers.js';
import { formatLoss } from '../base/number-format.js';
import { dkf } from '../core/estimators/dkf.js';
import { changesOf, explainChange } from '../monitor/changes.js';
import type { MetricSeries } from '../monitor/metric-series.js';
import { describeAxis, describeEnd } from '../monitor/explanation.js';
import { RunForecaster } from '../monitor/run-forecaster.js';
import type { Run } from '../monitor/run.js';
import { NoSuchPathError, readRuns } from '../node/load-runs.js';
import { metricRole } from '../readers/metric-role.js';
import type { ChangeView } from '../protocol/runs.js';
import { CommandError, type RegisterCommand } from './command.js';
import { table } from './table.js';

export const registerInspect: RegisterCommand = (program, output) => {
  program
    .command('inspect')
    .description('show what is in log files or folders: runs, metrics, the chosen loss, problems')
    .argument('<path...>', 'log files, or folders to look through')
    .option('--json', 'print one JSON document')
    .action(async (paths: string[], options: { json?: boolean }) => {
      const runs = await readRuns(paths).catch((error: unknown) => {
        throw error instanceof NoSuchPathError ? new CommandError(error.message) : error;
      });
      if (runs.length === 0) {
        throw new CommandError(
          `${paths.join(', ')}: no log of a known format is here; name a log file or its folder.`,
        );
      }
      output.out(
        options.json === true
          ? `${stringifyJson({ runs: runs.map(describe) })}\n`
          : runs.map(print).join('\n'),
      );
    });
};

/** One run in the contract's shape. */
function describe(run: Run): Record<string, unknown> {
  const horizon = run.horizon();
  const modified = Math.max(...[...run.files.values()].map((file) => file.modified));
  return {
    name: run.name,
    format: [...run.files.values()][0]?.format ?? '',
    files: [...run.files.keys()],
    metrics: [...run.metrics.values()].map(describeMetric),
    lossMetric: run.lossMetric === '' ? null : run.lossMetric,
    lossMetricReason: run.metricReason,
    lossMetricTied: run.tied,
    horizonStep: horizon?.step ?? null,
    horizonOrigin: horizon?.origin ?? null,
    dataSource: run.dataSource,
    exitCode: run.exitCode ?? null,
    lastWrite: Number.isFinite(modified) ? new Date(modified).toISOString() : null,
    changes: changes(run),
    problems: run.problems,
  };
}

/** Where the product's default method re-opens its filter, and the restarts. */
function changes(run: Run): ChangeView[] {
  const forecaster = new RunForecaster(run.reports, [dkf], () => undefined);
  forecaster.advance();
  return changesOf(run, forecaster.changes);
}

function describeMetric(series: MetricSeries): Record<string, unknown> {
  return {
    name: series.name,
    role: metricRole(series.name),
    points: series.length,
    nonFinite: series.nonFinite,
    segments: series.segments(),
    firstStep: stepOrNull(series.step.at(0)),
    lastStep: stepOrNull(series.step.last()),
    firstValue: series.value.at(0),
    lastValue: series.value.last(),
  };
}

/** A log without steps has none to tell. */
function stepOrNull(step: number): number | null {
  return Number.isNaN(step) ? null : step;
}

function print(run: Run): string {
  const rows = [...run.metrics.values()].map((series) => [
    `${series.name}${series.name === run.lossMetric ? ' *' : ''}`,
    metricRole(series.name),
    String(series.length),
    String(series.nonFinite),
    String(series.segments()),
    formatLoss(series.value.at(0), 6),
    formatLoss(series.value.last(), 6),
  ]);
  const problems = run.problems.map((problem) => {
    const place = problem.line === undefined ? `byte ${problem.offset ?? 0}` : `line ${problem.line}`;
    return `  ${problem.file}, ${place}: ${problem.message}\n`;
  });
  return [
    `${run.name} (${[...run.files.values()][0]?.format ?? ''})\n`,
    ...[...run.files.keys()].map((file) => `  ${file}\n`),
    `  training loss: ${run.lossMetric === '' ? 'none' : run.lossMetric}. ${run.metricReason}\n`,
    ...[...describeEnd(run), ...describeAxis(run)].map((line) => `  ${line}\n`),
    table(['metric', 'role', 'points', 'not finite', 'segments', 'first', 'last'], rows, '  '),
    ...changes(run).map((change) => `  ${explainChange(change)}\n`),
    ...problems,
  ].join('');
}

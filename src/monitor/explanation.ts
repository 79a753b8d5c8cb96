import { formatLoss } from '../base/number-format.js';
import { metricRole } from '../readers/metric-role.js';
import type { RunExplanation } from '../protocol/monitor.js';
import type { ProblemView, RunView } from '../protocol/runs.js';
import { explainChange } from './changes.js';
import { fileLink } from './paths.js';
import type { Run } from './run.js';

/** Problems told in full. */
const LISTED = 20;

/** Why a run is shown as it is, as a page for people: format, files, metrics, chosen loss, segments, problems. */
export function explainRun(run: Run, view: RunView): RunExplanation {
  const metrics = [...run.metrics.values()].map(
    (series) =>
      `| ${series.name}${series.name === run.lossMetric ? ' ←' : ''} | ${metricRole(series.name)} | ${series.length} | ` +
      `${series.nonFinite} | ${series.segments()} | ${formatLoss(series.value.at(0))} | ${formatLoss(series.value.last())} |`,
  );
  const methods = view.methods.map(
    (method) =>
      `| ${method.title}${method.usesLearningRate ? ' (uses the learning rate)' : ''} | ${formatLoss(method.loss)} | ` +
      `${method.interval80 === null ? '–' : `${formatLoss(method.interval80[0])} to ${formatLoss(method.interval80[1])}`} | ` +
      `${Number.isNaN(method.relativeError) ? '–' : `${(method.relativeError * 100).toFixed(0)} %`} |`,
  );
  const lines = [
    `# ${run.name}`,
    '',
    view.reason,
    '',
    `- Format: ${view.format === '' ? 'none found yet' : view.format}`,
    ...view.files.map((file) => `- Log: [${file}](${fileLink(file)})`),
    `- Training loss: ${run.lossMetric === '' ? 'none' : run.lossMetric}. ${run.metricReason}`,
    ...(run.tied.length > 0 ? [`- Equally fit by the rules: ${run.tied.join(', ')}`] : []),
    ...describeEnd(run).map((line) => `- ${line}`),
    ...describeAxis(run).map((line) => `- ${line}`),
    `- Reports: ${view.reports}, ${formatLoss(run.reports.size, 6)} samples each; last step ${view.step}`,
    `- Segments: ${view.segments} (more than one: the run was resumed or restarted; nothing is thrown away)`,
    '',
    '## Metrics',
    '',
    '| metric | role | values | not finite | segments | first | last |',
    '|---|---|--:|--:|--:|--:|--:|',
    ...metrics,
    ...(methods.length === 0
      ? []
      : [
          '',
          '## Forecasts',
          '',
          '| method | loss | 80 % interval | off by |',
          '|---|--:|--:|--:|',
          ...methods,
        ]),
    ...(view.changes.length === 0
      ? []
      : ['', '## Changes of regime', '', ...view.changes.map((change) => `- ${explainChange(change)}`)]),
    '',
    '## Problems',
    '',
    ...explainProblems(view.problems),
  ];
  return { name: run.name, text: `${lines.join('\n')}\n` };
}

/** Where a run's data and its end come from, a line each; nothing of what its log does not tell. */
export function describeAxis(run: Run): string[] {
  if (run.lossMetric === '') return [];
  const horizon = run.horizon();
  const end =
    horizon === undefined
      ? []
      : [
          horizon.origin === 'log'
            ? `Ends at step ${horizon.step}, as its log says`
            : `Ends at about step ${horizon.step}, from eta: the time to go that its log tells, at the pace of its steps`,
        ];
  return [`Cumulative data: ${run.dataSource}`, ...end];
}

/** That a run has ended, as far as its log tells. */
export function describeEnd({ exitCode }: Run): string[] {
  if (exitCode === undefined) return [];
  return [`Ended: its process exited with status ${exitCode}${exitCode === 0 ? '' : ', so it failed'}`];
}

function explainProblems(problems: readonly ProblemView[]): string[] {
  if (problems.length === 0) return ['None.'];
  const listed = problems.slice(0, LISTED).map((problem) => {
    const place =
      problem.line !== undefined
        ? `, line ${problem.line}`
        : problem.offset !== undefined
          ? `, byte ${problem.offset}`
          : '';
    return `- [${problem.file}${place}](${fileLink(problem.file, problem.line)}): ${problem.message}`;
  });
  const more = problems.length - listed.length;
  return more > 0 ? [...listed, `- ${more} more.`] : listed;
}

import type { MonitorState, ProblemView, RunView } from '../protocol/runs.js';
import { isoOrNull, numberOrNull, verdictsOf } from './verdicts.js';

/** One line of `watch --json`: the verdicts and the advice, every run with or without a task, and what is wrong. */
export function watchLineOf(state: MonitorState): Record<string, unknown> {
  return {
    ...verdictsOf(state),
    policy: state.policy,
    runs: state.runs.map(runOf),
    problems: [
      ...[...(state.bundle?.problems ?? []), ...state.problems].map((problem) => problemOf(problem, null)),
      ...state.runs.flatMap(({ name, problems }) => problems.map((problem) => problemOf(problem, name))),
    ],
  };
}

function runOf(run: RunView): Record<string, unknown> {
  return {
    name: run.name,
    format: run.format,
    metric: run.metric,
    status: run.status,
    reports: run.reports,
    step: numberOrNull(run.step),
    loss: numberOrNull(run.loss),
    predictedLoss: numberOrNull(run.methods[0]?.loss ?? NaN),
    lastReport: isoOrNull(run.lastReportAt),
  };
}

/** @param run the run whose log it is in; null for the bundle, a folder or the ledger */
function problemOf({ file, line, offset, kind, message }: ProblemView, run: string | null): object {
  return { file, line, offset, kind, message, run };
}

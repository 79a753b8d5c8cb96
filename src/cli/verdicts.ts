import { stringifyJson } from '../base/json-numbers.js';
import type { MonitorState, RecommendationView, RunView } from '../protocol/runs.js';
import { settledBundleMonitor } from './bundle-monitor.js';
import { CommandError, type RegisterCommand } from './command.js';
import { printState } from './state-table.js';

export const registerVerdicts: RegisterCommand = (program, output) => {
  program
    .command('verdicts')
    .description(
      'for each task of a bundle: will it reach its target by its deadline, and who gets the next slice',
    )
    .requiredOption('--bundle <file>', 'the bundle, laira.json')
    .option('--at <time>', 'look at the bundle as it was then, such as 2026-11-22T18:00:00Z')
    .option('--json', 'print one JSON document')
    .action(async (options: { bundle: string; at?: string; json?: boolean }) => {
      const at = options.at === undefined ? undefined : Date.parse(options.at);
      if (at !== undefined && Number.isNaN(at)) {
        throw new CommandError(
          `--at ${options.at ?? ''}: is no date; write one such as 2026-11-22T18:00:00Z.`,
        );
      }
      const monitor = await settledBundleMonitor(options.bundle, false, 0, at);
      const state = monitor.state();
      monitor.dispose();
      output.out(options.json === true ? `${stringifyJson(verdictsOf(state))}\n` : printState(state));
    });
};

/** A state in the contract's shape. */
export function verdictsOf(state: MonitorState): Record<string, unknown> {
  const recommendations = state.recommendations.map(recommendationOf);
  return {
    time: new Date(state.time).toISOString(),
    method: state.method,
    tasks: state.runs.filter((run) => run.task !== null).map(taskOf),
    recommendation: recommendations[0] ?? null,
    recommendations,
    inForce: state.slices.filter((slice) => slice.state === 'starting' || slice.state === 'running'),
  };
}

function taskOf(run: RunView): Record<string, unknown> {
  const method = run.methods[0];
  const toTarget = run.timeToTarget;
  return {
    task: run.name,
    status: run.status,
    verdict: run.verdict,
    probability: numberOrNull(run.probability),
    predictedLoss: numberOrNull(method?.loss ?? NaN),
    interval80: method?.interval80 ?? null,
    target: run.task?.target ?? null,
    deadline: isoOrNull(run.task?.deadline ?? NaN),
    /** Seconds of the whole machine to the target; null where it is not known or never. */
    eta: Number.isFinite(toTarget) ? toTarget : null,
    requiredRate: numberOrNull(run.requiredRate),
    predictedRate: numberOrNull(run.predictedRate),
    score: numberOrNull(run.score),
    reason: run.reason,
    reachedAt: isoOrNull(run.reachedAt),
    loss: run.loss,
    reports: run.reports,
    methods: run.methods,
  };
}

/** What comes after a short look; null where the advice is an ordinary slice. */
function afterLookOf({ afterLook }: RecommendationView): Record<string, unknown> | null {
  if (afterLook === null) return null;
  return { task: afterLook.name, slice: afterLook.length, unit: 's', reason: afterLook.reason };
}

function recommendationOf(advice: RecommendationView): Record<string, unknown> {
  return {
    task: advice.name,
    slice: advice.length,
    unit: 's',
    score: numberOrNull(advice.score),
    reason: advice.reason,
    resource: advice.resource,
    number: advice.slice,
    afterLook: afterLookOf(advice),
    alternatives: advice.alternatives.map(({ name, score, probability, remainingTime, feasible }) => ({
      task: name,
      score: numberOrNull(score),
      probability: numberOrNull(probability),
      remainingTime: numberOrNull(remainingTime),
      feasible,
    })),
  };
}

/** What is not known is null; an infinity is a number of its own. */
export function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

export function isoOrNull(time: number): string | null {
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}

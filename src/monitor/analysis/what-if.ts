import { ESTIMATORS, estimatorByName } from '../../core/estimators/registry.js';
import { policyByName } from '../../core/policies/registry.js';
import type { SimulatedTask, SimulationBundle } from '../../core/simulation/bundle.js';
import { continueCurve } from '../../core/simulation/continuation.js';
import { oracleSuccesses } from '../../core/simulation/oracle.js';
import { Random } from '../../core/simulation/random.js';
import { simulate, type SimulationResult } from '../../core/simulation/simulator.js';
import type {
  PolicyOutcome,
  RecordedTask,
  RunRecording,
  WhatIfAnswer,
  WhatIfJob,
} from '../../protocol/analysis.js';

/** Units of time in a simulation: the paper's tables have about as many. */
const UNITS = 1680;

/**
 * What would other policies have made of these runs? Each run is replayed from its beginning and continued to its
 * deadline by a forecast with its uncertainty; every policy meets the same continuations.
 */
export function whatIf(job: WhatIfJob, progress: (done: number, total: number) => void): WhatIfAnswer {
  const contenders = job.recordings.flatMap((recording) =>
    recording.task === null || recording.losses.length < 2 ? [] : { recording, task: recording.task },
  );
  const horizon = Math.max(0, ...contenders.map(({ task }) => task.deadline));
  const unit = Math.max(horizon / UNITS, 1e-9);
  const policies = job.policies.flatMap((name) => policyByName(name) ?? []);
  const results = policies.map((): SimulationResult[] => []);
  let oracle = 0;
  for (let seed = 1; seed <= job.seeds; seed++) {
    const bundle = continuation(contenders, unit, job.method, seed);
    oracle += oracleSuccesses(bundle) / job.seeds;
    policies.forEach((policy, i) => {
      progress((seed - 1) * policies.length + i, job.seeds * policies.length);
      const settings = { switchCost: job.switchCost / unit, trace: seed === 1 };
      results[i]!.push(simulate(bundle, policy, settings));
    });
  }
  progress(job.seeds * policies.length, job.seeds * policies.length);
  return {
    kind: 'what-if',
    tasks: contenders.map(({ recording, task }) => ({
      run: recording.run,
      name: recording.name,
      deadline: task.deadline,
    })),
    horizon,
    policies: policies.map((policy, i) => outcome(policy, results[i]!, contenders.length, unit)),
    meanOracle: oracle,
    reachedSoFar: contenders.filter(({ task }) => task.reached).length,
  };
}

/** One way in which all runs may go on, as a bundle; times in units. */
function continuation(
  contenders: readonly { readonly recording: RunRecording; readonly task: RecordedTask }[],
  unit: number,
  method: string,
  seed: number,
): SimulationBundle {
  const definition = estimatorByName(method) ?? ESTIMATORS[0]!;
  const tasks = contenders.map(({ recording, task }, k): SimulatedTask => {
    const { reportSize, losses, name } = recording;
    const reports = Math.ceil(((task.deadline - task.begin) * task.dataRate) / reportSize);
    return {
      name,
      begin: Math.round(task.begin / unit),
      deadline: Math.max(1, Math.round(task.deadline / unit)),
      target: task.target,
      dataRate: task.dataRate * unit,
      reportSize,
      losses: continueCurve(losses, reports, definition, new Random(seed * 1009 + k)),
    };
  });
  return { name: 'what-if', tasks };
}

function outcome(
  {
    name,
    title,
    description,
  }: { readonly name: string; readonly title: string; readonly description: string },
  results: readonly SimulationResult[],
  tasks: number,
  unit: number,
): PolicyOutcome {
  const mean = (of: (result: SimulationResult) => number): number =>
    results.reduce((sum, result) => sum + of(result), 0) / Math.max(1, results.length);
  return {
    policy: name,
    title,
    description,
    meanSuccesses: mean((result) => result.successes),
    successes: results.map((result) => result.successes),
    meanSwitches: mean((result) => result.switches),
    reached: Array.from({ length: tasks }, (_, k) =>
      mean((result) => (Number.isNaN(result.reachedAt[k]) ? 0 : 1)),
    ),
    slices: (results[0]?.allocations ?? []).flatMap(({ start, length, shares }) =>
      shares.map(({ task, share }) => ({ task, start: start * unit, length: length * unit, share })),
    ),
  };
}

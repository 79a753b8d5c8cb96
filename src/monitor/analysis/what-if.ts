import { ESTIMATORS, estimatorByName } from '../../core/estimators/registry.js';
import { policyByName } from '../../core/policies/registry.js';
import { oracleSuccesses } from '../../core/simulation/oracle.js';
import { makeRecordedBundle, unitOf } from '../../core/simulation/recorded-bundle.js';
import { simulate, type SimulationResult } from '../../core/simulation/simulator.js';
import type { PolicyOutcome, WhatIfAnswer, WhatIfJob } from '../../protocol/analysis.js';

/**
 * What would other policies have made of these runs? Each run is replayed from its beginning and continued to its
 * deadline by a forecast with its uncertainty; every policy meets the same continuations.
 */
export function whatIf(job: WhatIfJob, progress: (done: number, total: number) => void): WhatIfAnswer {
  const contenders = job.recordings.flatMap(({ run, name, losses, reportSize, task }) =>
    task === null || losses.length < 2 ? [] : { ...task, run, name, losses, reportSize },
  );
  const horizon = Math.max(0, ...contenders.map(({ deadline }) => deadline));
  const unit = unitOf(contenders);
  const method = estimatorByName(job.method) ?? ESTIMATORS[0]!;
  const policies = job.policies.flatMap((name) => policyByName(name) ?? []);
  const results = policies.map((): SimulationResult[] => []);
  let oracle = 0;
  for (let seed = 1; seed <= job.seeds; seed++) {
    const bundle = makeRecordedBundle('what-if', contenders, method, seed);
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
    tasks: contenders.map(({ run, name, deadline }) => ({ run, name, deadline })),
    horizon,
    policies: policies.map((policy, i) => outcome(policy, results[i]!, contenders.length, unit)),
    meanOracle: oracle,
    reachedSoFar: contenders.filter(({ reached }) => reached).length,
  };
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
    reachedAt: (results[0]?.reachedAt ?? []).map((time) => time * unit),
    slices: (results[0]?.allocations ?? []).flatMap(({ start, length, shares }) =>
      shares.map(({ task, share }) => ({ task, start: start * unit, length: length * unit, share })),
    ),
  };
}

import type { EstimatorDefinition } from '../core/estimators/estimator.js';
import { calibrated } from '../core/evaluation/calibrated.js';
import { IntervalCalibration } from '../core/evaluation/interval-calibration.js';
import type { IntervalScores } from '../core/evaluation/interval-scores.js';
import type { PolicyDefinition } from '../core/policies/policy.js';
import type { IntervalView } from '../protocol/runs.js';

/** What a run's forecaster asks of the record. */
export interface RunIntervals {
  /** The method as it is to be used. */
  prepare(definition: EstimatorDefinition): EstimatorDefinition;
  /** A forecast was scored, or all scores begin anew. */
  take(method: string, scores: IntervalScores): void;
}

/** A run that learns from no other one and teaches none. */
export const NO_RECORD: RunIntervals = { prepare: (definition) => definition, take: () => undefined };

/** How the intervals of one method have held. */
interface MethodRecord {
  readonly title: string;
  readonly calibration: IntervalCalibration;
  readonly scores: Map<string, IntervalScores>;
}

/** How the intervals of every method have held on the runs that are watched, and what follows for the next ones. */
export class IntervalRecord {
  private readonly methods = new Map<string, MethodRecord>();

  /** @param applies whether widths follow the record; it is kept in any case */
  constructor(private readonly applies: boolean) {}

  ofRun(run: string): RunIntervals {
    return {
      prepare: (definition) => this.prepare(definition),
      take: (method, scores) => {
        const record = this.methods.get(method);
        record?.scores.set(run, scores);
        record?.calibration.take(run, scores);
      },
    };
  }

  forget(run: string): void {
    for (const { calibration, scores } of this.methods.values()) {
      calibration.forget(run);
      scores.delete(run);
    }
  }

  /** The policy with the forecasts that people see. */
  preparePolicy(policy: PolicyDefinition): PolicyDefinition {
    return {
      ...policy,
      create: (tasks, horizon, surroundings) =>
        policy.create(tasks, horizon, {
          ...surroundings,
          prepare: (definition) => this.prepare(definition),
        }),
    };
  }

  views(): IntervalView[] {
    return [...this.methods].flatMap(([method, { title, calibration, scores }]) => {
      const runs = [...scores.values()].filter(({ scored }) => scored > 0);
      if (runs.length === 0) return [];
      const sum = (of: (run: IntervalScores) => number): number =>
        runs.reduce((total, run) => total + of(run), 0);
      return {
        method,
        title,
        runs: runs.length,
        scored: sum(({ scored }) => scored),
        held80: sum(({ held }) => held[0]!),
        held95: sum(({ held }) => held[1]!),
        factors80: calibration.factors80,
        factors95: calibration.factors95,
      };
    });
  }

  private prepare(definition: EstimatorDefinition): EstimatorDefinition {
    const { calibration } = this.method(definition);
    return this.applies ? calibrated(definition, calibration) : definition;
  }

  private method({ name, title }: EstimatorDefinition): MethodRecord {
    let record = this.methods.get(name);
    if (record === undefined) {
      record = { title, calibration: new IntervalCalibration(), scores: new Map() };
      this.methods.set(name, record);
    }
    return record;
  }
}

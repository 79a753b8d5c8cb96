import { runningTask } from '../core/laira/shares.js';
import type {
  Candidate,
  Decision,
  Policy,
  PolicyDefinition,
  TaskProgress,
  TaskSpec,
} from '../core/policies/policy.js';
import type { CandidateView, RecommendationView, SliceAdvice } from '../protocol/runs.js';
import type { Reports } from './reports.js';
import { explainLook, explainOthers, explainSlice } from './slice-reason.js';

/** Seconds of the shortest slice that is advised: a person decides, and the machine has to be handed over. */
const SHORTEST_SLICE = 10;

/** A task as the recommender sees it. Times are seconds after the start, data in samples. */
export interface Contender {
  readonly run: string;
  readonly name: string;
  readonly spec: TaskSpec;
  readonly reports: Reports;
  readonly reached: boolean;
  /** Cumulative data now, in samples. */
  readonly data: number;
  readonly loss: number;
}

/** Advises who gets the next slice of one resource: a policy that is fed every report once. */
export class Recommender {
  private policy: Policy;
  private decision: Decision | undefined;
  private lookedAt = NaN;
  private readonly fed: number[];
  private readonly generations: number[];

  constructor(
    readonly resource: string,
    private readonly definition: PolicyDefinition,
    private contenders: readonly Contender[],
    private readonly horizon: number,
  ) {
    this.policy = this.createPolicy();
    this.fed = contenders.map(() => 0);
    this.generations = contenders.map((contender) => contender.reports.generation);
  }

  /** Whether the same tasks with the same settings compete. */
  fits(contenders: readonly Contender[], horizon: number): boolean {
    return (
      horizon === this.horizon &&
      contenders.length === this.contenders.length &&
      contenders.every((contender, i) => {
        const old = this.contenders[i]!;
        return contender.run === old.run && JSON.stringify(contender.spec) === JSON.stringify(old.spec);
      })
    );
  }

  /** Tells the policy what is new; begins anew where reports were replaced. @returns whether anything was new */
  update(contenders: readonly Contender[]): boolean {
    this.contenders = contenders;
    let isNews = false;
    if (contenders.some((contender, i) => contender.reports.generation !== this.generations[i])) {
      this.policy = this.createPolicy();
      contenders.forEach((contender, i) => {
        this.fed[i] = 0;
        this.generations[i] = contender.reports.generation;
      });
    }
    contenders.forEach((contender, i) => {
      const { reports } = contender;
      isNews ||= reports.length > this.fed[i]!;
      for (let n = this.fed[i]!; n < reports.length; n++) {
        this.policy.observe(i, reports.data.at(n), reports.loss.at(n));
      }
      this.fed[i] = reports.length;
    });
    return isNews;
  }

  /**
   * Asks the policy what to do now; `recommendation` and `candidate` then answer from it.
   * @param now seconds after the start; @param skipped names that a person passed over for now
   */
  look(now: number, skipped: ReadonlySet<string>): void {
    this.decision = this.policy.decide(now, this.progress(skipped));
    this.lookedAt = now;
  }

  /** The advice of the last look; undefined when the machine may as well idle. */
  recommendation(slice: number): RecommendationView | undefined {
    const { decision } = this;
    if (decision === undefined || decision.phase === 'idle') return undefined;
    const chosen = runningTask(decision.shares);
    const winner = this.contenders[chosen ?? -1];
    if (winner === undefined) return undefined;
    const candidate = decision.candidates.find((entry) => entry.task === chosen);
    return {
      // Who accepts a short look must not get a long slice of the same run.
      id: `${this.resource}#${slice}:${winner.run}${decision.phase === 'probe' ? ':look' : ''}`,
      resource: this.resource,
      slice,
      ...this.sliceAdvice(decision, winner),
      score: candidate?.score ?? NaN,
      scoreMeaning: this.definition.scoreMeaning ?? null,
      alternatives: [
        ...decision.candidates.filter((entry) => entry.task === chosen),
        ...decision.candidates.filter((entry) => entry.task !== chosen),
      ].map((entry) => this.candidateView(entry)),
      afterLook: this.afterLook(decision, winner),
    };
  }

  /** How one run stood at the last look; undefined when it does not compete. */
  candidate(run: string): Candidate | undefined {
    return this.decision?.candidates.find((entry) => this.contenders[entry.task]?.run === run);
  }

  /** A person gave the slice to `run`, and it takes effect. */
  commit(run: string, now: number): void {
    const chosen = this.contenders.findIndex((contender) => contender.run === run);
    if (this.decision === undefined || chosen === -1) return;
    const shares = new Float64Array(this.contenders.length);
    shares[chosen] = 1;
    // Another task than the advised one gets an ordinary slice.
    const taken: Decision =
      this.decision.shares[chosen]! > 0
        ? this.decision
        : { ...(this.decision.ordinary ?? this.decision), phase: 'slice' };
    this.policy.commit({ ...taken, shares }, now, this.progress(new Set()));
  }

  /** @param looked the task of the look before it, which has been spoken of already */
  private sliceAdvice(decision: Decision, winner: Contender, looked?: Contender): SliceAdvice {
    const candidate = decision.candidates.find((entry) => this.contenders[entry.task] === winner);
    const length = Math.max(decision.length, SHORTEST_SLICE);
    const now = this.lookedAt;
    const isLook = decision.phase === 'probe';
    const others = isLook ? '' : explainOthers(decision, this.contenders, [winner, looked], now);
    const own = isLook
      ? explainLook(winner, candidate, length)
      : explainSlice(decision, winner, candidate, now);
    return { run: winner.run, name: winner.name, length, reason: own + others };
  }

  private afterLook({ ordinary }: Decision, looked: Contender): SliceAdvice | null {
    if (ordinary === undefined) return null;
    const next = this.contenders[runningTask(ordinary.shares) ?? -1];
    return next === undefined ? null : this.sliceAdvice(ordinary, next, looked);
  }

  private createPolicy(): Policy {
    return this.definition.create(
      this.contenders.map((contender) => contender.spec),
      this.horizon,
    );
  }

  private progress(skipped: ReadonlySet<string>): TaskProgress[] {
    return this.contenders.map((contender) => ({
      data: contender.data,
      reports: contender.reports.length,
      loss: contender.loss,
      reached: contender.reached || skipped.has(contender.name),
    }));
  }

  private candidateView(entry: Candidate): CandidateView {
    const contender = this.contenders[entry.task]!;
    return {
      run: contender.run,
      name: contender.name,
      score: entry.score,
      probability: entry.probability,
      remainingTime: entry.remainingTime,
      feasible: entry.feasible,
    };
  }
}

import type { PolicyDefinition } from '../core/policies/policy.js';
import type { RecommendationView, SliceView } from '../protocol/runs.js';
import type { Actuator, Order, PreparedOrder } from './actuator.js';
import type { Assessment, Standing } from './assessment.js';
import { isPast } from './elapsed.js';
import { contendersOf } from './contenders.js';
import { ledgerPath, Ledger, type LedgerEntry } from './ledger.js';
import { Orders } from './orders.js';
import type { Bundle } from './bundle.js';
import { DiskRefusal, type Clock, type FileStore } from './ports.js';
import { Recommender, type Contender } from './recommender.js';
import { taskRunId } from './run-set.js';

/** Seconds between two looks at what to recommend: with new reports, and when nothing happened at all. */
const NEWS_SECONDS = 1;
const REFRESH_SECONDS = 5;

export interface AdviceSettings {
  /** Seconds between acceptance and the slice's start, in which it can be undone. */
  readonly undoSeconds: number;
  /** Who decides, for the ledger. */
  readonly by: string;
}

/** A person's wish that cannot be met; the message says why and what to do. */
export class RefusedIntent extends Error {}

/** Recommends slices of every resource of a bundle, and puts into force what a person accepts: ledger first. */
export class Advice {
  recommendations: readonly RecommendationView[] = [];
  slices: readonly SliceView[] = [];
  private readonly ledger: Ledger;
  private readonly orders: Orders;
  private readonly recommenders = new Map<string, Recommender>();
  private refreshedAt = -Infinity;
  private situation = '';
  /** Whether reports came since the last look. */
  private hasNews = false;
  /** Decisions under way: views show one when both the ledger and the tasks know of it. */
  private underWay = 0;
  /** Whether the tasks follow what the ledger says is in force. */
  private isReapplied = false;

  constructor(
    readonly bundle: Bundle,
    private readonly start: number,
    private readonly policy: PolicyDefinition,
    store: FileStore,
    actuator: Actuator,
    private readonly clock: Clock,
    private readonly settings: AdviceSettings,
  ) {
    this.orders = new Orders(actuator, clock);
    this.ledger = new Ledger(ledgerPath(bundle.folder), store);
  }

  get ledgerFile(): string {
    return this.ledger.path;
  }

  /** Lines of the ledger that cannot be read. */
  get unreadableLines(): readonly number[] {
    return this.ledger.unreadable;
  }

  async reload(): Promise<void> {
    await this.ledger.reload();
    this.renewSlices();
  }

  /** Takes new reports into account, and what the clock did to the slices. */
  follow(assessments: readonly Assessment[]): void {
    this.renewSlices();
    for (const resource of this.resources()) {
      const contenders = contendersOf(resource, assessments);
      if (this.recommender(resource, contenders).update(contenders)) this.hasNews = true;
    }
  }

  /**
   * Recommends anew: at once where the situation changed, such as a verdict; soon after new reports; and every few
   * seconds. Call after the verdicts are made, so that both are of one moment.
   * @returns whether it did, so that the standing of every run is another
   */
  advise(assessments: readonly Assessment[]): boolean {
    if (this.underWay > 0) return false;
    const now = this.clock.now();
    const situation = this.describeSituation(assessments, now);
    const pause = this.hasNews ? NEWS_SECONDS : REFRESH_SECONDS;
    if (situation === this.situation && !isPast(this.refreshedAt, pause * 1000, now)) return false;
    this.situation = situation;
    this.refreshedAt = now;
    this.hasNews = false;
    this.recommendations = this.resources().flatMap((resource) => this.recommend(resource, now) ?? []);
    return true;
  }

  /** What the scheduler says of one run. */
  standing(assessment: Assessment): Standing {
    const now = this.clock.now();
    const resource = assessment.task?.resource;
    const inForce = resource === undefined ? undefined : this.inForce(resource, now);
    const allowed = inForce === undefined || now < inForce.from ? null : inForce.run === assessment.run.id;
    const candidate =
      resource === undefined ? undefined : this.recommenders.get(resource)?.candidate(assessment.run.id);
    return {
      score: candidate?.score ?? NaN,
      requiredRate: candidate?.requiredRate ?? NaN,
      predictedRate: candidate?.predictedRate ?? NaN,
      allowed,
    };
  }

  /** The slice that holds a resource now or is about to; undefined when it is free. */
  inForce(resource: string, now: number): SliceView | undefined {
    return this.slices.find(
      (slice) => slice.resource === resource && slice.state !== 'undone' && now < slice.until,
    );
  }

  /**
   * Puts a slice into force: all that takes room on the disk is written first, then comes the line in the ledger, then
   * the order takes effect. Where one of them cannot be, no task follows the slice, and the error says why.
   * @param recommendation id of the advice that the person saw
   * @param run who gets the slice; the advice's own run, or another candidate
   */
  async accept(
    recommendation: string,
    run: string,
    reason: string,
    assessments: readonly Assessment[],
  ): Promise<void> {
    const advice = this.recommendations.find((entry) => entry.id === recommendation);
    if (advice === undefined) {
      throw new RefusedIntent(
        'The recommendation has changed in the meantime; look at the new one and accept that.',
      );
    }
    const contenders = assessments.filter((assessment) => assessment.task?.resource === advice.resource);
    const chosen = contenders.find((assessment) => assessment.run.id === run);
    if (chosen?.task === undefined)
      throw new RefusedIntent('That run has no task on this resource; choose a candidate.');
    const now = this.clock.now();
    const from = now + this.settings.undoSeconds * 1000;
    const until = Math.min(from + lengthFor(advice, run) * 1000, chosen.task.deadline);
    if (until <= from)
      throw new RefusedIntent(`The deadline of ${chosen.run.name} is over; choose another run.`);
    const allocation = contenders.map((assessment) => ({
      task: assessment.run.name,
      share: assessment === chosen ? 1 : 0,
    }));
    const order = this.order({ ...advice, name: chosen.run.name, from, until });
    const prepared = await this.orders.prepare(order).catch((error: unknown) => {
      throw notInForce(order, error);
    });
    await this.decide(async () => {
      await this.addOrDiscard(order, prepared, () => {
        if (this.ledger.nextSlice(advice.resource) !== advice.slice) {
          throw new RefusedIntent(
            `Slice ${advice.slice} was decided elsewhere a moment ago; look at the new state.`,
          );
        }
        return {
          kind: 'accept',
          time: new Date(now).toISOString(),
          slice: advice.slice,
          resource: advice.resource,
          task: chosen.run.name,
          from: new Date(from).toISOString(),
          until: new Date(until).toISOString(),
          allocation,
          recommended: advice.name,
          look: advice.afterLook !== null,
          scores: advice.alternatives.map(({ name, score, probability, remainingTime }) => ({
            task: name,
            score,
            probability,
            remainingTime,
          })),
          estimators: estimatorStates(contenders),
          by: this.settings.by,
          reason,
        };
      });
      await prepared.apply().catch((error: unknown) => this.withdraw(order, error));
      this.recommenders.get(advice.resource)?.commit(run, this.seconds(now));
    });
  }

  async skip(recommendation: string): Promise<void> {
    const advice = this.recommendations.find((entry) => entry.id === recommendation);
    if (advice === undefined) throw new RefusedIntent('The recommendation has changed in the meantime.');
    const now = this.clock.now();
    await this.decide(() =>
      this.ledger.add(() => ({
        kind: 'skip',
        time: new Date(now).toISOString(),
        slice: advice.slice,
        resource: advice.resource,
        task: advice.name,
        until: new Date(now + advice.length * 1000).toISOString(),
        by: this.settings.by,
      })),
    );
  }

  /** Takes an accepted slice back, until it starts. */
  async undo(resource: string, slice: number): Promise<void> {
    const now = this.clock.now();
    const inForce = this.inForce(resource, now);
    if (inForce?.slice !== slice) throw new RefusedIntent(`Slice ${slice} is not in force any more.`);
    if (now >= inForce.from) throw new RefusedIntent(`Slice ${slice} has started; it ends at its time.`);
    await this.decide(async () => {
      await this.ledger.add(() => ({
        kind: 'undo',
        time: new Date(now).toISOString(),
        slice,
        resource,
        by: this.settings.by,
      }));
      await this.orders.release(this.order(inForce)).catch((error: unknown) => {
        throw new RefusedIntent(`Slice ${slice} is taken back, but ${messageOf(error)}. LaiRA tries again.`);
      });
    });
  }

  /**
   * Ends slices whose task has reached its target, diverged, or passed its deadline, and frees the machine; tries again
   * what the disk refused before.
   */
  async enforce(assessments: readonly Assessment[]): Promise<void> {
    if (this.underWay > 0) return;
    await this.endFinishedSlices(assessments);
    await this.orders.releaseKept();
    if (!this.isReapplied) await this.reapply();
  }

  /** Applies again what the ledger says is in force: a crash may have come between the line and the order. */
  async reapply(): Promise<void> {
    for (const slice of this.ledger.slices(this.clock.now(), taskRunId)) {
      if (slice.state !== 'starting' && slice.state !== 'running') continue;
      const prepared = await this.orders.prepare(this.order(slice));
      await prepared.apply();
    }
    this.isReapplied = true;
  }

  private async endFinishedSlices(assessments: readonly Assessment[]): Promise<void> {
    const now = this.clock.now();
    for (const resource of this.resources()) {
      const slice = this.inForce(resource, now);
      const assessment = assessments.find(({ run }) => run.id === slice?.run);
      const cause = assessment === undefined ? undefined : finished(assessment, now);
      if (slice === undefined || cause === undefined) continue;
      await this.decide(async () => {
        await this.end(slice, cause);
        await this.orders.release(this.order(slice));
      });
    }
  }

  /** A slice that cannot be put into force whole is taken from those that follow it already. */
  private async withdraw(order: Order, cause: unknown): Promise<never> {
    const [left] = await Promise.allSettled([this.orders.release(order)]);
    await this.end(order, 'unwritten');
    const refusal = notInForce(order, cause);
    if (left.status === 'rejected') refusal.message += ` Besides, ${messageOf(left.reason)}.`;
    throw refusal;
  }

  private async end(
    { slice, resource }: Pick<Order, 'slice' | 'resource'>,
    cause: Extract<LedgerEntry, { kind: 'end' }>['cause'],
  ): Promise<void> {
    const time = new Date(this.clock.now()).toISOString();
    await this.ledger.add(() => ({ kind: 'end', time, slice, resource, cause }));
  }

  private async addOrDiscard(order: Order, prepared: PreparedOrder, make: () => LedgerEntry): Promise<void> {
    try {
      await this.ledger.add(make);
    } catch (error) {
      await prepared.discard();
      throw error instanceof DiskRefusal ? notInForce(order, error) : error;
    }
  }

  /** Carries out a decision, of which views learn when it is over. */
  private async decide(work: () => Promise<unknown>): Promise<void> {
    this.underWay++;
    try {
      await work();
    } finally {
      this.underWay--;
      this.renewSlices();
      this.refreshedAt = -Infinity;
    }
  }

  private recommend(resource: string, now: number): RecommendationView | undefined {
    const recommender = this.recommenders.get(resource);
    const skipped = [...this.ledger.skipped(resource)]
      .filter(([, until]) => now < until)
      .map(([task]) => task);
    recommender?.look(this.seconds(now), new Set(skipped));
    // The next recommendation comes when the slice in force ends.
    if (this.inForce(resource, now) !== undefined) return undefined;
    return recommender?.recommendation(this.ledger.nextSlice(resource));
  }

  private recommender(resource: string, contenders: readonly Contender[]): Recommender {
    const horizon = Math.max(...contenders.map((contender) => contender.spec.deadline));
    const known = this.recommenders.get(resource);
    if (known?.fits(contenders, horizon)) return known;
    const created = new Recommender(resource, this.policy, contenders, horizon);
    this.recommenders.set(resource, created);
    return created;
  }

  private resources(): string[] {
    return [...new Set(this.bundle.tasks.map((task) => task.resource))];
  }

  /** What, when it changes, asks for new advice at once. */
  private describeSituation(assessments: readonly Assessment[], now: number): string {
    const tasks = assessments.map(
      (assessment) =>
        `${assessment.run.id} ${finished(assessment, now) ?? 'open'} ${assessment.run.curve.length > 0} ${assessment.verdict}`,
    );
    const slices = this.slices.map((slice) => `${slice.resource}#${slice.slice} ${slice.state}`);
    return [...tasks, ...slices, this.ledger.entries.length].join('\n');
  }

  private renewSlices(): void {
    if (this.underWay === 0) this.slices = this.ledger.slices(this.clock.now(), taskRunId);
  }

  /** What a slice asks of every task on its resource. */
  private order(given: Pick<SliceView, 'resource' | 'slice' | 'name' | 'from' | 'until'>): Order {
    const { resource, slice, from, until } = given;
    const tasks = this.bundle.tasks
      .filter((task) => task.resource === resource)
      .map(({ name, folder }) => ({ name, folder, share: name === given.name ? 1 : 0 }));
    return { resource, slice, from, until, tasks };
  }

  private seconds(time: number): number {
    return (time - this.start) / 1000;
  }
}

/** Seconds of the slice; who is not advised gets an ordinary one also where a short look at another is. */
function lengthFor({ run, length, afterLook }: RecommendationView, chosen: string): number {
  return chosen === run ? length : (afterLook?.length ?? length);
}

function finished(assessment: Assessment, now: number): 'reached' | 'deadline' | 'diverged' | undefined {
  if (!Number.isNaN(assessment.reachedAt)) return 'reached';
  if (assessment.task !== undefined && now >= assessment.task.deadline) return 'deadline';
  return assessment.run.diverged ? 'diverged' : undefined;
}

function notInForce({ slice }: Order, cause: unknown): RefusedIntent {
  return new RefusedIntent(`Slice ${slice} is not in force: ${messageOf(cause)}, then accept again.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The state of every estimator, as the ledger keeps it. */
function estimatorStates(assessments: readonly Assessment[]): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    assessments.map(({ run, forecaster }) => [
      run.name,
      Object.fromEntries(
        forecaster.methods.map(({ definition, estimator }) => [definition.name, estimator.state()]),
      ),
    ]),
  );
}

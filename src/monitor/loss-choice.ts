import type { ObjectiveEvent } from '../readers/reader.js';
import { chooseLossMetric } from '../readers/metric-role.js';
import type { MetricSeries } from './metric-series.js';

/** Which metric of a run is taken for its training loss, and why: the one that a person asks for, else by the rules. */
export class LossChoice {
  /** '' before one is found. */
  metric = '';
  reason = 'No metric looks like a training loss yet.';
  /** Metrics that the rules find equally fit. */
  tied: readonly string[] = [];

  /** Which way metrics are meant to go, where the log says so. */
  private readonly directions = new Map<string, ObjectiveEvent['direction']>();
  /** Metrics that the rules have considered. */
  private considered = 0;

  setDirection({ metric, direction }: ObjectiveEvent): void {
    this.directions.set(metric, direction);
  }

  /** The next choice is made as if it were the first. */
  reopen(): void {
    this.metric = '';
    this.considered = 0;
  }

  /**
   * Chooses among the metrics found so far.
   * @param wanted the metric that a person asks for
   * @returns whether another one is taken than before
   */
  choose(metrics: ReadonlyMap<string, MetricSeries>, wanted: string | undefined): boolean {
    return wanted === undefined ? this.followRules(metrics) : this.obey(wanted, metrics);
  }

  private obey(wanted: string, metrics: ReadonlyMap<string, MetricSeries>): boolean {
    if (this.metric !== '') return false;
    if (!metrics.has(wanted)) {
      this.reason = `The metric ${wanted} is asked for, and is not in the log yet.`;
      return false;
    }
    this.metric = wanted;
    this.reason = `${wanted} was chosen by a person.`;
    this.tied = [];
    return true;
  }

  private followRules(metrics: ReadonlyMap<string, MetricSeries>): boolean {
    if (metrics.size === this.considered && this.metric !== '') return false;
    this.considered = metrics.size;
    const choice = chooseLossMetric(
      [...metrics.values()].map(({ name, length }) => ({
        name,
        points: length,
        direction: this.directions.get(name),
      })),
    );
    if (choice === undefined) {
      const [maximised] = this.directions.keys();
      if (maximised !== undefined)
        this.reason = `The log says that "${maximised}" is maximised: it is no loss, and no other metric looks like one.`;
      return false;
    }
    const isOther = choice.name !== this.metric;
    this.metric = choice.name;
    this.reason = choice.reason;
    this.tied = choice.tied;
    return isOther;
  }
}

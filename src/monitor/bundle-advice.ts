import type { PolicyDefinition } from '../core/policies/policy.js';
import type { ProblemView } from '../protocol/runs.js';
import type { Actuator } from './actuator.js';
import { Advice, type AdviceSettings } from './advice.js';
import type { Bundle } from './bundle.js';
import type { Clock, FileSource, FileStore } from './ports.js';

/** What advice reaches the world through. */
export interface AdvicePorts {
  readonly source: FileSource;
  readonly store: FileStore;
  readonly clock: Clock;
  readonly actuator: Actuator;
}

/** The advice on the bundle in force, and the ledger behind it, which other processes write to as well. */
export class BundleAdvice {
  /** Undefined without a bundle. */
  current: Advice | undefined;
  /** When the durations of the bundle begin, milliseconds since 1970 UTC. */
  start = NaN;
  private ledgerStamp = '';

  constructor(
    private readonly policy: PolicyDefinition,
    private readonly ports: AdvicePorts,
    private readonly settings: AdviceSettings,
  ) {}

  /**
   * Makes the advice anew where the bundle, or the moment its durations begin, has changed; reads the ledger where
   * somebody added to it.
   * @returns whether the advice is new
   */
  async follow(bundle: Bundle | undefined, start: number): Promise<boolean> {
    if (bundle === undefined) {
      this.current = undefined;
      return false;
    }
    const isNew = this.current?.bundle !== bundle || this.start !== start;
    if (isNew) {
      const { store, actuator, clock } = this.ports;
      this.start = start;
      this.current = new Advice(bundle, start, this.policy, store, actuator, clock, this.settings);
      this.ledgerStamp = '';
    }
    await this.followLedger(this.current!);
    return isNew;
  }

  /** Lines of the ledger that cannot be read. */
  problems(): ProblemView[] {
    const { current } = this;
    return (current?.unreadableLines ?? []).map((line) => ({
      file: current!.ledgerFile,
      line,
      kind: 'malformed-line',
      message: 'This line of the ledger is no decision; the others are in force.',
    }));
  }

  private async followLedger(advice: Advice): Promise<void> {
    const stat = await this.ports.source.stat(advice.ledgerFile);
    const stamp = stat === undefined ? 'none' : `${stat.identity} ${stat.modified} ${stat.size}`;
    if (stamp === this.ledgerStamp) return;
    await advice.reload();
    this.ledgerStamp = stamp;
  }
}

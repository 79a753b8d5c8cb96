/** What an accepted slice asks of every task on a resource. Times are milliseconds since 1970 UTC. */
export interface Order {
  readonly resource: string;
  readonly slice: number;
  readonly from: number;
  readonly until: number;
  readonly tasks: readonly {
    readonly name: string;
    /** Absolute folder of the run. */
    readonly folder: string;
    /** Share of the machine, 0 to 1: 0 pauses. */
    readonly share: number;
  }[];
}

/** An order of which no task knows yet. */
export interface PreparedOrder {
  /** Puts the order into force. When it rejects, some tasks may follow it and others not: release it then. */
  apply(): Promise<void>;
  discard(): Promise<void>;
}

/** How an accepted slice reaches the training processes. Applying the same order twice is the same as once. */
export interface Actuator {
  readonly name: string;
  /** Does all that may well fail before the order is put into force, such as writing; rejects with nothing changed. */
  prepare(order: Order): Promise<PreparedOrder>;
  /** Takes an order back: the tasks run as without one. Goes on to the last task, and rejects where one keeps it. */
  release(order: Order): Promise<void>;
}

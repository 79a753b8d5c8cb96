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

/** How an accepted slice reaches the training processes. */
export interface Actuator {
  readonly name: string;
  /** Puts an order into force. Applying the same order twice is the same as once. */
  apply(order: Order): Promise<void>;
  /** Takes an order back: the tasks run as without one. */
  release(order: Order): Promise<void>;
}

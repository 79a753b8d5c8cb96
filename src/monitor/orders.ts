import type { Actuator, Order, PreparedOrder } from './actuator.js';
import type { Clock } from './ports.js';

/** The orders of one bundle: what a task keeps of one that was taken back is taken again, until it lapses. */
export class Orders {
  /** By resource: a later order takes the place of what is left of one before. */
  private readonly kept = new Map<string, Order>();

  constructor(
    private readonly actuator: Actuator,
    private readonly clock: Clock,
  ) {}

  /** See `Actuator.prepare`. */
  async prepare(order: Order): Promise<PreparedOrder> {
    const prepared = await this.actuator.prepare(order);
    return {
      discard: () => prepared.discard(),
      apply: () => {
        this.kept.delete(order.resource);
        return prepared.apply();
      },
    };
  }

  /** Takes an order back. Rejects where a task keeps it for now. */
  async release(order: Order): Promise<void> {
    this.kept.set(order.resource, order);
    await this.actuator.release(order);
    this.kept.delete(order.resource);
  }

  /** Takes again what was kept. Rejects where it still is. */
  async releaseKept(): Promise<void> {
    for (const order of [...this.kept.values()]) {
      if (this.clock.now() < order.until) await this.release(order);
      else this.kept.delete(order.resource);
    }
  }
}

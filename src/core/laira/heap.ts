/** A binary heap: `remove` takes the item that stands above all others. */
export class Heap<T> {
  /** In heap order. */
  readonly items: T[] = [];

  /** @param above whether `a` has to be removed before `b`; a total order makes removals deterministic */
  constructor(private readonly above: (a: T, b: T) => boolean) {}

  get top(): T | undefined {
    return this.items[0];
  }

  add(item: T): void {
    const { items } = this;
    let place = items.length;
    items.push(item);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.above(items[place]!, items[parent]!)) return;
      this.swap(place, parent);
      place = parent;
    }
  }

  remove(): T | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (last !== undefined && items.length > 0) {
      items[0] = last;
      this.sink();
    }
    return top;
  }

  private sink(): void {
    const { items } = this;
    for (let place = 0; ;) {
      let first = place;
      for (let child = 2 * place + 1; child <= 2 * place + 2; child++) {
        if (child < items.length && this.above(items[child]!, items[first]!)) first = child;
      }
      if (first === place) return;
      this.swap(place, first);
      place = first;
    }
  }

  private swap(a: number, b: number): void {
    const { items } = this;
    [items[a], items[b]] = [items[b]!, items[a]!];
  }
}

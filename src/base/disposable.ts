/** Something that holds a resource until `dispose` is called; calling it again does nothing. */
export interface Disposable {
  dispose(): void;
}

/** Owns disposables: whoever creates one tracks it in the same expression. */
export class DisposableStore implements Disposable {
  private readonly items = new Set<Disposable>();
  private disposed = false;

  /** Tracks `item` and returns it; an item that arrives after `dispose` is disposed at once. */
  track<T extends Disposable>(item: T): T {
    if (this.disposed) item.dispose();
    else this.items.add(item);
    return item;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const item of [...this.items].reverse()) item.dispose();
    this.items.clear();
  }
}

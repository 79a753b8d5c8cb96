import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Disposable } from '../base/disposable.js';
import type { ReplayRequest } from '../node/replay.js';

/** Recorded runs that train again, in a thread of the extension host: nothing outlives it, and no shell sees a path. */
export class ReplayThread implements Disposable {
  /** Resolves when all is played, or the replay was stopped; rejects with what stood in its way. */
  readonly ended: Promise<void>;
  private readonly worker: Worker;

  /** @param played told the percentage that has been played */
  constructor(file: string, request: ReplayRequest, played: (percent: number) => void) {
    this.worker = new Worker(file, { workerData: request });
    this.worker.on('message', played);
    this.ended = once(this.worker, 'exit').then(() => undefined);
  }

  /** Resolves when nothing is written any more. */
  async stop(): Promise<void> {
    this.worker.postMessage('stop');
    await this.ended.catch(() => undefined);
  }

  dispose(): void {
    void this.worker.terminate();
  }
}

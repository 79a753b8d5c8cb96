import { Worker } from 'node:worker_threads';
import type { Disposable } from '../base/disposable.js';
import { formatDuration } from '../base/duration.js';
import { Emitter } from '../base/emitter.js';
import type {
  FromWorker,
  MonitorQuestion,
  MonitorQuestions,
  MonitorSettings,
  MonitorUpdate,
  ToWorker,
} from '../protocol/monitor.js';
import type { MonitorState } from '../protocol/runs.js';
import { BackOff } from './back-off.js';

const EMPTY: MonitorState = {
  time: 0,
  bundle: null,
  folders: [],
  scanned: false,
  method: '',
  policy: '',
  calibrate: true,
  runs: [],
  intervals: [],
  recommendations: [],
  slices: [],
  problems: [],
};

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** The monitor's worker, as the extension sees it: the newest state, questions with answers, updates to forward. */
export class MonitorClient implements Disposable {
  state: MonitorState = EMPTY;
  private readonly updates = new Emitter<MonitorUpdate>();
  private readonly changes = new Emitter<MonitorState>();
  private readonly outages = new Emitter<string>();
  readonly onDidUpdate = this.updates.event;
  readonly onDidChange = this.changes.event;
  /** The monitor broke off: why, and when it starts again, for people. */
  readonly onDidBreakOff = this.outages.event;
  /** What `onDidBreakOff` told, until the monitor tells something again; null while it runs. */
  outage: string | null = null;

  private worker: Worker | undefined;
  private settings: MonitorSettings | undefined;
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private disposed = false;
  private readonly backOff = new BackOff();
  private restarting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly workerFile: string) {}

  /** Starts the monitor, or starts it anew with other settings. */
  start(settings: MonitorSettings): void {
    this.settings = settings;
    clearTimeout(this.restarting);
    this.worker ??= this.createWorker();
    this.send({ type: 'start', settings });
  }

  /** Starts the monitor anew where another bundle is to be followed now. */
  followBundle(settings: MonitorSettings): void {
    if (settings.bundle !== this.settings?.bundle) this.start(settings);
  }

  /** Starts a monitor that broke off again now, not after the pause. */
  restart(): void {
    if (this.worker === undefined && this.settings !== undefined) this.start(this.settings);
  }

  /** Asks the monitor. Rejects with a sentence for people where it refuses, and when the client is disposed. */
  ask<Name extends keyof MonitorQuestions>(
    name: Name,
    ask: MonitorQuestions[Name]['ask'],
  ): Promise<MonitorQuestions[Name]['answer']> {
    if (this.worker === undefined)
      return Promise.reject(new Error(this.outage ?? 'The monitor is not running.'));
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, {
        resolve: (answer) => {
          resolve(answer as MonitorQuestions[Name]['answer']);
        },
        reject,
      });
      this.send({ type: 'question', id, question: { name, ask } as MonitorQuestion });
    });
  }

  /** Resolves after the first look through the folders. */
  whenScanned(): Promise<void> {
    if (this.state.scanned) return Promise.resolve();
    return new Promise((resolve) => {
      const listening = this.onDidChange((state) => {
        if (!state.scanned) return;
        listening.dispose();
        resolve();
      });
    });
  }

  dispose(): void {
    this.disposed = true;
    clearTimeout(this.restarting);
    this.refuseAll('The monitor was stopped.');
    void this.worker?.terminate();
    this.updates.dispose();
    this.changes.dispose();
    this.outages.dispose();
  }

  private send(message: ToWorker): void {
    this.worker?.postMessage(message);
  }

  private createWorker(): Worker {
    const worker = new Worker(this.workerFile);
    this.backOff.begin(performance.now());
    worker.on('message', (message: FromWorker) => {
      this.receive(message);
    });
    worker.on('error', (error) => {
      this.breakOff(error);
    });
    return worker;
  }

  /** A fault in the worker must not end the watch: it starts again, not too often, and reads the logs anew. */
  private breakOff(error: Error): void {
    this.worker = undefined;
    if (this.disposed) return;
    const seconds = this.backOff.fail(performance.now());
    const reason = error.message.replace(/[.\s]+$/, '');
    this.outage = `The monitor broke off: ${reason}. It starts again in ${formatDuration(seconds)}.`;
    this.refuseAll(this.outage);
    this.restarting = setTimeout(() => {
      this.restart();
    }, seconds * 1000);
    this.outages.fire(this.outage);
  }

  private receive(message: FromWorker): void {
    switch (message.type) {
      case 'update':
        this.outage = null;
        this.state = message.update.state;
        this.updates.fire(message.update);
        this.changes.fire(this.state);
        break;
      case 'answer':
        this.take(message.id)?.resolve(message.answer);
        break;
      case 'refused':
        this.take(message.id)?.reject(new Error(message.message));
        break;
    }
  }

  private take(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  private refuseAll(message: string): void {
    for (const { reject } of this.pending.values()) reject(new Error(message));
    this.pending.clear();
  }
}

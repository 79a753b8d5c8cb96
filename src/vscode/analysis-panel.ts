import { Worker } from 'node:worker_threads';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.js';
import { stringifyJson } from '../base/json-numbers.js';
import { offerOf } from '../monitor/analysis/offer.js';
import {
  decodeFromAnalysisPage,
  type AnalysisJob,
  type AnalysisRequest,
  type FromAnalysis,
  type FromAnalysisPage,
  type Offer,
  type ToAnalysisPage,
} from '../protocol/analysis.js';
import { encodeNumbers } from '../protocol/message-numbers.js';
import type { MonitorClient } from './monitor-client.js';
import { PagePanel, type PageDescription, type PageOwner } from './page-panel.js';
import { Throttle } from './throttle.js';

/** Milliseconds between two offers: live scores change with every report. */
const OFFER_INTERVAL = 2000;

export const ACCURACY_PAGE: PageDescription = {
  type: 'laira.accuracy',
  title: 'LaiRA Accuracy',
  name: 'accuracy',
};
export const WHAT_IF_PAGE: PageDescription = {
  type: 'laira.whatIf',
  title: 'LaiRA What If',
  name: 'what-if',
};

/** A page that has long work done, in a thread of its own, with progress and cancel. */
export class AnalysisPanel implements Disposable, PageOwner {
  private readonly store = new DisposableStore();
  private readonly panel: PagePanel;
  private worker: Worker | undefined;
  /** The offer that the page has, as JSON; undefined while there is no page. */
  private offered: string | undefined;

  constructor(
    extensionUri: vscode.Uri,
    page: PageDescription,
    private readonly workerFile: string,
    private readonly client: MonitorClient,
  ) {
    this.panel = this.store.track(new PagePanel(extensionUri, page, this));
    const throttle = this.store.track(
      new Throttle(OFFER_INTERVAL, () => {
        this.offerAgain();
      }),
    );
    this.store.track(
      client.onDidChange(() => {
        if (this.offered !== undefined) throttle.request();
      }),
    );
  }

  open(): void {
    this.panel.open();
  }

  receive(message: unknown): void {
    const intent = decodeFromAnalysisPage(message);
    if (intent === undefined) return;
    this.act(intent).catch((error: unknown) => {
      this.post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
  }

  hidden(): void {
    this.offered = undefined;
    this.cancel();
  }

  dispose(): void {
    this.cancel();
    this.store.dispose();
  }

  private async act(intent: FromAnalysisPage): Promise<void> {
    switch (intent.type) {
      case 'ready':
        this.offer(offerOf(this.client.state));
        break;
      case 'run':
        await this.run(intent.job);
        break;
      case 'cancel':
        this.cancel();
        break;
      case 'use-method':
        await vscode.workspace
          .getConfiguration('laira')
          .update('method', intent.method, vscode.ConfigurationTarget.Workspace);
        this.offer({ ...offerOf(this.client.state), method: intent.method });
        break;
    }
  }

  /** Tells the page what has changed: a setting, a run more, its live scores. */
  private offerAgain(): void {
    // A monitor that has just started anew knows no run yet.
    if (this.offered === undefined || !this.client.state.scanned) return;
    const offer = offerOf(this.client.state);
    if (stringifyJson(offer) !== this.offered) this.offer(offer);
  }

  private offer(offer: Offer): void {
    this.offered = stringifyJson(offer);
    this.post(offer);
  }

  private async run(request: AnalysisRequest): Promise<void> {
    this.cancel();
    const recordings = await this.client.ask('recordings', null);
    const job: AnalysisJob = { ...request, recordings };
    const worker = new Worker(this.workerFile, { workerData: job });
    this.worker = worker;
    worker.on('message', (message: FromAnalysis) => {
      if (this.worker === worker) this.post(message);
    });
    worker.on('error', (error) => {
      if (this.worker === worker)
        this.post({ type: 'failed', message: `The analysis broke off: ${error.message}` });
    });
  }

  private cancel(): void {
    void this.worker?.terminate();
    this.worker = undefined;
  }

  private post(message: ToAnalysisPage): void {
    this.panel.post(encodeNumbers(message));
  }
}

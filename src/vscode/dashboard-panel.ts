import type * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.js';
import { decodeFromDashboard, type FromDashboard, type ToDashboard } from '../protocol/dashboard.js';
import { encodeNumbers } from '../protocol/message-numbers.js';
import type { MonitorUpdate } from '../protocol/monitor.js';
import type { MonitorClient } from './monitor-client.js';
import { PagePanel, type PageOwner } from './page-panel.js';

/** An intent that is not the monitor's business: opening a log, a dialog. */
export type LocalIntent = Exclude<
  FromDashboard,
  { readonly type: 'ready' | 'restart' | 'accept' | 'skip' | 'undo' }
>;

/** The dashboard draws what it is told; this forwards the monitor's updates to it and its intents to the monitor. */
export class DashboardPanel implements Disposable, PageOwner {
  private readonly store = new DisposableStore();
  private readonly panel: PagePanel;
  /** The page has asked for its snapshot and may be sent updates. */
  private ready = false;
  private selectWhenReady: string | undefined;
  private localIntent: (intent: LocalIntent) => void = () => undefined;

  constructor(
    extensionUri: vscode.Uri,
    private readonly client: MonitorClient,
  ) {
    const page = { type: 'laira.dashboard', title: 'LaiRA Dashboard', name: 'dashboard' };
    this.panel = this.store.track(new PagePanel(extensionUri, page, this));
    this.store.track(
      client.onDidUpdate((update) => {
        if (this.ready) this.post(toMessage(update));
      }),
    );
    this.store.track(
      client.onDidBreakOff((message) => {
        if (this.ready) this.post({ type: 'broke-off', message });
      }),
    );
  }

  onLocalIntent(handler: (intent: LocalIntent) => void): void {
    this.localIntent = handler;
  }

  /** Opens or shows the dashboard. @param run id of a run to select */
  open(run?: string): void {
    this.panel.open();
    if (run === undefined) return;
    if (this.ready) this.post({ type: 'select', run });
    else this.selectWhenReady = run;
  }

  receive(message: unknown): void {
    const intent = decodeFromDashboard(message);
    if (intent === undefined) return;
    this.act(intent).catch((error: unknown) => {
      this.post({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
    });
  }

  hidden(): void {
    this.ready = false;
    this.client.ask('curves', false).catch(() => undefined);
  }

  dispose(): void {
    this.store.dispose();
  }

  private async act(intent: FromDashboard): Promise<void> {
    switch (intent.type) {
      case 'ready':
        this.ready = true;
        if (this.client.outage !== null) {
          this.post({ type: 'broke-off', message: this.client.outage });
          break;
        }
        await this.client.ask('curves', true);
        await this.client.ask('whole', null);
        if (this.selectWhenReady !== undefined) this.post({ type: 'select', run: this.selectWhenReady });
        this.selectWhenReady = undefined;
        break;
      case 'restart':
        this.client.restart();
        break;
      case 'accept':
      case 'skip':
      case 'undo':
        await this.client.ask('intend', intent);
        break;
      case 'set-target':
      case 'open-log':
      case 'open-bundle':
      case 'open-settings':
      case 'play-sample-runs':
      case 'explain':
        this.localIntent(intent);
        break;
    }
  }

  private post(message: ToDashboard): void {
    this.panel.post(encodeNumbers(message));
  }
}

function toMessage({ whole, revision, state, curves, forecasts }: MonitorUpdate): ToDashboard {
  return { type: whole ? 'snapshot' : 'update', revision, state, curves, forecasts };
}

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { MonitorState, RunView } from '../../../src/protocol/runs.js';
import type { LairaApi } from '../../../src/vscode/extension.js';
import { PATIENCE } from './until.js';

export function lairaExtension(): vscode.Extension<LairaApi> {
  const extension = vscode.extensions.getExtension<LairaApi>('laira.laira');
  assert(extension !== undefined, 'the extension laira.laira is not installed');
  return extension;
}

export async function lairaApi(): Promise<LairaApi> {
  return lairaExtension().activate();
}

/** The run of a name; undefined where the state has none. */
export function runOf({ runs }: MonitorState, name: string): RunView | undefined {
  return runs.find((run) => run.name === name);
}

/** Waits until the monitor's state has what is asked for, and returns it. */
export async function stateWhere(
  what: string,
  holds: (state: MonitorState) => boolean,
  seconds = PATIENCE,
): Promise<MonitorState> {
  const api = await lairaApi();
  const state = await new Promise<MonitorState | undefined>((resolve) => {
    const finish = (found: MonitorState | undefined): void => {
      clearTimeout(timer);
      subscription.dispose();
      resolve(found);
    };
    const timer = setTimeout(() => {
      finish(undefined);
    }, seconds * 1000);
    const look = (): void => {
      if (holds(api.state())) finish(api.state());
    };
    const subscription = api.onDidChange(look);
    look();
  });
  assert(
    state !== undefined,
    `not within ${seconds} s: ${what}; the state is ${JSON.stringify(api.state())}`,
  );
  return state;
}

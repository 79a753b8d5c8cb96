import { describe, expect, it } from 'vitest';
import type { CurveUpdate } from '../../src/protocol/curves.js';
import { decodeToDashboard, type ToDashboard } from '../../src/protocol/dashboard.js';
import { EMPTY_MODEL, receive } from '../../webview/dashboard/store.js';
import { Recording } from './harness/recorded.js';
import { modelAfter, recordedState } from './pages.js';

function curve(from: number, losses: readonly number[], run = 'run-vit'): CurveUpdate {
  const places = losses.map((_, i) => from + i + 1);
  return {
    run,
    from,
    step: Float64Array.from(places),
    data: Float64Array.from(places),
    time: Float64Array.from(places),
    loss: Float64Array.from(losses),
  };
}

function update(revision: number, curves: readonly CurveUpdate[]): ToDashboard {
  return { type: 'update', revision, state: recordedState(), curves, forecasts: [] };
}

function snapshot(revision: number, curves: readonly CurveUpdate[]): ToDashboard {
  return { type: 'snapshot', revision, state: recordedState(), curves, forecasts: [] };
}

describe('receive', () => {
  it('follows a recording from snapshot to update', () => {
    const recording = new Recording();
    const model = modelAfter(recording.snapshot(), recording.update([0]), recording.update([0, 1]));
    expect(model.revision).toBe(3);
    expect(model.curves.get('run-resnet18')?.loss).toHaveLength(542);
    expect(model.curves.get('run-vit')?.loss).toHaveLength(706);
    expect(model.forecasts.get('run-resnet18')?.map((forecast) => forecast.method)).toEqual(['dkf', 'wls']);
  });

  it('keeps the points before an update and replaces the rest', () => {
    const model = modelAfter(snapshot(1, [curve(0, [9, 8, 7])]), update(2, [curve(2, [6, 5])]));
    expect([...model.curves.get('run-vit')!.loss]).toEqual([9, 8, 6, 5]);
    expect([...model.curves.get('run-vit')!.step]).toEqual([1, 2, 3, 4]);
  });

  it('lets a curve become shorter when it is decimated anew', () => {
    const model = modelAfter(snapshot(1, [curve(0, [9, 8, 7])]), update(2, [curve(0, [9, 7])]));
    expect([...model.curves.get('run-vit')!.loss]).toEqual([9, 7]);
  });

  it('asks for a snapshot when a revision is missing, and keeps what it has', () => {
    const before = modelAfter(snapshot(1, []));
    const received = receive(before, update(3, []), 0);
    expect(received.needsSnapshot).toBe(true);
    expect(received.model).toBe(before);
  });

  it('asks for a snapshot when points before an update were never received', () => {
    expect(receive(modelAfter(snapshot(1, [])), update(2, [curve(5, [1])]), 0).needsSnapshot).toBe(true);
  });

  it('asks for a snapshot when the first message is an update', () => {
    expect(receive(EMPTY_MODEL, update(1, []), 0).needsSnapshot).toBe(true);
  });

  it('passes over an update that is older than the snapshot', () => {
    const before = modelAfter(snapshot(5, []));
    const received = receive(before, update(5, [curve(0, [1])]), 0);
    expect(received).toEqual({ model: before, needsSnapshot: false, select: null });
  });

  it('begins anew with a snapshot of a restarted monitor', () => {
    const model = modelAfter(snapshot(7, [curve(0, [1, 2])]), snapshot(1, [curve(0, [3])]));
    expect(model.revision).toBe(1);
    expect([...model.curves.get('run-vit')!.loss]).toEqual([3]);
  });

  it('keeps the identity of what an update does not change', () => {
    const before = modelAfter(snapshot(1, [curve(0, [1])]));
    const { model } = receive(before, update(2, []), 0);
    expect(model.curves).toBe(before.curves);
    expect(model.forecasts).toBe(before.forecasts);
  });

  it('forgets the curves of runs that are gone', () => {
    const before = modelAfter(snapshot(1, [curve(0, [1], 'run-vit')]));
    const { model } = receive(
      before,
      { type: 'update', revision: 2, state: recordedState({ runs: [] }), curves: [], forecasts: [] },
      0,
    );
    expect(model.curves.size).toBe(0);
  });

  it('keeps an intent pending until its recommendation is gone', () => {
    const recording = new Recording();
    const before = {
      ...modelAfter(recording.snapshot()),
      pending: { type: 'skip', recommendation: 'gpu:0 15 run-resnet18' } as const,
    };
    const same = receive(before, recording.update([0]), 0).model;
    expect(same.pending).not.toBeNull();
    expect(receive(same, recording.update([0], 50, { recommendations: [] }), 0).model.pending).toBeNull();
  });

  it('ends what is pending when it failed, and tells why', () => {
    const before = {
      ...modelAfter(snapshot(1, [])),
      pending: { type: 'undo', slice: 1, resource: 'gpu:0' } as const,
    };
    const { model } = receive(before, { type: 'failed', message: 'The ledger is read-only.' }, 0);
    expect(model).toMatchObject({ pending: null, failure: 'The ledger is read-only.' });
  });

  it('passes on which run to select', () => {
    expect(receive(EMPTY_MODEL, { type: 'select', run: 'run-vit' }, 0).select).toBe('run-vit');
  });
});

describe('decodeToDashboard', () => {
  it('knows the messages and nothing else', () => {
    expect(decodeToDashboard({ type: 'failed', message: 'x' })).toEqual({ type: 'failed', message: 'x' });
    for (const other of [null, 'snapshot', {}, { type: 'ready' }])
      expect(decodeToDashboard(other)).toBeUndefined();
  });
});

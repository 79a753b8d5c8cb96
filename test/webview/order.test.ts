import { describe, expect, it } from 'vitest';
import { keepOrder } from '../../webview/dashboard/table/held-order.js';
import { orderRuns } from '../../webview/dashboard/table/order.js';
import { recordedState } from './pages.js';

const { runs } = recordedState();

function names(...sorting: Parameters<typeof orderRuns>[1][]): string[] {
  return orderRuns(runs, sorting[0] ?? null, 'dkf').map((id) => id.replace('run-', ''));
}

describe('orderRuns', () => {
  it('puts first what is in danger and soon due, last what is over', () => {
    expect(names()).toEqual([
      ...['lenet', 'resnet18', 'effnet', 'cnn', 'gru', 'vit', 'vgg', 'lstm'],
      ...['densenet-bottleneck-long-name-v2', 'squeezenet'],
    ]);
  });

  it('puts unknown values last in both directions', () => {
    const up = names({ column: 'probability', descending: false });
    const down = names({ column: 'probability', descending: true });
    expect(up.at(-1)).toBe('vgg');
    expect(down.at(-1)).toBe('vgg');
    expect(down[0]).toBe('squeezenet');
  });

  it('sorts names as people count', () => {
    const two = [
      { ...runs[0]!, id: 'b', name: 'run10' },
      { ...runs[0]!, id: 'a', name: 'run9' },
    ];
    expect(orderRuns(two, { column: 'run', descending: false }, 'dkf')).toEqual(['a', 'b']);
  });

  it('does not change the runs it is given', () => {
    const before = runs.map((run) => run.id);
    names({ column: 'loss', descending: true });
    expect(runs.map((run) => run.id)).toEqual(before);
  });
});

describe('keepOrder', () => {
  it('keeps those who stay where they are and adds the new ones', () => {
    expect(keepOrder(['a', 'b', 'c'], ['d', 'c', 'a'])).toEqual(['a', 'c', 'd']);
  });
});

// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { EVEN, offerOf } from './analysis-messages.js';
import { PageHost } from './page-host.js';

// The toolkit's elements need style sheets that happy-dom does not have; without them a button is a plain element.
vi.mock('../../webview/analysis/toolkit.js', () => ({ registerToolkit: () => undefined }));

it('the accuracy page looks back by itself, shows the answer, and hands over the verdicts', async () => {
  const host = new PageHost({ measure: 'mean', fraction: 0.05 });
  await import('../../webview/accuracy/main.js');
  expect(host.takeSent()).toEqual([{ type: 'ready' }]);
  await host.drawn();
  expect(host.part('empty')?.textContent).toContain('Looking for runs');

  const intervals = [
    {
      ...{ method: 'dkf', title: 'DKF', runs: 4, scored: 200, held80: 130, held95: 180 },
      ...{ factors80: [1.2, 1.5], factors95: [1.1, 1.1] },
    },
  ];
  await host.deliver(offerOf({ intervals }));
  const [run] = host.takeSent();
  expect(run).toEqual({
    type: 'run',
    job: {
      kind: 'backtest',
      methods: ['dkf', 'wls', 'ls'],
      fractions: [0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8],
      calibrate: true,
    },
  });
  await host.deliver({ type: 'progress', done: 2, total: 6 });
  expect(host.part('progress')?.textContent).toContain('33 %');
  // What needs no looking back is there at once: live scores of five runs, and how intervals have held.
  expect(host.part('live')?.querySelectorAll('tbody tr')).toHaveLength(5);
  expect(host.part('intervals')?.querySelector('tbody')?.textContent).toContain('65 %');

  await host.deliver({ type: 'answer', answer: EVEN });
  expect([host.part('progress'), host.part('empty')]).toEqual([null, null]);
  expect(host.part('finding')?.textContent).toContain('from 5\u00a0% of the data, DKF was off by 50\u00a0%');
  expect(host.part('errors')?.querySelector('td')?.textContent).toBe('54 % (best)');

  host.part('errors')?.querySelectorAll('button')[1]?.click();
  await host.drawn();
  expect(host.part('headline')?.textContent).toBe('DKF or WLS: too close to call');
  expect(host.state).toEqual({ measure: 'mean', fraction: 0.2 });

  host.part('use-wls')?.click();
  expect(host.takeSent()).toEqual([{ type: 'use-method', method: 'wls' }]);
  await host.deliver(offerOf({ method: 'wls' }));
  expect(host.part('in-force')?.textContent).toBe('WLS makes the verdicts.');
  expect([host.part('use-wls'), host.part('use-dkf')?.textContent]).toEqual([null, 'Use DKF for verdicts']);
  // The answer holds for every method: there is nothing to do again.
  expect(host.takeSent()).toEqual([]);

  host.part('again')?.click();
  expect(host.takeSent().map(({ type }) => type)).toEqual(['ready', 'run']);
  await host.drawn();
  host.part('cancel')?.click();
  await host.drawn();
  expect(host.takeSent()).toEqual([{ type: 'cancel' }]);
  expect(document.body.textContent).toContain('Cancelled.');
  expect(host.part('errors')).not.toBeNull();

  await host.deliver({ type: 'failed', message: 'The setting is read-only.' });
  expect(host.part('failure')?.textContent).toBe('The setting is read-only.');
});

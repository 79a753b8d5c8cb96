// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { offerOf, PLAYED } from './analysis-messages.js';
import { PageHost } from './page-host.js';

// The toolkit's elements need style sheets that happy-dom does not have; without them a button is a plain element.
vi.mock('../../webview/analysis/toolkit.js', () => ({ registerToolkit: () => undefined }));

it('the what-if page asks what was chosen, shows the answer, and keeps it', async () => {
  const host = new PageHost();
  await import('../../webview/what-if/main.js');
  expect(host.takeSent()).toEqual([{ type: 'ready' }]);
  await host.deliver(offerOf({ tasks: 0 }));
  expect(host.part('empty')?.textContent).toContain('Set target and deadline first');
  expect(host.part('run')).toBeNull();

  await host.deliver(offerOf());
  expect([host.part('empty'), host.part('outcomes')]).toEqual([null, null]);
  const box = document.querySelector<HTMLInputElement>('#policy-stf')!;
  box.checked = false;
  box.dispatchEvent(new Event('change'));
  await host.drawn();
  host.part('run')?.click();
  const job = {
    kind: 'what-if',
    method: 'dkf',
    policies: ['laira-index', 'ua'],
    seeds: 20,
    switchCost: 0,
  } as const;
  expect(host.takeSent()).toEqual([{ type: 'run', job }]);
  await host.deliver({ type: 'progress', done: 1, total: 4 });
  expect(host.part('progress')?.textContent).toContain('25 %');
  host.part('run')?.click();
  expect(host.takeSent()).toEqual([]);

  await host.deliver({ type: 'answer', answer: PLAYED });
  expect(host.part('headline')?.textContent).toBe('LaiRA+ would bring 2.8 of 4 tasks to their targets');
  expect([host.part('outcomes'), host.part('reach'), host.part('gantt-ua')]).not.toContain(null);
  expect(host.state).toMatchObject({
    choices: { policies: ['laira-index', 'ua'] },
    answered: { request: job, answer: { kind: 'what-if', horizon: 2400 } },
  });

  // The finding is about the policy that recommends slices.
  await host.deliver(offerOf({ policy: 'ua' }));
  expect(host.part('headline')?.textContent).toBe('LaiRA+ would bring most: 2.8 of 4 tasks to their targets');

  host.part('run')?.click();
  await host.drawn();
  host.part('cancel')?.click();
  await host.deliver({ type: 'answer', answer: { ...PLAYED, tasks: [] } });
  expect(host.takeSent().map(({ type }) => type)).toEqual(['run', 'cancel']);
  expect(host.part('outcomes')).not.toBeNull();
});

// A turn of the event loop after every test: those that take none themselves would together keep their process from
// answering vitest, which gives it up after a minute.
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach } from 'vitest';

afterEach(async () => {
  await turn();
});

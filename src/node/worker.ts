import { parentPort } from 'node:worker_threads';
import type { Monitor } from '../monitor/monitor.js';
import { RefusedIntent } from '../monitor/advice.js';
import type { FromWorker, MonitorQuestion, ToWorker } from '../protocol/monitor.js';
import { createMonitor } from './create-monitor.js';

// The monitor in a worker thread: the extension host, shared with every other extension, only forwards messages.
const port = parentPort;
let monitor: Monitor | undefined;

function send(message: FromWorker): void {
  port?.postMessage(message);
}

async function answer(running: Monitor, question: MonitorQuestion): Promise<unknown> {
  switch (question.name) {
    case 'whole':
      running.sendWhole();
      return true;
    case 'refresh':
      await running.settle();
      return true;
    case 'intend':
      await running.intend(question.ask);
      return true;
    case 'explain':
      return running.explain(question.ask);
    case 'metrics':
      return running.metrics(question.ask);
    case 'recordings':
      return running.recordings();
    case 'curves':
      running.sendCurves(question.ask);
      return true;
  }
}

port?.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'start':
      monitor?.dispose();
      monitor = createMonitor(message.settings, { acts: true });
      monitor.onDidUpdate((update) => {
        send({ type: 'update', update });
      });
      monitor.start();
      break;
    case 'question': {
      const { id, question } = message;
      if (monitor === undefined) {
        send({ type: 'refused', id, message: 'The monitor has not started yet.' });
        break;
      }
      answer(monitor, question).then(
        (result) => {
          send({ type: 'answer', id, answer: result });
        },
        (error: unknown) => {
          send({ type: 'refused', id, message: reasonOf(error) });
        },
      );
      break;
    }
  }
});

function reasonOf(error: unknown): string {
  if (error instanceof RefusedIntent) return error.message;
  return `This was not done: ${error instanceof Error ? error.message : String(error)}.`;
}

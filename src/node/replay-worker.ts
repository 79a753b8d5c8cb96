import { parentPort, workerData } from 'node:worker_threads';
import { replay, type ReplayRequest } from './replay.js';

// Recorded runs that train again, in a thread of their own. It tells the share that has been played, in whole percent;
// any message to it ends the replay. What stands in the way ends the thread with an error.
const port = parentPort;
const abort = new AbortController();
port?.once('message', () => {
  abort.abort();
});
let told = -1;
void replay({
  ...(workerData as ReplayRequest),
  signal: abort.signal,
  progress: () => undefined,
  played: (share) => {
    const percent = Math.floor(share * 100);
    if (percent === told) return;
    told = percent;
    port?.postMessage(percent);
  },
}).finally(() => port?.close());

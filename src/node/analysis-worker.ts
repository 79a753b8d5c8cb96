import { parentPort, workerData } from 'node:worker_threads';
import { lookBack } from '../monitor/analysis/look-back.js';
import { whatIf } from '../monitor/analysis/what-if.js';
import type { AnalysisAnswer, AnalysisJob, FromAnalysis } from '../protocol/analysis.js';

// One long piece of work in a thread of its own, so that the live monitor goes on; to cancel is to end the thread.
function send(message: FromAnalysis): void {
  parentPort?.postMessage(message);
}

function progress(done: number, total: number): void {
  send({ type: 'progress', done, total });
}

function run(job: AnalysisJob): AnalysisAnswer {
  switch (job.kind) {
    case 'backtest':
      return lookBack(job, () => performance.now(), progress);
    case 'what-if':
      return whatIf(job, progress);
  }
}

try {
  send({ type: 'answer', answer: run(workerData as AnalysisJob) });
} catch (error) {
  send({ type: 'failed', message: error instanceof Error ? error.message : String(error) });
}

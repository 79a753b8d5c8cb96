import { lookBack } from '../../../src/monitor/analysis/look-back.js';
import { offerOf } from '../../../src/monitor/analysis/offer.js';
import { whatIf } from '../../../src/monitor/analysis/what-if.js';
import { createMonitor } from '../../../src/node/create-monitor.js';
import { defaultSettings } from '../../../src/node/settings.js';
import type { BacktestAnswer, Offer, RunRecording, WhatIfAnswer } from '../../../src/protocol/analysis.js';

/** What the extension would tell the pages of the recorded runs. */
export interface RecordedAnalysis {
  readonly offer: Offer;
  readonly backtest: BacktestAnswer;
  readonly whatIf: WhatIfAnswer;
}

const FRACTIONS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8];
const POLICIES_MET = ['laira-index', 'laira', 'lara', 'rr', 'ua', 'sta', 'stf', 'sh'];
/** Share of the recordings that the what-if has seen. */
const SEEN = 0.3;

/** Computes the answers with the code that the extension's worker runs. @param folder with a bundle */
export async function recordAnalysis(folder: string): Promise<RecordedAnalysis> {
  const monitor = createMonitor(defaultSettings([folder], `${folder}/laira.json`), { acts: false });
  try {
    await monitor.settle(true);
    const recordings = monitor.recordings();
    const offer = offerOf(monitor.state());
    const { method, methods, calibrate } = offer;
    const backtest = lookBack(
      {
        kind: 'backtest',
        recordings,
        methods: methods.map(({ name }) => name),
        fractions: FRACTIONS,
        calibrate,
      },
      () => performance.now(),
      () => undefined,
    );
    const begun = recordings.map(beginningOf);
    const answer = whatIf(
      { kind: 'what-if', recordings: begun, method, policies: POLICIES_MET, seeds: 12, switchCost: 0 },
      () => undefined,
    );
    return { offer, backtest, whatIf: answer };
  } finally {
    monitor.dispose();
  }
}

function beginningOf(recording: RunRecording): RunRecording {
  const count = Math.ceil(recording.losses.length * SEEN);
  return { ...recording, losses: recording.losses.slice(0, count), data: recording.data.slice(0, count) };
}

import { formatDuration } from '../../src/base/duration.js';
import type { RunView } from '../../src/protocol/runs.js';

/** How fresh what is shown of a run is. */
export interface Freshness {
  readonly text: string;
  /** The whole story, for a tooltip. */
  readonly detail: string;
  readonly tone: 'plain' | 'quiet' | 'warning';
}

/** Silences up to this many usual ones are ordinary jitter. */
const USUAL_SILENCES = 3;
/** Nobody worries about a silence of fewer seconds. */
const SHORT_SILENCE = 20;

/** @param now the monitor's clock, milliseconds since 1970 UTC */
export function freshnessOf(run: RunView, now: number): Freshness {
  if (Number.isNaN(run.lastReportAt)) {
    return { text: 'no report yet', detail: 'No report was read yet.', tone: 'quiet' };
  }
  const silence = Math.max(0, (now - run.lastReportAt) / 1000);
  const age = formatDuration(silence);
  const detail = `Last report ${age} ago${usual(run.usualSilence)}.`;
  if (run.status === 'reached') return { text: 'done', detail, tone: 'quiet' };
  if (run.status === 'missed') return { text: 'over', detail, tone: 'quiet' };
  if (run.allowed === false) {
    return {
      text: `${age}, paused`,
      detail: `${detail} It waits for its slice of the machine.`,
      tone: 'quiet',
    };
  }
  if (run.status === 'stalled') {
    return {
      text: `${age}, stalled`,
      detail: `${detail} Check whether the process still runs.`,
      tone: 'warning',
    };
  }
  if (silence > SHORT_SILENCE && silence > USUAL_SILENCES * run.usualSilence) {
    return { text: `${age}, quiet`, detail, tone: 'quiet' };
  }
  return { text: age, detail, tone: 'plain' };
}

function usual(seconds: number): string {
  return Number.isFinite(seconds) ? `; usually one every ${formatDuration(seconds)}` : '';
}

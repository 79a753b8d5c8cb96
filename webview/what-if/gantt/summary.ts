import { formatCountdown } from '../../../src/base/clock-format.js';
import { formatDuration } from '../../../src/base/duration.js';
import type { PolicyOutcome, WhatIfAnswer } from '../../../src/protocol/analysis.js';
import { counted } from '../../shared/counted.js';
import { shareText } from '../../shared/share-text.js';
import { machineTime, type Stretch } from './stretches.js';

/** Who had the machine for how long, for those who do not see the picture. */
export function ganttSummary(
  { title, reachedAt }: PolicyOutcome,
  tasks: WhatIfAnswer['tasks'],
  stretches: readonly (readonly Stretch[])[],
): string {
  const told = tasks.map(({ name }, i) => {
    const own = stretches[i] ?? [];
    const last = own.at(-1);
    if (last === undefined) return `${name} never`;
    const time = `${formatDuration(machineTime(own))} in ${counted(own.length, 'stretch', 'es')}`;
    const reached = reachedAt[i] ?? NaN;
    return Number.isNaN(reached)
      ? `${name} ${time}, the last until ${formatDuration(last.end)}`
      : `${name} ${time}, its target reached after ${formatDuration(reached)}`;
  });
  return `Machine time by ${title}: ${told.join('; ')}.`;
}

/**
 * What a task did at a moment.
 * @param reached when it reached its target, NaN where it did not; @param moment seconds after the start, both
 */
export function momentText(
  { name, deadline }: WhatIfAnswer['tasks'][number],
  stretches: readonly Stretch[],
  reached: number,
  moment: number,
): string {
  const now = stretches.find(({ start, end }) => start <= moment && moment < end);
  if (now !== undefined) {
    const part = now.share === 1 ? 'the machine' : `${shareText(now.share)} of the machine`;
    return `${name}: ${part} from ${clockText(now.start)} to ${clockText(now.end)}`;
  }
  if (moment >= reached) return `${name}: reached its target at ${clockText(reached)}`;
  if (moment >= deadline) return `${name}: its deadline was at ${clockText(deadline)}`;
  const last = stretches.at(-1);
  if (last === undefined) return `${name}: never has the machine`;
  return last.end <= moment
    ? `${name}: had the machine for ${clockText(machineTime(stretches))}, nothing after ${clockText(last.end)}`
    : `${name}: waits at ${clockText(moment)}`;
}

/** Within the first hour seconds matter (`8:30`), later they do not (`3 h 10`). */
function clockText(seconds: number): string {
  return seconds < 3600 ? formatCountdown(seconds) : formatDuration(seconds);
}

import type { LogEvent, Problem, Reader, ReadResult } from '../../../src/readers/reader.js';

/** Pushes a text to a reader as one chunk and ends it. */
export function readText(reader: Reader, text: string): ReadResult {
  const events: LogEvent[] = [];
  const problems: Problem[] = [];
  for (const result of [reader.push(new TextEncoder().encode(text)), reader.end()]) {
    events.push(...result.events);
    problems.push(...result.problems);
  }
  return { events, problems };
}

/** The events without what was taken back, to be told again. */
export function settled(events: readonly LogEvent[]): LogEvent[] {
  return events.reduce<LogEvent[]>((kept, event) => {
    if (event.kind !== 'retell') return [...kept, event];
    return kept.filter(
      (one) => one.run !== event.run || (one.kind === 'scalar' && !event.metrics.includes(one.metric)),
    );
  }, []);
}

/** Events in short, for comparisons: `metric=value@step`, with the run before it where there is one. */
export function shortly(events: readonly LogEvent[]): string[] {
  return events.map((event) => {
    const run = event.run === '' ? '' : `${event.run}: `;
    if (event.kind === 'objective') return `${run}${event.direction} ${event.metric}`;
    if (event.kind === 'retell') return `${run}again ${event.metrics.join(' ')}`;
    if (event.kind === 'end') return `${run}exit ${event.exitCode}`;
    const step = event.step === undefined ? '?' : String(event.step);
    switch (event.kind) {
      case 'scalar':
        return `${run}${event.metric}=${event.value}@${step}`;
      case 'horizon':
        return `${run}until ${step}`;
      case 'remaining':
        return `${run}${event.seconds} s left@${step}`;
      case 'hidden':
        return `${run}hidden ${event.metric}@${step}`;
      case 'restart':
        return `${run}restart@${step}`;
    }
  });
}

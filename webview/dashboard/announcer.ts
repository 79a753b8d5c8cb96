import { lookTitle } from '../../src/protocol/advice-words.js';
import type { MonitorState } from '../../src/protocol/runs.js';
import { element } from '../shared/elements.js';
import { markOf } from './verdict.js';

/** Speaks changes that matter through a live region: for those who do not watch the page. */
export class Announcer {
  readonly element = element('p', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  private before: MonitorState | null = null;

  update(state: MonitorState | null): void {
    if (state === null || state === this.before) return;
    const news = this.before === null ? [] : changes(this.before, state);
    this.before = state;
    if (news.length > 0) this.element.textContent = news.join(' ');
  }
}

/** What is different between two states, as sentences. */
export function changes(before: MonitorState, after: MonitorState): string[] {
  const sentences: string[] = [];
  for (const run of after.runs) {
    const earlier = before.runs.find((candidate) => candidate.id === run.id);
    if (earlier === undefined) continue;
    const word = markOf(run).word;
    if (run.task !== null && markOf(earlier).word !== word) sentences.push(`${run.name} is now: ${word}.`);
    if (run.status === 'stalled' && earlier.status !== 'stalled') sentences.push(`${run.name} is stalled.`);
  }
  for (const advice of after.recommendations) {
    const earlier = before.recommendations.find(({ resource }) => resource === advice.resource);
    const what = advice.afterLook === null ? advice.name : lookTitle(advice.name);
    if (earlier?.run !== advice.run) sentences.push(`Next slice of ${advice.resource}: ${what}.`);
  }
  return sentences;
}

import { formatProbability } from '../../../src/base/number-format.js';
import { scoreScale, type ScoreScale } from '../../../src/base/score-scale.js';
import type { CandidateView, RecommendationView } from '../../../src/protocol/runs.js';
import { arrange, element, setAttribute, setShown, setStyle, setText } from '../../shared/elements.js';
import { homeLook, type Look } from '../look/look.js';
import { makeSwatch } from '../look/swatch.js';
import type { Page } from '../page.js';

const CHANCE_MEANS = 'Probability that the target is reached by the deadline';

/** Candidates shown; the table knows the others. */
const SHOWN = 6;

/** How the queue tells its scores. */
interface Scores {
  /** Null where a score is no more than a place in the order. */
  readonly scale: ScoreScale | null;
  /** Of all candidates. */
  readonly best: number;
}

interface Line {
  readonly element: HTMLElement;
  readonly radio: HTMLInputElement;
  update(candidate: CandidateView, scores: Scores, look: Look): void;
}

let queues = 0;

/** The candidates with their scores, best first: how close the decision was. Also where another one is chosen. */
export class Queue {
  readonly element: HTMLElement;
  private readonly list = element('ul', { class: 'queue' });
  private readonly scoreHead = element('span', { class: 'quiet', 'aria-hidden': 'true' });
  private readonly lines = new Map<string, Line>();
  private readonly group = `queue-${queues++}`;
  private isChoosing = false;
  private recommended = '';

  /** @param changed told the run that is chosen now */
  constructor(private readonly changed: (run: string | undefined) => void) {
    const heads = element(
      'div',
      { class: 'queue-heads' },
      element('h2', {}, 'Queue'),
      this.scoreHead,
      element('span', { class: 'quiet', 'aria-hidden': 'true', title: CHANCE_MEANS }, 'chance'),
    );
    this.element = element('div', { class: 'queue-part' }, heads, this.list);
  }

  update(advice: RecommendationView, page: Page, isChoosing: boolean): void {
    const all = candidatesOf(advice, page);
    const candidates = isChoosing ? all : all.slice(0, SHOWN);
    const scores = this.showScale(advice, all);
    this.recommended = advice.run;
    for (const [run, line] of this.lines) {
      if (candidates.some((candidate) => candidate.run === run)) continue;
      line.element.remove();
      this.lines.delete(run);
    }
    for (const candidate of candidates) {
      this.line(candidate).update(candidate, scores, page.looks.get(candidate.run) ?? homeLook(0));
    }
    arrange(
      this.list,
      candidates.flatMap(({ run }) => this.lines.get(run)?.element ?? []),
      null,
    );
    this.setChoosing(isChoosing);
  }

  setChoosing(isChoosing: boolean): void {
    setAttribute(this.element, 'role', isChoosing ? 'radiogroup' : null);
    setAttribute(this.element, 'aria-label', isChoosing ? 'Who gets the slice instead' : null);
    for (const [run, { element: line, radio }] of this.lines) {
      setShown(radio, isChoosing);
      radio.disabled = run === this.recommended;
      line.classList.toggle('recommended', run === this.recommended);
      if (!isChoosing) radio.checked = false;
    }
    if (isChoosing && !this.isChoosing) this.changed(this.chosen());
    this.isChoosing = isChoosing;
  }

  chosen(): string | undefined {
    for (const [run, { radio }] of this.lines) if (radio.checked) return run;
    return undefined;
  }

  focus(): void {
    for (const { radio } of this.lines.values()) {
      if (radio.disabled) continue;
      radio.focus();
      return;
    }
  }

  private showScale({ scoreMeaning }: RecommendationView, all: readonly CandidateView[]): Scores {
    const scores = all.map(({ score }) => score).filter((score) => Number.isFinite(score));
    const scale = scoreMeaning === null ? null : scoreScale(scoreMeaning, scores);
    setText(this.scoreHead, scale?.heading ?? '');
    setAttribute(this.scoreHead, 'title', scale === null ? null : scoreDetail(scale));
    this.element.classList.toggle('without-scores', scale === null);
    return { scale, best: Math.max(0, ...scores) };
  }

  private line(candidate: CandidateView): Line {
    const kept = this.lines.get(candidate.run);
    if (kept !== undefined) return kept;
    const line = makeLine(this.group, () => {
      this.changed(this.chosen());
    });
    this.lines.set(candidate.run, line);
    return line;
  }
}

function makeLine(group: string, changed: () => void): Line {
  const radio = element('input', { type: 'radio', name: group, hidden: true });
  radio.addEventListener('change', changed);
  const mark = makeSwatch();
  const name = element('span', { class: 'queue-name' });
  const fill = element('span', { class: 'fill' });
  const score = element('span');
  const unit = element('span', { class: 'unseen' });
  const probability = element('span');
  const made = element(
    'li',
    {},
    element(
      'label',
      {},
      element('span', { class: 'queue-run' }, radio, mark.element, name),
      element('span', { class: 'bar', 'aria-hidden': 'true' }, fill),
      element('span', { class: 'figure score' }, score, unit),
      element(
        'span',
        { class: 'figure quiet' },
        element('span', { class: 'unseen' }, 'chance '),
        probability,
      ),
    ),
  );
  return {
    element: made,
    radio,
    update: (candidate, { scale, best }, look) => {
      mark.update(look);
      setText(name, candidate.name);
      setAttribute(name, 'title', candidate.name);
      const share = best > 0 && Number.isFinite(candidate.score) ? Math.max(0, candidate.score / best) : 0;
      setStyle(fill, 'width', `${share * 100}%`);
      setText(score, scale?.format(candidate.score) ?? '');
      setText(unit, scale === null ? '' : ` ${scale.heading}`);
      setText(probability, formatProbability(candidate.probability));
      made.classList.toggle('out-of-reach', !candidate.feasible);
    },
  };
}

function scoreDetail({ meaning }: ScoreScale): string {
  return `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}, less where the deadline is farther or where the slice would make a more urgent run late: the machine goes to the highest.`;
}

/** The queue always contains the recommended run, first. */
function candidatesOf(advice: RecommendationView, page: Page): readonly CandidateView[] {
  if (advice.alternatives.some(({ run }) => run === advice.run)) return advice.alternatives;
  const run = page.model.state?.runs.find(({ id }) => id === advice.run);
  const recommended: CandidateView = {
    run: advice.run,
    name: advice.name,
    score: advice.score,
    probability: run?.probability ?? NaN,
    remainingTime: run?.timeToTarget ?? NaN,
    feasible: true,
  };
  return [recommended, ...advice.alternatives];
}

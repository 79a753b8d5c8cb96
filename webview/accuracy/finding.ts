import type { BacktestAnswer } from '../../src/protocol/analysis.js';
import { counted } from '../shared/counted.js';
import { errorText, fractionText } from '../shared/share-text.js';
import { judgeCoverage } from './coverage.js';
import { duel, type Duel } from './duel.js';
import { fractionsOf, rowOf } from './errors.js';
import type { Method } from './methods.js';

/** What looking back says, for a person who must decide whom to trust. */
export interface Finding {
  readonly headline: string;
  readonly sentences: readonly string[];
  /** The method that the runs speak for, where they speak for another one than that in force. */
  readonly better: string | null;
}

/** An error from which on a forecast is called a guess. */
const GUESS = 0.3;

/** The finding from one share of the data; null where the method in force made no forecast from there. */
export function findingOf(
  answer: BacktestAnswer,
  methods: readonly Method[],
  fraction: number,
): Finding | null {
  const inForce = methods.find((method) => method.inForce);
  const own = inForce === undefined ? undefined : rowOf(answer, inForce.name, fraction);
  if (inForce === undefined || own === undefined) return null;
  const rival = rivalOf(answer, methods, fraction);
  const start = `On ${own.runs === 1 ? 'your one run' : `your ${own.runs} runs`}, from ${fractionText(fraction)} of the data, ${inForce.title} was off by ${errorText(own.median)}${own.runs === 1 ? '' : ' (median)'}`;
  const trust = [...guessSentence(answer, inForce), ...coverageSentence(answer, inForce, fraction)];
  if (rival === null) {
    return {
      headline: `${inForce.title} was off by ${errorText(own.median)}`,
      sentences: [`${start}.`, ...trust],
      better: null,
    };
  }
  const result = duel(answer.predictions, fraction, inForce.name, rival.method.name);
  const outcome = outcomeOf(result, own.median, rival.median);
  return {
    headline: headlineOf(outcome, inForce, rival.method),
    sentences: [
      `${start}, ${rival.method.title} by ${errorText(rival.median)}.`,
      countSentence(result, outcome, inForce, rival.method),
      ...trust,
    ],
    better: outcome === 'second' ? rival.method.name : null,
  };
}

/** The closest of the other methods that could make the verdicts; of all others where none could. */
function rivalOf(
  answer: BacktestAnswer,
  methods: readonly Method[],
  fraction: number,
): { readonly method: Method; readonly median: number } | null {
  const others = methods.filter((method) => !method.inForce);
  const judges = others.filter((method) => method.judges);
  let best: { readonly method: Method; readonly median: number } | null = null;
  for (const method of judges.length > 0 ? judges : others) {
    const median = rowOf(answer, method.name, fraction)?.median ?? NaN;
    if (median < (best?.median ?? Infinity)) best = { method, median };
  }
  return best;
}

/** More runs won with the larger median error is no clear case, and neither are errors that read alike. */
function outcomeOf({ finding }: Duel, first: number, second: number): Duel['finding'] {
  if (finding === 'few' || finding === 'close') return finding;
  if (errorText(first) === errorText(second)) return 'close';
  return (finding === 'first') === first < second ? finding : 'close';
}

function headlineOf(outcome: Duel['finding'], inForce: Method, rival: Method): string {
  switch (outcome) {
    case 'first':
      return `Your logs favour ${inForce.title}`;
    case 'second':
      return `Your logs favour ${rival.title}, but ${inForce.title} makes the verdicts`;
    case 'close':
      return `${inForce.title} or ${rival.title}: too close to call`;
    case 'few':
      return 'Too few runs to tell the methods apart';
  }
}

function countSentence(
  { runs, firstCloser, secondCloser }: Duel,
  outcome: Duel['finding'],
  inForce: Method,
  rival: Method,
): string {
  if (outcome === 'few') return `${counted(runs, 'run')} cannot tell luck from skill.`;
  if (firstCloser === secondCloser) return `Each of them was closer on ${counted(firstCloser, 'run')}.`;
  const [winner, wins] = firstCloser > secondCloser ? [inForce, firstCloser] : [rival, secondCloser];
  const chance = outcome === 'close' ? ', which may well be chance' : '';
  return `${winner.title} was closer on ${wins} of ${runs}${chance}.`;
}

/** From when on a forecast is more than a guess. */
function guessSentence(answer: BacktestAnswer, { name, title }: Method): string[] {
  const fractions = fractionsOf(answer);
  const isGuess = fractions.map((fraction) => !((rowOf(answer, name, fraction)?.median ?? NaN) <= GUESS));
  const last = isGuess.lastIndexOf(true);
  if (last < 0) return [];
  const from = fractions[last + 1];
  if (from === undefined) return [`Whatever the share of the data: take a forecast of ${title} as a guess.`];
  return [`Before ${fractionText(from)} of the data, take a forecast of ${title} as a guess.`];
}

function coverageSentence(answer: BacktestAnswer, { name, title }: Method, fraction: number): string[] {
  const row = rowOf(answer, name, fraction);
  if (row === undefined || row.coverage80 === null || Number.isNaN(row.coverage80)) return [];
  const inside = Math.round(row.coverage80 * row.runs);
  const held = `The 80 % intervals of ${title} held what came in ${inside} of ${counted(row.runs, 'run')}`;
  switch (judgeCoverage(row.coverage80, 0.8, row.runs)) {
    case 'narrow':
      return [`${held}: it is surer than it should be.`];
    case 'wide':
      return [`${held}: it is more careful than it need be.`];
    case 'fair':
      return [`${held}${row.runs < 4 ? '' : fairly(row.coverage80)}.`];
  }
}

/** What few runs cannot refute is not confirmed by that. */
function fairly(held: number): string {
  return Math.abs(held - 0.8) <= 0.1 || held > 0.8 ? ', as they should' : ', which may be chance';
}

import type {
  AccuracyPrediction,
  AccuracyRow,
  AnalysisAnswer,
  PolicyOutcome,
  ToAnalysisPage,
} from '../../src/protocol/analysis.js';
import { fieldsOf, itemsOf, numberOf, numberOrNullOf, textOf, type Fields } from '../shared/plain-values.js';

/** What can be chosen and what is known before any work: the first message to a page. */
export type Offer = Extract<ToAnalysisPage, { readonly type: 'choices' }>;

/** Decodes what the extension sent, with its numbers restored; undefined when it is none of its messages. */
export function decodeToAnalysisPage(message: unknown): ToAnalysisPage | undefined {
  const fields = fieldsOf(message);
  switch (fields['type']) {
    case 'choices':
      return offerFrom(fields);
    case 'progress':
      return { type: 'progress', done: numberOf(fields['done']), total: numberOf(fields['total']) };
    case 'answer': {
      const answer = answerFrom(fieldsOf(fields['answer']));
      return answer === undefined ? undefined : { type: 'answer', answer };
    }
    case 'failed':
      return { type: 'failed', message: textOf(fields['message']) };
    default:
      return undefined;
  }
}

function offerFrom(fields: Fields): Offer {
  return {
    type: 'choices',
    methods: itemsOf(fields['methods'], namedFrom),
    policies: itemsOf(fields['policies'], namedFrom),
    method: textOf(fields['method']),
    live: itemsOf(fields['live'], (item) => {
      const { name, errors } = fieldsOf(item);
      return { name: textOf(name), errors: itemsOf(errors, scoreFrom) };
    }),
    runs: numberOf(fields['runs']),
    tasks: numberOf(fields['tasks']),
  };
}

function namedFrom(item: unknown): Offer['methods'][number] {
  const { name, title, description } = fieldsOf(item);
  return { name: textOf(name), title: textOf(title), description: textOf(description) };
}

function scoreFrom(item: unknown): Offer['live'][number]['errors'][number] {
  const { method, title, error } = fieldsOf(item);
  return { method: textOf(method), title: textOf(title), error: numberOf(error) };
}

function answerFrom(fields: Fields): AnalysisAnswer | undefined {
  switch (fields['kind']) {
    case 'backtest':
      return {
        kind: 'backtest',
        rows: itemsOf(fields['rows'], rowFrom),
        predictions: itemsOf(fields['predictions'], predictionFrom),
        tooShort: itemsOf(fields['tooShort'], textOf),
      };
    case 'what-if':
      return {
        kind: 'what-if',
        tasks: itemsOf(fields['tasks'], (item) => {
          const { run, name, deadline } = fieldsOf(item);
          return { run: textOf(run), name: textOf(name), deadline: numberOf(deadline) };
        }),
        horizon: numberOf(fields['horizon']),
        policies: itemsOf(fields['policies'], outcomeFrom),
        meanOracle: numberOf(fields['meanOracle']),
        reachedSoFar: numberOf(fields['reachedSoFar']),
      };
    default:
      return undefined;
  }
}

function rowFrom(item: unknown): AccuracyRow {
  const fields = fieldsOf(item);
  return {
    method: textOf(fields['method']),
    title: textOf(fields['title']),
    fraction: numberOf(fields['fraction']),
    runs: numberOf(fields['runs']),
    median: numberOf(fields['median']),
    mean: numberOf(fields['mean']),
    p90: numberOf(fields['p90']),
    coverage80: numberOrNullOf(fields['coverage80']),
    coverage95: numberOrNullOf(fields['coverage95']),
    microsecondsPerPrediction: numberOf(fields['microsecondsPerPrediction']),
  };
}

function predictionFrom(item: unknown): AccuracyPrediction {
  const fields = fieldsOf(item);
  return {
    run: textOf(fields['run']),
    name: textOf(fields['name']),
    method: textOf(fields['method']),
    fraction: numberOf(fields['fraction']),
    predicted: numberOf(fields['predicted']),
    actual: numberOf(fields['actual']),
    relativeError: numberOf(fields['relativeError']),
  };
}

function outcomeFrom(item: unknown): PolicyOutcome {
  const fields = fieldsOf(item);
  return {
    policy: textOf(fields['policy']),
    title: textOf(fields['title']),
    description: textOf(fields['description']),
    meanSuccesses: numberOf(fields['meanSuccesses']),
    successes: itemsOf(fields['successes'], numberOf),
    meanSwitches: numberOf(fields['meanSwitches']),
    reached: itemsOf(fields['reached'], numberOf),
    slices: itemsOf(fields['slices'], (slice) => {
      const { task, start, length, share } = fieldsOf(slice);
      return {
        task: numberOf(task),
        start: numberOf(start),
        length: numberOf(length),
        share: numberOf(share),
      };
    }),
  };
}

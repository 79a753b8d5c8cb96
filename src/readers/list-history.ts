import { jsonParts, type JsonPart } from './json-scan.js';
import { metricRole } from './metric-role.js';
import { parseNumber } from './numbers.js';
import { REPEATS } from './position-doubt.js';

/** Lists of numbers by metric, of which one is a loss: `{"loss": [2.3, …], "val_loss": [2.4, …]}`. */
export const LISTS =
  /^\s*\{(?:\s*"[^"]*":\s*(?:\[[^\]"{}]*\]|[-\d.eE+]+|"[^"]*"|true|false|null),)*?\s*"[^"]*loss[^"]*":\s*\[\s*[-\dN]/i;

/** The first member of numbers by their place, `{"0": 2.3, "1": 2.1}`: a column that pandas writes as JSON. */
const FIRST_OF_INDEXED = /^\{\s*"0":\s*(?:[-\d]|null)/;
/** No number is written with more characters. */
const LONGEST_FIRST = 64;

/** A value of a metric's list. */
export interface ListedValue {
  /** Where it stands in the text. */
  readonly start: number;
  readonly step: number | undefined;
  readonly value: number;
}

export interface ListedMetric {
  readonly name: string;
  readonly values: readonly ListedValue[];
}

export interface ListHistory {
  readonly metrics: readonly ListedMetric[];
  /** The members that are no lists, settings for example. */
  readonly others: readonly JsonPart[];
  /** Whether the text goes on to the object's end. */
  readonly isClosed: boolean;
}

/**
 * The lists of an object as a history. Steps are the epochs, counted from 0 as Keras counts them, unless the object
 * lists them.
 * @param text JSON, whose end may be missing; @param start of the object
 */
export function listHistory(text: string, start: number): ListHistory {
  const document = jsonParts(text, start);
  const members = document.begun === undefined ? document.parts : [...document.parts, document.begun];
  const isList = ({ start: at }: { readonly start: number }): boolean =>
    text[at] === '[' || FIRST_OF_INDEXED.test(text.slice(at, at + LONGEST_FIRST));
  const lists = members.filter(isList).map((member) => {
    const values = jsonParts(text, member.start).parts.map((part) => ({
      start: part.start,
      place: part.name,
      value: parseNumber(unquoted(text, part)),
    }));
    return { name: member.name, values };
  });
  const steps = lists.find(
    ({ name, values }) => ['step', 'epoch'].includes(metricRole(name)) && !areAlike(values),
  );
  const metrics = lists
    .filter((list) => list !== steps)
    .map(({ name, values }) => ({
      name,
      values: values.flatMap(({ start: at, place, value }, index) => {
        const step = steps === undefined ? (parseNumber(place) ?? index) : steps.values[index]?.value;
        return value === undefined ? [] : [{ start: at, step, value }];
      }),
    }));
  return {
    metrics,
    others: document.parts.filter((part) => !isList(part)),
    isClosed: document.isClosed,
  };
}

/** Whether numbers are all the same, and so count nothing: a length. */
function areAlike(numbers: readonly { readonly value: number | undefined }[]): boolean {
  return numbers.length >= REPEATS && numbers.every(({ value }) => value === numbers[0]!.value);
}

export function unquoted(text: string, part: { readonly start: number; readonly end: number }): string {
  return text.slice(part.start, part.end).replaceAll('"', '');
}

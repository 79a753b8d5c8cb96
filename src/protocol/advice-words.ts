import { formatDuration } from '../base/duration.js';
import type { RecommendationView, SliceAdvice } from './runs.js';

/** How what comes after a short look is introduced: a person may accept it in the look's place. */
export const AFTER_LOOK = 'After it, or in its place';

/** What is advised, in the words of every view: `vgg for 12 min`, or `a short look at vgg, 40 s`. */
export function adviceTitle(advice: RecommendationView): string {
  return advice.afterLook === null ? sliceTitle(advice) : `${lookTitle(advice.name)}, ${lengthOf(advice)}`;
}

/** `vgg for 12 min` */
export function sliceTitle(slice: SliceAdvice): string {
  return `${slice.name} for ${lengthOf(slice)}`;
}

/** `a short look at vgg` */
export function lookTitle(name: string): string {
  return `a short look at ${name}`;
}

function lengthOf({ length }: SliceAdvice): string {
  return formatDuration(length);
}

import { RUN_COLOURS } from '../../shared/theme.js';
import { RUN_MARKS } from './mark-shape.js';

/** How a run is told apart on the whole page: by a colour and, where colours repeat, by a mark on its line. */
export interface Look {
  /** Index in the palette. */
  readonly colour: number;
  /** Index of the shape; 0 is a line without marks. */
  readonly mark: number;
}

/** How many runs can look different. */
export const LOOKS = RUN_COLOURS * RUN_MARKS;

/** The look of a run's number: all colours with the first mark, then all with the second. */
export function homeLook(number: number): Look {
  const place = ((Math.trunc(number) % LOOKS) + LOOKS) % LOOKS;
  return { colour: place % RUN_COLOURS, mark: Math.floor(place / RUN_COLOURS) };
}

const INDEX = /^\s*\d+(?=\s)/;

/** The names that a header line gives to the columns of a printed table. */
export interface PrintedHeader {
  /** How many there are. */
  readonly count: number;
  /** Where the first of them begins. */
  readonly start: number;
}

/**
 * Whether a row begins with its number, which has no name above it: so pandas prints a data frame.
 * @param cells how many the row has
 */
export function beginsWithIndex(row: string, cells: number, { count, start }: PrintedHeader): boolean {
  if (cells !== count + 1 || start === 0) return false;
  const index = INDEX.exec(row);
  return index !== null && index[0].length <= start;
}

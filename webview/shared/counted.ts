/** `1 run`, `10 runs`; `2 stretches` with the ending `es`. */
export function counted(count: number, noun: string, ending = 's'): string {
  return `${count} ${noun}${count === 1 ? '' : ending}`;
}

/** `a`, `a and b`, `a, b and c`; where there are more than `most`, the rest as a number. */
export function listed(names: readonly string[], most = Infinity): string {
  const shown =
    names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} more`] : names;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)!}`;
}

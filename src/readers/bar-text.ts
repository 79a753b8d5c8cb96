/** A progress bar of tqdm with its times, and what else it says in the same brackets. */
const BAR = /\d%\|[^|]*\|\s*[\d.]+\w*\/[\d.]+\w*\s*\[([^\][]*)\](?=\s*[^\s\]])/;

/**
 * Finds the text that a script printed behind a bar before the bar was ended.
 * @returns where the text begins, and whether the bar itself holds values (`loss=0.5`)
 */
export function textBehindBar(line: string): { start: number; barHoldsValues: boolean } | undefined {
  if (!line.includes('%|')) return undefined;
  const match = BAR.exec(line);
  if (match === null) return undefined;
  return { start: match.index + match[0].length, barHoldsValues: match[1]!.includes('=') };
}

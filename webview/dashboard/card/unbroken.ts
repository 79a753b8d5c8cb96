/** The text with its numbers kept beside their units at the end of a line (`96 %`, `10 s`). */
export function unbroken(text: string): string {
  return text.replace(/(?<=\d) (?=%|(?:s|min|h|days)\b)/g, '\u00a0');
}

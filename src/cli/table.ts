/** A table for a terminal: the first column to the left, numbers to the right, two spaces between. */
export function table(header: readonly string[], rows: readonly (readonly string[])[], indent = ''): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const rightAligned = header.map((_, column) =>
    rows.every((row) => /^[<>]?\s?-?[\d.,]|^–?$|^NaN$|^-?∞$/.test(row[column] ?? '')),
  );
  const lines = all.map((row) =>
    row
      .map((cell, column) =>
        rightAligned[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
  return lines.map((line) => `${indent}${line}\n`).join('');
}

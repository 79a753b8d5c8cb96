/**
 * Parses JSON, also with the bare `NaN`, `Infinity` and `-Infinity` that Python writes: they become the strings of
 * the same spelling.
 * @returns undefined where the text is not JSON
 */
export function parseLenientJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    if (!/\b(?:NaN|Infinity)\b/.test(text)) return undefined;
  }
  try {
    return JSON.parse(text.replace(STRING_OR_NON_FINITE, quoteNonFinite)) as unknown;
  } catch {
    return undefined;
  }
}

const STRING_OR_NON_FINITE = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

function quoteNonFinite(part: string): string {
  return part.startsWith('"') ? part : `"${part}"`;
}

export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A dictionary, or a list of them, that begins with a name in Python's quotes. */
const OPENING = /^\s*(?:\{|\[\s*\{)\s*'/;
/**
 * A text in either quotes, a number in NumPy's wrapper, or a word that JSON spells in another way. Python escapes a
 * quote only in a text that has both kinds.
 */
const TOKEN = /'([^']*)'|"[^"]*"|\b(?:np|numpy)\.float\d+\(([^()]*)\)|\b(?:None|True|False|nan|inf)\b/g;

const WORDS: ReadonlyMap<string, string> = new Map([
  ['None', 'null'],
  ['True', 'true'],
  ['False', 'false'],
  ['nan', 'NaN'],
  ['inf', 'Infinity'],
]);

/** Whether a document is one that Python printed: `{'loss': [1.2, 0.9]}`. */
export function isPythonLiteral(text: string): boolean {
  return OPENING.test(text);
}

/** The same document as JSON, with as many lines; NaN and infinities stay bare words. Its end may be missing. */
export function jsonOfPython(text: string): string {
  return text.replace(TOKEN, (token: string, quoted: string | undefined, wrapped: string | undefined) => {
    if (quoted !== undefined) return `"${quoted.replaceAll('"', "'")}"`;
    return wrapped === undefined ? (WORDS.get(token) ?? token) : (WORDS.get(wrapped) ?? wrapped);
  });
}

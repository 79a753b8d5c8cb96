/*
 * A splitter of our own rather than a CSV library: the maintained ones either need Node's streams and Buffer
 * (csv-parse, also its browser build, brings Node's types into a zone that has none) or take whole files; a log is
 * read record by record, and for the usual record without quotes the engine's own `split` is the fastest there is.
 */

export type Separator = ',' | ';' | '\t' | '|';

const QUOTE = '"';
const QUOTE_CODE = 0x22;
const SPACE_CODE = 0x20;

/** The separator that a header line uses: the one it contains most often outside quotes. */
export function separatorOf(header: string): Separator {
  const bare = header.replace(/"[^"]*"/g, '');
  let best: Separator = ',';
  let most = 0;
  for (const candidate of [',', '\t', ';', '|'] as const) {
    const count = bare.split(candidate).length - 1;
    if (count > most) {
      most = count;
      best = candidate;
    }
  }
  return best;
}

/** Whether a quoted field is still open at the end of a text that starts outside quotes. */
export function endsInQuotes(text: string): boolean {
  let open = false;
  for (let at = text.indexOf(QUOTE); at >= 0; at = text.indexOf(QUOTE, at + 1)) open = !open;
  return open;
}

/** The fields of one record; quoted fields (RFC 4180, doubled quotes inside) lose their quotes. */
export function splitRecord(record: string, separator: Separator): string[] {
  if (!record.includes(QUOTE)) return record.split(separator);
  const fields: string[] = [];
  let start = 0;
  while (start <= record.length) {
    const open = firstNonSpace(record, start);
    if (record.charCodeAt(open) === QUOTE_CODE) {
      const close = closingQuote(record, open + 1);
      const end = record.indexOf(separator, close);
      const field = record.slice(open + 1, close);
      fields.push(field.includes(QUOTE) ? field.replaceAll('""', QUOTE) : field);
      start = end < 0 ? record.length + 1 : end + 1;
    } else {
      const end = record.indexOf(separator, start);
      fields.push(end < 0 ? record.slice(start) : record.slice(start, end));
      start = end < 0 ? record.length + 1 : end + 1;
    }
  }
  return fields;
}

function firstNonSpace(record: string, from: number): number {
  let at = from;
  while (record.charCodeAt(at) === SPACE_CODE) at += 1;
  return at;
}

function closingQuote(record: string, from: number): number {
  for (let at = record.indexOf(QUOTE, from); at >= 0; at = record.indexOf(QUOTE, at + 2)) {
    if (record.charCodeAt(at + 1) !== QUOTE_CODE) return at;
  }
  return record.length;
}

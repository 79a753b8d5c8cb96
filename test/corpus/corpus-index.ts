import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder of real logs, beside the repository. */
export const CORPUS = resolve(import.meta.dirname, '../../../shared/corpus');

export const hasCorpus = existsSync(join(CORPUS, 'INDEX.tsv'));

/** One real log, with what its publisher's own tools read in it. */
export interface CorpusEntry {
  readonly file: string;
  readonly format: string;
  readonly points: number;
  readonly firstLoss: number | undefined;
  readonly lastLoss: number | undefined;
  /** Name of the loss, as far as the list normalises it. */
  readonly tag: string;
  readonly note: string;
}

export function corpusEntries(): CorpusEntry[] {
  const [header, ...lines] = readFileSync(join(CORPUS, 'INDEX.tsv'), 'utf8').trimEnd().split(/\r?\n/);
  const columns = header!.split('\t');
  return lines.map((line) => {
    const fields = line.split('\t');
    const field = (name: string): string => fields[columns.indexOf(name)] ?? '';
    const number = (name: string): number | undefined =>
      field(name) === '' ? undefined : Number(field(name));
    const note = field('note')
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"');
    return {
      file: field('file'),
      format: field('format'),
      points: number('n_loss_points') ?? 0,
      firstLoss: number('first_loss'),
      lastLoss: number('last_loss'),
      tag: /^tag=([^;]*)/.exec(note)?.[1] ?? '',
      note,
    };
  });
}

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What stands in the files of a tree, by the last digit of their number: half of them are logs. */
const CONTENTS: readonly { readonly extension: string; readonly text: string }[] = [
  { extension: 'jsonl', text: '{"step": 1, "loss": 2.5}\n{"step": 2, "loss": 2.4}\n' },
  { extension: 'csv', text: 'step,loss\n1,2.5\n2,2.4\n' },
  { extension: 'log', text: 'iter 1: loss 2.5\niter 2: loss 2.4\n' },
  { extension: 'json', text: '{"learning_rate": 0.001, "layers": [1, 2, 3]}\n' },
  { extension: 'txt', text: 'Bread, milk and two dozen eggs.\n' },
  { extension: 'py', text: 'print("hello")\n' },
];

/**
 * Makes folders of a hundred files each, three deep, below a folder.
 * @returns how many of the files are logs
 */
export async function makeFileTree(root: string, files: number): Promise<number> {
  let logs = 0;
  for (let i = 0; i < files; i += 100) {
    const folder = join(
      root,
      `team-${Math.floor(i / 2500)}`,
      `study-${Math.floor(i / 500)}`,
      `run-${i / 100}`,
    );
    await mkdir(folder, { recursive: true });
    const names = Array.from({ length: Math.min(100, files - i) }, (_, j) => i + j);
    await Promise.all(
      names.map((number) => {
        const { extension, text } = CONTENTS[number % CONTENTS.length]!;
        if (number % CONTENTS.length < 3) logs += 1;
        return writeFile(join(folder, `file-${number}.${extension}`), text);
      }),
    );
  }
  return logs;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { Cli, ROOT } from '../support/cli.js';
import { bundleOf, powerLaw, START } from '../support/monitor-harness.js';
import { expectGolden } from './golden-file.js';

let cli: Cli;
beforeAll(async () => {
  cli = await Cli.build();
});
afterAll(() => {
  cli.dispose();
});

/** Texts are compared on any machine: without its folders and without the files' dates. */
function portable(text: string): string {
  return text
    .replaceAll(ROOT, '<root>')
    .replaceAll(cli.folder, '<folder>')
    .replaceAll(/"lastWrite":"[^"]*"/g, '"lastWrite":"<date>"');
}

/** Numbers to six digits: the last bits differ between processors. */
function rounded(text: string): string {
  return text.replaceAll(/-?\d+\.\d{7,}(?:e-?\d+)?/g, (number) =>
    String(Number(Number(number).toPrecision(6))),
  );
}

describe('laira over the sample runs', () => {
  it('inspect, for people', async () => {
    expectGolden('inspect.txt', portable((await cli.run('inspect', 'sample-runs')).out));
  });

  it('inspect --json', async () => {
    const { out } = await cli.run('inspect', 'sample-runs', '--json');
    expectGolden('inspect.json', `${JSON.stringify(JSON.parse(portable(out)), null, 1)}\n`);
  });

  it('verdicts at a moment of two recorded runs', async () => {
    const folder = join(cli.folder, 'verdicts');
    const times = (log: string): string =>
      log.replaceAll(
        /"step":(\d+)/g,
        (_, step: string) => `"step":${step},"time":${START / 1000 + Number(step)}`,
      );
    for (const [name, exponent] of [
      ['quick', 0.5],
      ['slow', 0.1],
    ] as const) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'log.jsonl'), times(powerLaw(1, 300, 2, exponent)));
    }
    const tasks = [
      { name: 'quick', target: 0.09, minutes: 15 },
      { name: 'slow', target: 0.2, minutes: 10 },
    ];
    writeFileSync(join(folder, 'laira.json'), bundleOf(tasks));
    const at = new Date(START + 200_000).toISOString();
    const { out } = await cli.run('verdicts', '--bundle', join(folder, 'laira.json'), '--at', at, '--json');
    expectGolden('verdicts.json', rounded(`${JSON.stringify(JSON.parse(portable(out)), null, 1)}\n`));
    const people = await cli.run('verdicts', '--bundle', join(folder, 'laira.json'), '--at', at);
    expectGolden('verdicts.txt', portable(people.out));
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles } from '@vscode/vsce';
import { describe, expect, it } from 'vitest';
import { ESTIMATORS, estimatorByName } from '../../src/core/estimators/registry.js';
import { refusalOfPattern } from '../../src/readers/pattern-check.js';

const ROOT = join(import.meta.dirname, '..', '..');
/** Of the sample runs, what a replay does not need: how they were made, and settings beside a log. */
const LEFT_OUT = ['README.md', 'train', 'hparams.yaml'];

describe('the package', () => {
  it('holds the sample runs, each with its log and the record of its flushes', async () => {
    const packed = (await listFiles({ cwd: ROOT })).filter((file) => file.startsWith('sample-runs/'));
    const needed = readdirSync(join(ROOT, 'sample-runs'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
      .filter((file) => !file.split('/').some((part) => LEFT_OUT.includes(part)));
    expect(packed.sort()).toEqual(needed.sort());
    expect(packed.filter((file) => file.endsWith('/flushes.csv'))).toHaveLength(10);
  });
});

describe('the schema of bundles', () => {
  it('proposes a pattern that reads a line', () => {
    const schema = JSON.parse(readFileSync(join(ROOT, 'media', 'laira.schema.json'), 'utf8')) as {
      readonly properties: {
        readonly tasks: {
          readonly items: {
            readonly properties: { readonly pattern: { readonly examples: readonly string[] } };
          };
        };
      };
    };
    const [example] = schema.properties.tasks.items.properties.pattern.examples;
    expect(refusalOfPattern(example!, '')).toBeUndefined();
    expect(new RegExp(example!).exec('it 12 of 90 loss 0.31')?.groups).toEqual({ step: '12', loss: '0.31' });
  });
});

describe('the settings', () => {
  it('offer methods that there are, the default first', () => {
    const { contributes } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { enum?: string[]; default: unknown }> }[] };
    };
    const setting = contributes.configuration.flatMap(
      ({ properties }) => properties['laira.method'] ?? [],
    )[0]!;
    expect(setting.default).toBe(ESTIMATORS[0]!.name);
    expect(setting.enum![0]).toBe(setting.default);
    for (const name of setting.enum!) expect(estimatorByName(name)?.name).toBe(name);
  });
});

describe('the experiments', () => {
  it('are those whose commands their page gives', () => {
    const page = readFileSync(join(ROOT, 'docs', 'experiments.md'), 'utf8');
    const named = new Set([...page.matchAll(/npm run experiments -- ([a-z]+)/g)].map(([, name]) => name!));
    expect([...named]).toEqual(expect.arrayContaining(['extrapolation', 'schedule', 'scale', 'ablation']));
    const script = readFileSync(join(ROOT, 'scripts', 'experiments.mjs'), 'utf8');
    for (const name of named) {
      expect(existsSync(join(ROOT, 'test', 'experiments', `${name}.ts`)), name).toBe(true);
      expect(script).toContain(`'${name}'`);
    }
    for (const [, figure] of page.matchAll(/\]\((figures\/[^)]+)\)/g))
      expect(existsSync(join(ROOT, 'docs', figure!)), figure).toBe(true);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

/** Which zones a zone may import; itself always. `types` are zones of which it may import types only. */
const ARROWS: Readonly<
  Record<string, { readonly values: readonly string[]; readonly types?: readonly string[] }>
> = {
  base: { values: [] },
  core: { values: ['base'] },
  readers: { values: ['base', 'core'] },
  protocol: { values: ['base'], types: ['core'] },
  monitor: { values: ['base', 'core', 'readers', 'protocol'] },
  actuators: { values: ['base', 'core', 'readers', 'protocol', 'monitor'] },
  node: { values: ['base', 'core', 'readers', 'protocol', 'monitor', 'actuators'] },
  cli: { values: ['base', 'core', 'readers', 'protocol', 'monitor', 'actuators', 'node'] },
  vscode: { values: ['base', 'core', 'readers', 'protocol', 'monitor', 'actuators', 'node'] },
  'webview/shared': { values: ['base', 'protocol'] },
  'webview/analysis': { values: ['base', 'protocol', 'webview/shared'] },
  'webview/dashboard': { values: ['base', 'protocol', 'webview/shared'] },
  'webview/accuracy': { values: ['base', 'protocol', 'webview/shared', 'webview/analysis'] },
  'webview/what-if': { values: ['base', 'protocol', 'webview/shared', 'webview/analysis'] },
};
/** Zones that run on Node and may know it. */
const ON_NODE = new Set(['node', 'cli', 'vscode']);

interface Import {
  readonly module: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

/** Everything that a source text imports: statements, re-exports, `import()` and `import('...')` types. */
function importsOf(source: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (module: ts.Node | undefined, typeOnly: boolean): void => {
    if (module === undefined || !ts.isStringLiteralLike(module)) return;
    const line = source.getLineAndCharacterOfPosition(module.getStart(source)).line + 1;
    found.push({ module: module.text, typeOnly, line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, importsTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, exportsTypesOnly(node));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isLoadingCall(node)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function importsTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.length > 0 &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

function exportsTypesOnly(node: ts.ExportDeclaration): boolean {
  if (node.isTypeOnly) return true;
  const clause = node.exportClause;
  return (
    clause !== undefined &&
    ts.isNamedExports(clause) &&
    clause.elements.every((element) => element.isTypeOnly)
  );
}

function isLoadingCall(node: ts.CallExpression): boolean {
  return (
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require')
  );
}

/** Names in a source text that bring time or chance into it. */
function clocksIn(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = ts.isPropertyAccessExpression(node) ? node.getText(source) : '';
    if (text === 'Date.now' || text === 'Math.random') found.push(text);
    if (ts.isIdentifier(node) && node.text === 'performance' && !isMemberName(node))
      found.push('performance');
    if (ts.isNewExpression(node) && isDate(node.expression) && (node.arguments?.length ?? 0) === 0) {
      found.push('new Date()');
    }
    if (ts.isCallExpression(node) && isDate(node.expression)) found.push('Date()');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isDate(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'Date';
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) ||
      ts.isPropertySignature(parent) ||
      ts.isPropertyDeclaration(parent)) &&
      parent.name === node)
  );
}

/** The zone of a file in the repository, a page being a zone of its own; undefined outside src/ and webview/. */
function zoneOf(path: string): string | undefined {
  const [top, second] = relative(ROOT, path).split('/');
  return top === 'src' ? second : top === 'webview' ? `webview/${second!}` : undefined;
}

/** What is wrong with one import of a file; undefined when it is allowed. */
function complaint(path: string, { module, typeOnly }: Import): string | undefined {
  const zone = zoneOf(path)!;
  const arrows = ARROWS[zone];
  if (arrows === undefined) return `the zone "${zone}" has no arrows: add it to the list in this test`;
  if (module.startsWith('.')) {
    const target = zoneOf(join(dirname(path), module));
    if (target === undefined) return 'leaves src/ and webview/';
    if (target === zone || arrows.values.includes(target)) return undefined;
    if (arrows.types?.includes(target) === true)
      return typeOnly ? undefined : `may import only types of ${target}`;
    return `${zone} must not import ${target}`;
  }
  if (module === 'vscode' && zone !== 'vscode') return 'only vscode/ may import vscode';
  const builtin = module.startsWith('node:') || builtinModules.includes(module);
  if (builtin && !ON_NODE.has(zone)) return `${zone} must not know Node`;
  return undefined;
}

/** What a style sheet imports. */
function styleImportsOf(text: string): Import[] {
  return [...text.matchAll(/@import '([^']+)'/g)].map((match) => ({
    module: match[1]!,
    typeOnly: false,
    line: text.slice(0, match.index).split('\n').length,
  }));
}

function parse(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

/** What a file imports, be it a script or a style sheet. */
function importsIn(path: string, text: string): Import[] {
  return path.endsWith('.css') ? styleImportsOf(text) : importsOf(parse(path, text));
}

function complaints(path: string, text: string): string[] {
  const wrong = importsIn(path, text).flatMap((found) => {
    const what = complaint(path, found);
    return what === undefined
      ? []
      : [`${relative(ROOT, path)}:${found.line} imports '${found.module}': ${what}`];
  });
  const clocks = zoneOf(path) === 'core' ? clocksIn(parse(path, text)) : [];
  return [
    ...wrong,
    ...clocks.map((clock) => `${relative(ROOT, path)} uses ${clock}: core has no clock and no chance`),
  ];
}

/** The files among the given ones that each of them imports; types count as much as values. */
function importGraph(texts: ReadonlyMap<string, string>): Map<string, string[]> {
  return new Map(
    [...texts].map(([path, text]) => [
      path,
      importsIn(path, text)
        .filter(({ module }) => module.startsWith('.'))
        .map(({ module }) => join(dirname(path), module).replace(/\.js$/, '.ts'))
        .filter((target) => texts.has(target)),
    ]),
  );
}

/** The circles of a graph: none where there is none, at least one where there are some. Each ends where it begins. */
function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    const before = way.indexOf(path);
    if (before >= 0) found.push([...way.slice(before), path]);
    if (before >= 0 || done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...way, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|css)$/.test(name))
    .map((name) => join(ROOT, folder, name));
}

describe('the architecture', () => {
  const files = [...sourceFiles('src'), ...sourceFiles('webview')];
  const texts = new Map(files.map((path) => [path, readFileSync(path, 'utf8')]));

  it('has files in every zone that the arrows name', () => {
    const zones = new Set(files.map(zoneOf));
    expect([...zones].sort()).toEqual(Object.keys(ARROWS).sort());
  });

  it('holds: every import follows an arrow, and core has no clock', () => {
    expect([...texts].flatMap(([path, text]) => complaints(path, text))).toEqual([]);
  });

  it('has no circles: no file imports itself through others, not even for a type', () => {
    const found = circles(importGraph(texts));
    expect(found.map((circle) => circle.map((path) => relative(ROOT, path)).join(' → '))).toEqual([]);
  });

  it.each([
    ['src/base/a.ts', "import { x } from '../core/x.js';"],
    ['src/core/deep/a.ts', "import type { X } from '../../readers/x.js';"],
    ['src/core/a.ts', "import { readFileSync } from 'node:fs';"],
    ['src/monitor/a.ts', "import fs from 'fs';"],
    ['src/monitor/a.ts', "export * from '../actuators/x.js';"],
    ['src/node/a.ts', "const x = await import('../cli/x.js');"],
    ['src/cli/a.ts', "import * as vscode from 'vscode';"],
    ['src/node/a.ts', "type X = import('vscode').Uri;"],
    ['src/protocol/a.ts', "import { x } from '../core/x.js';"],
    ['src/protocol/a.ts', "import { type X, y } from '../core/x.js';"],
    ['src/vscode/a.ts', "import { x } from '../../webview/x.js';"],
    ['webview/dashboard/a.ts', "import { x } from '../../src/core/x.js';"],
    ['webview/dashboard/a.ts', "import { x } from '../analysis/x.js';"],
    ['webview/accuracy/chart/a.ts', "import type { X } from '../../dashboard/chart/x.js';"],
    ['webview/shared/a.ts', "import { x } from '../analysis/x.js';"],
    ['webview/what-if/style.css', "@import '../accuracy/style.css';"],
    ['src/base/a.ts', "import { x } from '../../test/x.js';"],
    ['src/surprise/a.ts', "import { x } from '../base/x.js';"],
    ['src/core/a.ts', 'const t = Date.now();'],
    ['src/core/a.ts', 'const t = new Date();'],
    ['src/core/a.ts', 'const t = performance.now();'],
    ['src/core/a.ts', 'const r = Math.random;'],
  ])('would notice in %s: %s', (path, text) => {
    expect(complaints(join(ROOT, path), text)).toHaveLength(1);
  });

  it.each([
    ['src/protocol/a.ts', "import { type X } from '../core/x.js';"],
    ['src/protocol/a.ts', "import type { X } from '../core/x.js';"],
    ['src/readers/a.ts', "import Pbf from 'pbf';"],
    ['src/vscode/a.ts', "import * as vscode from 'vscode'; import { join } from 'node:path';"],
    ['webview/dashboard/a.ts', "import type { X } from '../../src/protocol/x.js'; import './style.css';"],
    ['webview/accuracy/style.css', "@import '../analysis/style.css'; @import './a.css';"],
    ['src/core/a.ts', 'const day = new Date(0); const p = curve.performance;'],
  ])('allows in %s: %s', (path, text) => {
    expect(complaints(join(ROOT, path), text)).toEqual([]);
  });

  it.each([
    [{ 'a.ts': "import { x } from './a.js';" }, ['a.ts', 'a.ts']],
    [
      { 'a.ts': "import { x } from './b/b.js';", 'b/b.ts': "export type { X } from '../a.js';" },
      ['a.ts', 'b/b.ts', 'a.ts'],
    ],
    [
      {
        'a.ts': "import './b.js';",
        'b.ts': "import './d.js'; type X = import('./c.js').X;",
        'c.ts': "const x = await import('./b.js');",
        'd.ts': '',
      },
      ['b.ts', 'c.ts', 'b.ts'],
    ],
    [{ 'a.css': "@import './b.css';", 'b.css': "@import './a.css';" }, ['a.css', 'b.css', 'a.css']],
  ])('would notice a circle in %j', (sources, circle) => {
    expect(circles(importGraph(new Map(Object.entries(sources))))).toEqual([circle]);
  });

  it('takes no two ways to one file for a circle', () => {
    const sources = { 'a.ts': "import './b.js'; import './c.js';", 'b.ts': "import './c.js';", 'c.ts': '' };
    expect(circles(importGraph(new Map(Object.entries(sources))))).toEqual([]);
  });
});

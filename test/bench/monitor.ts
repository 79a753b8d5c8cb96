// What one look of the monitor takes with ten tasks of 600 reports, and how a folder with ten thousand files is searched.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Catalogue,
  DEFAULT_EXCLUDE,
  DEFAULT_INCLUDE,
  type ScanSettings,
} from '../../src/monitor/catalogue.js';
import { NodeFileSource, toPortable } from '../../src/node/file-system.js';
import { bundleOf, MonitorHarness, powerLaw } from '../support/monitor-harness.js';
import { FigureSheet } from './figures.js';
import { makeFileTree } from './file-tree.js';
import { middle, processorTime } from './interleaved.js';
import { longestBlock } from './longest-block.js';

const RUNS = 10;
const REPORTS = 600;
const ROUNDS = 60;
const FILES = 10_000;
const SCAN: ScanSettings = { include: DEFAULT_INCLUDE, exclude: DEFAULT_EXCLUDE, patterns: {} };

const sheet = new FigureSheet('monitor');
const parts = process.argv.slice(2);
if (isWanted('pass')) await measurePasses();
if (isWanted('catalogue')) await measureCatalogue();
sheet.printTable();

function isWanted(name: string): boolean {
  return parts.length === 0 || parts.some((part) => name.includes(part));
}

async function measurePasses(): Promise<void> {
  const harness = new MonitorHarness();
  const { files, clock } = harness;
  const names = Array.from({ length: RUNS }, (_, i) => `run-${i}`);
  const logOf = (name: string): string => `/w/${name}/metrics.jsonl`;
  files.write('/w/laira.json', bundleOf(names.map((name) => ({ name, target: 0.2, minutes: 60 }))));
  for (const name of names) files.write(logOf(name), powerLaw(1, REPORTS));
  const first = await timedLook(harness);
  sheet.add({
    subject: `${RUNS} runs of ${REPORTS} reports`,
    figure: 'first look',
    value: first,
    unit: 'ms',
  });

  let report = REPORTS;
  const append = (count: number): void => {
    if (count > 0) report += 1;
    for (const name of names.slice(0, count)) files.append(logOf(name), powerLaw(report, report));
  };
  // Every two seconds all runs are judged anew, as their deadlines come nearer; the clock here says when.
  const cases: readonly { readonly subject: string; readonly seconds: number; readonly reports: number }[] = [
    { subject: 'all judged anew', seconds: 3, reports: 0 },
    { subject: 'nothing new', seconds: 0.1, reports: 0 },
    { subject: 'one new report', seconds: 0.1, reports: 1 },
    { subject: 'ten new reports', seconds: 0.1, reports: RUNS },
  ];
  const times = cases.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, { seconds, reports }] of cases.entries()) {
      append(reports);
      clock.advance(seconds * 1000);
      times[i]!.push(await timedLook(harness));
    }
  }
  const seen = harness.run(names[0]!).reports;
  if (seen !== report) throw new Error(`The monitor saw ${seen} of ${report} reports.`);
  cases.forEach(({ subject }, i) => {
    sheet.add({ subject, figure: 'look', value: middle(times[i]!), unit: 'ms' });
  });
}

async function timedLook(harness: MonitorHarness): Promise<number> {
  const start = processorTime();
  await harness.monitor.settle();
  return processorTime() - start;
}

async function measureCatalogue(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'laira-tree-'));
  try {
    const logs = await makeFileTree(folder, FILES);
    const catalogue = new Catalogue(new NodeFileSource());
    for (const scan of ['first scan', 'second scan']) {
      const subject = `${scan} of ${FILES} files`;
      const start = performance.now();
      let found = 0;
      const block = await longestBlock(async () => {
        found = (await catalogue.scan(toPortable(folder), SCAN)).logs.length;
      });
      if (found !== logs) throw new Error(`The catalogue found ${found} of ${logs} logs.`);
      sheet.add({ subject, figure: 'time', value: (performance.now() - start) / 1e3, unit: 's' });
      sheet.add({ subject, figure: 'longest block', value: block, unit: 'ms', atMost: 250 });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

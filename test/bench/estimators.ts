// What every method takes per report and per forecast, what it leaves behind for the garbage collector, and how the
// printed filter's step compares with the same step written with libraries.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import {
  emptyForecast,
  type Estimator,
  type EstimatorDefinition,
} from '../../src/core/estimators/estimator.js';
import { ESTIMATORS, estimatorByName } from '../../src/core/estimators/registry.js';
import { Random } from '../../src/core/simulation/random.js';
import { FigureSheet, type Figure } from './figures.js';
import { mlMatrixFilter, ownFilter, packageFilter, type FilterWork } from './filter-peers.js';
import { interleave, middle, timed } from './interleaved.js';

const MILLION = 1e6;
/** Reports of a task in the evaluation of the paper. */
const USUAL_REPORTS = 500;
/** Methods that fit a whole curve anew after a report; the others update. */
const FITTED = new Set(['m4', 'm4-fast']);
const PEERS = 'step of the printed filter';
const OWN_CURVES = 40;

/** Most nanoseconds per report. */
const REPORT_AIMS: Readonly<Record<string, number>> = { dkf: 1000, 'dkf-paper': 1000, wls: 100 };
/** Most milliseconds per fit. */
const FIT_AIMS: Readonly<Record<string, number>> = { 'm4-fast': 5 };

if (isMainThread) await measureAll(process.argv.slice(2));
else if (workerData === PEERS) measurePeers(send);
else measureMethod(estimatorByName(workerData as string)!, send);

function send(figure: Figure): void {
  parentPort!.postMessage(figure);
}

/** Every subject in a thread of its own: what the engine learnt from one method must not slow the next. */
async function measureAll(parts: readonly string[]): Promise<void> {
  const sheet = new FigureSheet('estimators');
  const wanted = (name: string): boolean => parts.length === 0 || parts.some((part) => name.includes(part));
  let online = 0;
  for (const subject of [...ESTIMATORS.map(({ name }) => name), PEERS].filter(wanted)) {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: subject });
    worker.on('message', (figure: Figure) => {
      sheet.add(figure);
      if (figure.figure === 'a million reports' && !FITTED.has(subject)) online += figure.value;
    });
    await once(worker, 'exit');
  }
  if (online > 0)
    sheet.add({ subject: 'all online methods', figure: 'a million reports', value: online, unit: 's' });
  sheet.printTable();
}

/** A curve of a power law with a floor and noise, by reports: data 1, 2, 3, … */
function curve(reports: number): { data: Float64Array; loss: Float64Array } {
  const random = new Random(7);
  const data = Float64Array.from({ length: reports }, (_, i) => i + 1);
  const loss = data.map((n) => (0.3 + 2 * n ** -0.3) * Math.exp(0.02 * random.normal()));
  return { data, loss };
}

function feed(estimator: Estimator, data: Float64Array, loss: Float64Array, from = 0): void {
  for (let i = from; i < data.length; i++) estimator.observe(data[i]!, loss[i]!);
}

function measureMethod(definition: EstimatorDefinition, report: (figure: Figure) => void): void {
  const { name } = definition;
  const create = (): Estimator => definition.create({ totalReports: USUAL_REPORTS });
  const add = (figure: string, value: number, unit: string, atMost?: number): void => {
    report({ subject: name, figure, value, unit, ...(atMost === undefined ? {} : { atMost }) });
  };

  const long = curve(10_000);
  const { milliseconds } = interleave(
    [
      () => {
        feed(create(), long.data, long.loss);
      },
    ],
    31,
  );
  add('report', (milliseconds[0]! * 1e6) / long.data.length, 'ns', REPORT_AIMS[name]);
  measureForecasts(create(), add, FIT_AIMS[name]);

  const million = curve(MILLION);
  const seconds = timed(() => {
    feed(create(), million.data, million.loss);
  });
  add('a million reports', seconds / 1e3, 's');
  add('garbage per report', garbage(create(), million.data, million.loss), 'bytes');
}

/** Forecasts after 500 reports: the first after a report, which fits where a method fits, and those that follow it. */
function measureForecasts(
  estimator: Estimator,
  add: (figure: string, value: number, unit: string, atMost?: number) => void,
  mostMilliseconds: number | undefined,
): void {
  const { data, loss } = curve(2 * USUAL_REPORTS);
  const out = emptyForecast();
  feed(estimator, data.subarray(0, USUAL_REPORTS), loss.subarray(0, USUAL_REPORTS));
  const first: number[] = [];
  const start = performance.now();
  for (let i = USUAL_REPORTS; i < data.length && performance.now() - start < 3000; i++) {
    estimator.observe(data[i]!, loss[i]!);
    first.push(timed(() => estimator.forecast(2 * data[i]!, out)));
  }
  const count = 1000;
  const { milliseconds } = interleave(
    [
      () => {
        for (let i = 0; i < count; i++) estimator.forecast(2 * data.length + i, out);
      },
    ],
    15,
  );
  const further = (milliseconds[0]! * 1e6) / count;
  add('forecast', further, 'ns');
  // The clock itself takes some hundred nanoseconds: where no fit is looked for, only what is far above that is one.
  const fit = middle(first);
  if (fit > 0.05 || mostMilliseconds !== undefined) add('fit', fit, 'ms', mostMilliseconds);
}

/**
 * Bytes per report that the method allocates once it is warm. The heap is looked at every few reports and only its
 * growth is counted: where it shrank the collector ran meanwhile. What looking itself allocates is taken off.
 */
function garbage(estimator: Estimator, data: Float64Array, loss: Float64Array): number {
  const stride = 10_000;
  const half = data.length / 2;
  for (let i = 0; i < half; i++) estimator.observe(data[i]!, loss[i]!);
  const grown = (work: (from: number) => void): number[] => {
    const growth: number[] = [];
    for (let from = half; from < data.length; from += stride) {
      const before = process.memoryUsage().heapUsed;
      work(from);
      const after = process.memoryUsage().heapUsed;
      if (after >= before) growth.push(after - before);
    }
    return growth;
  };
  const own = grown((from) => {
    for (let i = from; i < from + stride; i++) estimator.observe(data[i]!, loss[i]!);
  });
  const nothing = grown(() => undefined);
  return Math.max(0, middle(own) - middle(nothing)) / stride;
}

function measurePeers(report: (figure: Figure) => void): void {
  const { data, loss } = curve(USUAL_REPORTS);
  const x = data.map(Math.log);
  const r = loss.map(Math.log);
  const works: Readonly<Record<string, FilterWork>> = {
    'kalman-filter': packageFilter,
    'ml-matrix': mlMatrixFilter,
    own: ownFilter,
  };
  const expected = ownFilter(x, r);
  for (const [name, work] of Object.entries(works)) {
    const found = work(x, r);
    if (found.some((value, i) => !(Math.abs(value - expected[i]!) < 1e-9 * Math.max(1, Math.abs(value))))) {
      throw new Error(`${name} ends in another state: ${found.join(' ')} instead of ${expected.join(' ')}.`);
    }
  }
  // The own filter takes so little that one curve of it would mostly measure what the libraries left to clean up.
  const curves = (name: string): number => (name === 'own' ? OWN_CURVES : 1);
  const entries = Object.entries(works);
  const { milliseconds, ratios } = interleave(
    entries.map(([name, work]) => () => {
      for (let i = 0; i < curves(name); i++) work(x, r);
    }),
    31,
  );
  entries.forEach(([name], i) => {
    const nanoseconds = (milliseconds[i]! * 1e6) / x.length / curves(name);
    const aim = name === 'own' ? { atMost: 1000 } : {};
    report({ subject: PEERS, figure: name, value: nanoseconds, unit: 'ns', ...aim });
    const times = ratios[i]! * OWN_CURVES;
    if (name !== 'own') report({ subject: PEERS, figure: `${name} / own`, value: times, unit: '' });
  });
}

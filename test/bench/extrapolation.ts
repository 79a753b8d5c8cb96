// How well each estimator extrapolates recorded curves: JSON lines, one per method and fraction, and one per method.
// Protocol: curves with at least 500 positive points, at most 12 of a repository, averaged to 500 reports; every method
// predicts report 500 from the first reports. L is the mean over the fractions of mean min(|ln(predicted/actual)|, 1.5).
//
//   npx esbuild test/bench/extrapolation.ts --bundle --platform=node --format=esm --outfile=/tmp/extrapolation.mjs
//   node /tmp/extrapolation.mjs [curves.jsonl] [method,method,...]
import { existsSync, readFileSync } from 'node:fs';
import { backtest, type BacktestCurve } from '../../src/core/evaluation/backtest.js';
import { binAverage } from '../../src/core/evaluation/bin-average.js';
import { ESTIMATORS } from '../../src/core/estimators/registry.js';

const REPORTS = 500;
const CURVES_PER_REPOSITORY = 12;
const FRACTIONS = [0.01, 0.02, 0.05, 0.1, 0.15, 0.2];

interface RecordedCurve {
  readonly id: string;
  /** "owner/repository:path@commit". */
  readonly source: string;
  readonly loss: readonly unknown[];
}

const file = process.argv[2] ?? '../shared/corpus/curves.jsonl';
const wanted = process.argv[3]?.split(',');

if (existsSync(file)) {
  // The published M4 takes seconds a prediction: only when it is named.
  const methods = ESTIMATORS.filter(({ name }) =>
    wanted === undefined ? name !== 'm4' : wanted.includes(name),
  );
  const curves = readCurves(readFileSync(file, 'utf8'));
  // Once unmeasured, so that the figures are of compiled code.
  const settings = { methods, fractions: FRACTIONS, target: REPORTS, now: () => performance.now() };
  backtest(curves, settings);
  const { summary } = backtest(curves, settings);
  for (const row of summary) print({ bench: 'extrapolation', ...row });
  for (const { name } of methods) {
    const rows = summary.filter(({ method }) => method === name);
    const L = rows.reduce((sum, row) => sum + row.cappedLogError, 0) / rows.length;
    print({ bench: 'extrapolation', method: name, curves: curves.length, L });
  }
} else {
  print({ bench: 'extrapolation', skipped: `${file} is absent` });
}

function readCurves(text: string): BacktestCurve[] {
  const taken = new Map<string, number>();
  const curves: BacktestCurve[] = [];
  for (const line of text.trim().split('\n')) {
    const { id, source, loss } = JSON.parse(line) as RecordedCurve;
    const positive = loss.filter(
      (value): value is number => typeof value === 'number' && value > 0 && Number.isFinite(value),
    );
    const repository = source.slice(0, source.indexOf(':'));
    const count = taken.get(repository) ?? 0;
    if (positive.length < REPORTS || count >= CURVES_PER_REPOSITORY) continue;
    taken.set(repository, count + 1);
    curves.push({ run: id, metric: 'loss', losses: binAverage(positive, REPORTS) });
  }
  return curves;
}

function print(row: Record<string, unknown>): void {
  console.log(JSON.stringify(row));
}

import type { CurveUpdate, ForecastCurve } from '../../../src/protocol/curves.js';
import type { ToDashboard } from '../../../src/protocol/dashboard.js';
import type {
  CandidateView,
  ChangeView,
  MethodView,
  MonitorState,
  RecommendationView,
  RunView,
  SliceView,
  TaskStatus,
  Verdict,
} from '../../../src/protocol/runs.js';
import { normal, seededRandom } from './seeded-random.js';

/** When the recording begins, milliseconds since 1970 UTC. */
export const RECORDED_AT = Date.UTC(2026, 2, 5, 14, 5, 18);

const MINUTE = 60_000;

/** One invented run: a power law with noise, and what a person asked of it. */
interface Plan {
  readonly name: string;
  readonly reports: number;
  /** Loss at the first report, its exponent and its floor. */
  readonly law: readonly [first: number, exponent: number, floor: number];
  readonly noise: number;
  readonly target: number;
  /** Minutes from the recording's beginning. */
  readonly deadline: number;
  readonly secondsPerReport: number;
  readonly status?: TaskStatus;
  readonly silence?: number;
  readonly spikes?: readonly number[];
  readonly holes?: readonly number[];
  readonly changes?: readonly (readonly [report: number, kind: ChangeView['kind'], label: string])[];
}

const PLANS: readonly Plan[] = [
  plan('resnet18', 540, [2.4, 0.29, 0.04], 0.05, 0.38, 80, { secondsPerReport: 4.2, spikes: [210] }),
  plan('vit', 705, [4.7, 0.19, 0.05], 0.05, 1.3, 190, { secondsPerReport: 6, holes: [300, 301, 420] }),
  plan('lenet', 655, [1.82, 0.26, 0.0], 0.05, 0.279, 55, {
    secondsPerReport: 3,
    changes: [
      [120, 'learning-rate', 'learning rate 0.1 → 0.01'],
      [136, 'jump', 'loss fell suddenly'],
      [480, 'restart', 'restart'],
    ],
  }),
  plan('cnn', 480, [2.1, 0.27, 0.03], 0.06, 0.41, 125, { secondsPerReport: 12, silence: 12 }),
  plan('effnet', 610, [2.9, 0.26, 0.02], 0.07, 0.505, 100, { secondsPerReport: 5, silence: 128 }),
  plan('vgg', 4, [2.3, 0.2, 0.1], 0.02, 0.44, 170, { secondsPerReport: 30 }),
  plan('densenet-bottleneck-long-name-v2', 590, [2.6, 0.12, 0.1], 0.05, 0.48, 35, { secondsPerReport: 5 }),
  plan('lstm', 700, [1.5, 0.155, 0.02], 0.03, 0.23, 20, { secondsPerReport: 2 }),
  plan('squeezenet', 900, [3.2, 0.16, 0.0], 0.03, 1.09, 40, { secondsPerReport: 3, status: 'reached' }),
  plan('gru', 330, [1.9, 0.2, 0.0], 0.04, 0.55, 150, {
    secondsPerReport: 5,
    status: 'stalled',
    silence: 840,
  }),
];

function plan(
  name: string,
  reports: number,
  law: Plan['law'],
  noise: number,
  target: number,
  deadline: number,
  more: Partial<Plan> & Pick<Plan, 'secondsPerReport'>,
): Plan {
  return { name, reports, law, noise, target, deadline, ...more };
}

/** Samples per report. */
const BATCH = 128;
const EMPTY = new Float64Array();

/** A run's points, as a monitor would have recorded them up to now. */
class RecordedRun {
  readonly id: string;
  readonly losses: number[] = [];
  private readonly random: () => number;

  constructor(
    readonly plan: Plan,
    readonly colour: number,
  ) {
    this.id = `run-${plan.name}`;
    this.random = seededRandom(colour + 1);
    for (let i = 0; i < plan.reports; i++) this.report();
  }

  report(): void {
    const n = this.losses.length + 1;
    let loss = this.law(n) * Math.exp(this.plan.noise * normal(this.random));
    if (this.plan.spikes?.includes(n) === true) loss *= 2.2;
    if (this.plan.holes?.includes(n) === true) loss = NaN;
    this.losses.push(loss);
  }

  law(n: number): number {
    const [first, exponent, floor] = this.plan.law;
    return floor + (first - floor) * n ** -exponent;
  }

  lastReportAt(now: number): number {
    return now - (this.plan.silence ?? this.plan.secondsPerReport * 0.7) * 1000;
  }

  /** Points from index `from` on. */
  points(from: number, now: number): CurveUpdate {
    const indices = this.losses.map((_, i) => i).slice(from);
    const last = this.lastReportAt(now);
    return {
      run: this.id,
      from,
      step: Float64Array.from(indices, (i) => (i + 1) * 10),
      data: Float64Array.from(indices, (i) => (i + 1) * BATCH),
      time: Float64Array.from(
        indices,
        (i) => last - (this.losses.length - 1 - i) * this.plan.secondsPerReport * 1000,
      ),
      loss: Float64Array.from(indices, (i) => this.losses[i]!),
    };
  }

  forecasts(now: number): ForecastCurve[] {
    if (this.losses.length < 5 || this.plan.status === 'reached') return [];
    return [this.forecast('dkf', 'DKF', 1, 0.11, now), this.forecast('wls', 'WLS', 1.045, NaN, now)];
  }

  private forecast(method: string, title: string, bend: number, spread: number, now: number): ForecastCurve {
    const begin = this.losses.length;
    const end = this.reportsAtDeadline();
    const at = Array.from({ length: 48 }, (_, i) => begin * (end / begin) ** (i / 47));
    const ahead = (n: number): number => Math.log(n / begin);
    const middle = at.map((n) => this.law(n) * bend ** ahead(n));
    const width = at.map((n) => 0.02 + spread * ahead(n));
    const hasBand = Number.isFinite(spread);
    return {
      run: this.id,
      method,
      title,
      data: Float64Array.from(at, (n) => n * BATCH),
      step: Float64Array.from(at, (n) => n * 10),
      time: Float64Array.from(at, (n) => now + (n - begin) * this.plan.secondsPerReport * 1000),
      loss: Float64Array.from(middle),
      lower: hasBand ? Float64Array.from(middle, (loss, i) => loss * Math.exp(-width[i]! * 1.2816)) : EMPTY,
      upper: hasBand ? Float64Array.from(middle, (loss, i) => loss * Math.exp(width[i]! * 1.2816)) : EMPTY,
    };
  }

  reportsAtDeadline(): number {
    return this.losses.length + (this.plan.deadline * 60) / this.plan.secondsPerReport;
  }

  view(now: number): RunView {
    const { plan } = this;
    const [dkf, wls] = this.forecasts(now);
    const isOpen = plan.status === undefined || plan.status === 'stalled';
    const forecast = dkf?.loss.at(-1) ?? NaN;
    const spread = 0.02 + 0.11 * Math.log(this.reportsAtDeadline() / this.losses.length);
    const probability =
      plan.status === 'reached' ? 1 : normalShare(Math.log(plan.target / forecast) / spread);
    const verdict = verdictOf(probability, this.losses.length);
    const timeToTarget = this.timeToTarget();
    const loss = this.losses.at(-1) ?? NaN;
    return {
      id: this.id,
      name: plan.name,
      colour: this.colour,
      format: 'tensorboard',
      files: [`/home/me/runs/${plan.name}/events.out.tfevents.1`],
      metric: 'train/loss',
      metricReason: 'It is the only metric that is named like a training loss.',
      status: plan.status ?? 'running',
      verdict,
      reason:
        verdict === 'unknown'
          ? `Too early to say: needs ${5 - this.losses.length} more report.`
          : 'The forecast stands against the target.',
      task: {
        target: plan.target,
        begin: RECORDED_AT - 60 * MINUTE,
        deadline: RECORDED_AT + plan.deadline * MINUTE,
        resource: 'gpu:0',
        dataRate: BATCH / plan.secondsPerReport,
        dataRateSource: 'measured',
      },
      probability,
      methods: isOpen ? [dkf, wls].flatMap((curve) => methodView(curve, probability, this.colour)) : [],
      timeToTarget,
      timeToTarget80: Number.isFinite(timeToTarget) ? [timeToTarget * 0.72, timeToTarget * 1.3] : null,
      reachedAt: plan.status === 'reached' ? RECORDED_AT - 3 * MINUTE : NaN,
      requiredRate: 0.01,
      predictedRate: 0.02,
      score: probability,
      reports: this.losses.length,
      step: this.losses.length * 10,
      data: this.losses.length * BATCH,
      loss,
      lastReportAt: this.lastReportAt(now),
      usualSilence: plan.secondsPerReport,
      recent: this.losses.slice(-48),
      segments: 1,
      nonFinite: plan.holes?.length ?? 0,
      allowed: null,
      problems:
        plan.name === 'effnet'
          ? [
              {
                file: '/home/me/runs/effnet/log.csv',
                line: 17,
                kind: 'malformed-line',
                message: 'not a number',
              },
            ]
          : [],
      changes: this.changes(now),
    };
  }

  private changes(now: number): ChangeView[] {
    const { step, data, time } = this.points(0, now);
    return (this.plan.changes ?? []).map(([report, kind, label]) => ({
      kind,
      label,
      step: step[report - 1]!,
      data: data[report - 1]!,
      time: time[report - 1]!,
    }));
  }

  private timeToTarget(): number {
    const [first, exponent, floor] = this.plan.law;
    if (this.plan.target <= floor) return Infinity;
    const reports = ((this.plan.target - floor) / (first - floor)) ** (-1 / exponent);
    const seconds = Math.max(0, reports - this.losses.length) * this.plan.secondsPerReport;
    return seconds > 40 * 3600 ? Infinity : seconds;
  }
}

function methodView(curve: ForecastCurve | undefined, probability: number, seed: number): MethodView[] {
  if (curve === undefined) return [];
  const [lower, upper] = [curve.lower.at(-1), curve.upper.at(-1)];
  return [
    {
      method: curve.method,
      title: curve.title,
      loss: curve.loss.at(-1) ?? NaN,
      interval80: lower === undefined || upper === undefined ? null : [lower, upper],
      probability: lower === undefined ? NaN : probability,
      relativeError: 0.034 + 0.013 * (seed % 7),
      usesLearningRate: false,
    },
  ];
}

function verdictOf(probability: number, reports: number): Verdict {
  if (reports < 5 || Number.isNaN(probability)) return 'unknown';
  return probability >= 0.7 ? 'feasible' : probability <= 0.05 ? 'infeasible' : 'at-risk';
}

/** The normal distribution function (Abramowitz & Stegun 26.2.17). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail =
    ((((1.330274429 * t - 1.821255978) * t + 1.781477937) * t - 0.356563782) * t + 0.31938153) *
    t *
    Math.exp((-z * z) / 2) *
    0.3989422804;
  return z > 0 ? 1 - tail : tail;
}

/** A monitor that plays invented runs: a snapshot, then updates with one new report of some runs each. */
export class Recording {
  private readonly runs: readonly RecordedRun[];
  private revision = 0;
  private time = RECORDED_AT;

  /** @param copies how often the ten runs occur, for measuring */
  constructor(copies = 1) {
    this.runs = Array.from({ length: copies }, (_, copy) =>
      PLANS.map(
        (original, i) =>
          new RecordedRun(
            copy === 0 ? original : { ...original, name: `${original.name}-${copy + 1}` },
            copy * PLANS.length + i,
          ),
      ),
    ).flat();
  }

  /** Lets every run report until it has so many points. */
  lengthen(points: number): void {
    for (const run of this.runs) while (run.losses.length < points) run.report();
  }

  snapshot(changed: Partial<MonitorState> = {}): ToDashboard {
    return {
      type: 'snapshot',
      revision: ++this.revision,
      state: { ...this.state(), ...changed },
      curves: this.runs.map((run) => run.points(0, this.time)),
      forecasts: this.runs.flatMap((run) => run.forecasts(this.time)),
    };
  }

  /** @param reporting indices of the runs that report */
  update(reporting: readonly number[], milliseconds = 50, changed: Partial<MonitorState> = {}): ToDashboard {
    this.time += milliseconds;
    const runs = reporting.flatMap((index) => this.runs[index] ?? []);
    const curves = runs.map((run) => {
      const from = run.losses.length;
      run.report();
      return run.points(from, this.time);
    });
    return {
      type: 'update',
      revision: ++this.revision,
      state: { ...this.state(), ...changed },
      curves,
      forecasts: runs.flatMap((run) => run.forecasts(this.time)),
    };
  }

  private state(): MonitorState {
    const runs = this.runs.map((run) => run.view(this.time));
    return {
      time: this.time,
      bundle: { file: '/home/me/laira.json', name: 'laira.json', problems: [] },
      folders: ['/home/me/runs'],
      scanned: true,
      policy: 'laira-index',
      method: 'dkf',
      calibrate: true,
      runs,
      intervals: [],
      recommendations: [recommendation(runs)],
      slices: slices(runs, this.time),
      problems: [],
    };
  }
}

/** Chances of success per second, where the queue tells them per hour. */
const PER_HOUR = 1 / 3600;

const QUEUE: readonly (readonly [name: string, score: number])[] = [
  ['resnet18', 0.88],
  ['cnn', 0.71],
  ['lenet', 0.36],
  ['effnet', 0.21],
  ['vit', 0.08],
];

function recommendation(runs: readonly RunView[]): RecommendationView {
  const alternatives = QUEUE.flatMap(([name, score]): CandidateView[] =>
    runs
      .filter((run) => run.name === name)
      .map((run) => ({
        run: run.id,
        name,
        score: score * PER_HOUR,
        probability: run.probability,
        remainingTime: run.timeToTarget,
        feasible: run.verdict !== 'infeasible',
      })),
  );
  return {
    id: 'gpu:0 15 run-resnet18',
    resource: 'gpu:0',
    slice: 15,
    run: 'run-resnet18',
    name: 'resnet18',
    length: 720,
    score: 0.88 * PER_HOUR,
    scoreMeaning: 'chance-rate',
    reason:
      'Needs about 11 min more to reach 0.38, with 86 % probability. vit has 3 h 10 left and can wait; densenet-bottleneck-long-name-v2 is out of reach (2 %).',
    alternatives,
    afterLook: null,
  };
}

const PAST: readonly (readonly [name: string, minutes: number])[] = [
  ['resnet18', 10],
  ['lenet', 7],
  ['vit', 8],
  ['cnn', 9],
  ['squeezenet', 9],
  ['resnet18', 13],
  ['lenet', 5],
  ['effnet', 7],
];

function slices(runs: readonly RunView[], now: number): SliceView[] {
  const past: SliceView[] = [];
  const begin = RECORDED_AT - 5.3 * MINUTE;
  let until = begin;
  for (const [i, [name, minutes]] of [...PAST.entries()].reverse()) {
    const from = until - minutes * MINUTE;
    past.unshift({ slice: 6 + i, ...common(runs, name), from, until, state: 'ended' });
    until = from;
  }
  const current = { slice: 14, ...common(runs, 'resnet18'), from: begin, until: begin + 12 * MINUTE };
  return [...past, { ...current, state: now < current.until ? 'running' : 'ended' }];
}

function common(runs: readonly RunView[], name: string): Pick<SliceView, 'resource' | 'run' | 'name' | 'by'> {
  return { resource: 'gpu:0', run: runs.find((run) => run.name === name)?.id ?? name, name, by: 'me' };
}

import type { SimulatedTask, SimulationBundle } from './bundle.js';
import { drawDifficulties, drawTarget } from './difficulty.js';
import { generateCurve } from './generated-curves.js';
import { MIXED_BUNDLE, PURE_BUNDLE, type PaperTask } from './paper-bundles.js';
import { Random } from './random.js';

/** Reports of a whole curve: the paper's evaluation predicts the 500th point. */
const REPORTS = 500;
/** Units of a whole curve in a bundle of any size, and units of the machine per task: about those of Table 1. */
const CURVE_UNITS = 1600;
const UNITS_PER_TASK = 160;

/** Gives the losses of one task, in reports of a whole curve, up to a factor. */
export type CurveSource = (random: Random) => Float64Array;

const generated: CurveSource = (random) => generateCurve(random, REPORTS);

/**
 * The paper's Table 1 (`pure`) or 2 (`mixed`): its deadlines, targets and rates. Its curves are not published; each
 * task draws one, spread over the time from 0 to its deadline and scaled so that the target is as hard as drawn.
 */
export function makePaperBundle(
  name: 'pure' | 'mixed',
  seed: number,
  source: CurveSource = generated,
): SimulationBundle {
  const random = new Random(seed);
  const rows: readonly PaperTask[] = name === 'pure' ? PURE_BUNDLE : MIXED_BUNDLE;
  const difficulties = drawDifficulties(random, rows.length);
  const tasks = rows.map(([title, deadline, target, dataRate], k): SimulatedTask => {
    const losses = source(random);
    const factor = target / drawTarget(random, difficulties[k]!, losses);
    return {
      name: title,
      begin: 0,
      deadline,
      target,
      dataRate,
      reportSize: (dataRate * deadline) / losses.length,
      losses: losses.map((loss) => loss * factor),
    };
  });
  return { name, tasks };
}

/**
 * A bundle of any size for the scalability experiment: deadlines 2:6:2 short, middle (close together) and long over a
 * horizon in proportion to the number of tasks, one in ten of the middle ones with a harder target.
 */
export function makeScaleBundle(
  count: number,
  seed: number,
  source: CurveSource = generated,
): SimulationBundle {
  const random = new Random(seed);
  const horizon = UNITS_PER_TASK * count;
  const difficulties = drawDifficulties(random, count);
  const terms = random.shuffle(Array.from({ length: count }, (_, k) => (k + 0.5) / count));
  const tasks = terms.map((term, k): SimulatedTask => {
    const [low, high] = term < 0.2 ? [0.25, 0.5] : term < 0.8 ? [0.6, 0.75] : [0.85, 1];
    const dataRate = Math.round(random.between(20, 600));
    const losses = source(random);
    const harder = term >= 0.2 && term < 0.8 && random.uniform() < 0.1 ? 0.9 : 1;
    return {
      name: `task ${k + 1}`,
      begin: 0,
      deadline: Math.max(1, Math.round(horizon * random.between(low, high))),
      target: drawTarget(random, difficulties[k]!, losses) * harder,
      dataRate,
      reportSize: (dataRate * CURVE_UNITS) / losses.length,
      losses,
    };
  });
  return { name: `scale:${count}`, tasks };
}

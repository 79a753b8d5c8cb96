import { emptyForecast, type EstimatorDefinition } from '../estimators/estimator.js';
import { Z80 } from '../normal.js';
import type { Random } from './random.js';

/** Reports whose scatter tells the noise of a curve. */
const NOISE_WINDOW = 64;

/**
 * A recorded curve and one way in which it may go on: the recording as it is, then the method's median forecast, off by
 * one draw of its own uncertainty for the whole future, with the scatter of the latest reports.
 * @param losses recorded loss per report; non-positive and non-finite ones are kept and not fitted
 * @param reports length of the whole curve; the recording itself where that is longer
 */
export function continueCurve(
  losses: Float64Array,
  reports: number,
  definition: EstimatorDefinition,
  random: Random,
): Float64Array {
  if (losses.length >= reports) return losses;
  const estimator = definition.create({ totalReports: reports });
  losses.forEach((loss, i) => {
    estimator.observe(i + 1, loss);
  });
  const curve = new Float64Array(reports);
  curve.set(losses);
  const out = emptyForecast();
  const score = random.normal();
  const noise = scatter(losses);
  for (let i = losses.length; i < reports; i++) {
    const { logLoss, lower80, upper80 } = estimator.forecast(i + 1, out);
    const bound = score < 0 ? logLoss - lower80 : upper80 - logLoss;
    const off = Number.isFinite(bound) ? (score * bound) / Z80 : 0;
    curve[i] = Number.isFinite(logLoss) ? Math.exp(logLoss + off + noise * random.normal()) : NaN;
  }
  return curve;
}

/** Standard deviation of ln(loss) around its course, by the differences of neighbours; 0 for fewer than three. */
function scatter(losses: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let i = Math.max(1, losses.length - NOISE_WINDOW); i < losses.length; i++) {
    const difference = Math.log(losses[i]!) - Math.log(losses[i - 1]!);
    if (!Number.isFinite(difference)) continue;
    sum += difference * difference;
    count++;
  }
  return count < 2 ? 0 : Math.sqrt(sum / count / 2);
}

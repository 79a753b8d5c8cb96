import type {
  Estimator,
  EstimatorContext,
  EstimatorDefinition,
  Forecast,
  Reopening,
  SideInformation,
} from '../estimators/estimator.js';
import { isFittable } from '../estimators/fittable.js';
import type { IntervalCalibration } from './interval-calibration.js';

/** An estimator whose intervals are put right by those of other runs; its medians are its own. */
export class CalibratedEstimator implements Estimator {
  private lastData = NaN;

  constructor(
    /** The same without calibration, which the scores are taken of. */
    readonly uncalibrated: Estimator,
    private readonly calibration: IntervalCalibration,
  ) {}

  get reports(): number {
    return this.uncalibrated.reports;
  }

  get reopening(): Reopening | undefined {
    return this.uncalibrated.reopening;
  }

  get usesLearningRate(): boolean {
    return this.uncalibrated.usesLearningRate ?? false;
  }

  observe(data: number, loss: number, side?: SideInformation): void {
    this.uncalibrated.observe(data, loss, side);
    if (isFittable(data, loss)) this.lastData = data;
  }

  forecast(data: number, out: Forecast): Forecast {
    this.uncalibrated.forecast(data, out);
    return this.calibration.apply(out, Math.log(data / this.lastData));
  }

  state(): Record<string, number | readonly number[]> {
    const { factors80, factors95 } = this.calibration;
    return { ...this.uncalibrated.state(), intervalFactors80: factors80, intervalFactors95: factors95 };
  }
}

/** The same method with its intervals put right. */
export function calibrated(
  definition: EstimatorDefinition,
  calibration: IntervalCalibration,
): EstimatorDefinition {
  return {
    ...definition,
    create: (context: EstimatorContext) => new CalibratedEstimator(definition.create(context), calibration),
  };
}

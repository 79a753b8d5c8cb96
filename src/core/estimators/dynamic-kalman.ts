/** Order of a state and of each side of its covariance. */
const STATES = 6;

export interface DynamicKalmanOptions {
  /** Delta_k of equation (4). */
  readonly step: number;
  /** q0, q1, q2: Q = diag(q0, q0, q1, q1, q2, q2), per step. */
  readonly processNoise: readonly [number, number, number];
  /** R of equation (2), a variance of ln(loss). */
  readonly observationNoise: number;
  /** p0, p1, p2: P_0 = diag(p0, p0, p1, p1, p2, p2). */
  readonly priorVariance: readonly [number, number, number];
}

/**
 * Dynamic Kalman filtering, equations (2) to (8): the power law theta = [-b, ln a] moves with a velocity and an
 * acceleration. State order: [theta, velocity of both, acceleration of both]. Everything is in place: no allocation
 * per report.
 */
export class DynamicKalmanFilter {
  /** Theta, length 6. */
  readonly theta = new Float64Array(STATES);
  /** P, 6 x 6 by rows; symmetric bit for bit. */
  readonly covariance = new Float64Array(STATES * STATES);
  /** L of equation (7) at the latest update, length 6. */
  readonly gain = new Float64Array(STATES);
  innovation = 0;
  innovationVariance = 0;
  private readonly options: DynamicKalmanOptions;
  private readonly projected = new Float64Array(STATES);
  private readonly aheadTheta = new Float64Array(STATES);
  private readonly aheadCovariance = new Float64Array(STATES * STATES);

  /** @param slope -b_0; @param intercept ln a_0; velocity and acceleration start at 0 */
  constructor(options: DynamicKalmanOptions, slope: number, intercept: number) {
    this.options = options;
    this.theta[0] = slope;
    this.theta[1] = intercept;
    for (let i = 0; i < STATES; i++) {
      this.covariance[i * STATES + i] = options.priorVariance[i >> 1]!;
    }
  }

  /** Equation (5), over any real number of steps at least 0. */
  predict(steps: number): void {
    advanceState(this.theta, steps * this.options.step);
    advanceCovariance(this.covariance, steps, this.options);
  }

  /**
   * Equations (6) and (7) in the short form, P = P - L (H'P).
   * @param x ln of cumulative data; @param r ln of the loss
   */
  update(x: number, r: number): void {
    const { theta, covariance, gain, projected } = this;
    for (let i = 0; i < STATES; i++) {
      projected[i] = covariance[i * STATES]! * x + covariance[i * STATES + 1]!;
    }
    const s = this.options.observationNoise + projected[0]! * x + projected[1]!;
    const v = r - theta[0]! * x - theta[1]!;
    this.innovation = v;
    this.innovationVariance = s;
    for (let i = 0; i < STATES; i++) {
      gain[i] = projected[i]! / s;
      theta[i] = theta[i]! + gain[i]! * v;
    }
    for (let i = 0; i < STATES; i++) {
      for (let j = i; j < STATES; j++) {
        const value = covariance[i * STATES + j]! - gain[i]! * projected[j]!;
        covariance[i * STATES + j] = value;
        covariance[j * STATES + i] = value;
      }
    }
  }

  /**
   * Theta a real number of steps ahead, F^D Theta: F^D is F with step D Delta.
   * The returned array is the filter's own and is overwritten by the next call.
   */
  stateAhead(steps: number): Float64Array {
    this.aheadTheta.set(this.theta);
    advanceState(this.aheadTheta, steps * this.options.step);
    return this.aheadTheta;
  }

  /** ln of equation (8): `steps` steps ahead, at cumulative data exp(x). */
  predictLogLoss(steps: number, x: number): number {
    const theta = this.stateAhead(steps);
    return theta[0]! * x + theta[1]!;
  }

  /** Variance of ln(loss) without observation noise: the [x, 1] form of F^D P F^D' + sum_{j<D} F^j Q F^j'. */
  variance(steps: number, x: number): number {
    const p = this.aheadCovariance;
    p.set(this.covariance);
    advanceCovariance(p, steps, this.options);
    return p[0]! * x * x + 2 * p[1]! * x + p[STATES + 1]!;
  }
}

/** F^D Theta in place, tau = D Delta. */
function advanceState(theta: Float64Array, tau: number): void {
  const half = (tau * tau) / 2;
  for (let i = 0; i < 2; i++) {
    theta[i] = theta[i]! + tau * theta[i + 2]! + half * theta[i + 4]!;
    theta[i + 2] = theta[i + 2]! + tau * theta[i + 4]!;
  }
}

/**
 * F^D P F^D' + sum_{j<D} F^j Q F^j' in place and in closed form. A part f of a step beyond the last whole one adds f Q,
 * so that the result is positive for every real D and exact for whole ones.
 */
function advanceCovariance(p: Float64Array, steps: number, options: DynamicKalmanOptions): void {
  const whole = Math.floor(steps);
  const part = steps - whole;
  if (whole > 0) {
    transform(p, whole * options.step);
    addWholeSteps(p, whole, options.step, options.processNoise);
  }
  if (part > 0) {
    transform(p, part * options.step);
    for (let i = 0; i < STATES; i++) {
      const k = i * STATES + i;
      p[k] = p[k]! + part * options.processNoise[i >> 1]!;
    }
  }
}

/** P becomes F P F' with F's step tau; rows first, then columns, then one triangle is copied to the other. */
function transform(p: Float64Array, tau: number): void {
  const half = (tau * tau) / 2;
  for (let j = 0; j < STATES; j++) {
    for (let i = 0; i < 2; i++) {
      const k0 = i * STATES + j;
      const k1 = k0 + 2 * STATES;
      const k2 = k0 + 4 * STATES;
      p[k0] = p[k0]! + tau * p[k1]! + half * p[k2]!;
      p[k1] = p[k1]! + tau * p[k2]!;
    }
  }
  for (let j = 0; j < STATES; j++) {
    for (let i = 0; i < 2; i++) {
      const k0 = j * STATES + i;
      p[k0] = p[k0]! + tau * p[k0 + 2]! + half * p[k0 + 4]!;
      p[k0 + 2] = p[k0 + 2]! + tau * p[k0 + 4]!;
    }
  }
  for (let i = 1; i < STATES; i++) {
    for (let j = 0; j < i; j++) p[i * STATES + j] = p[j * STATES + i]!;
  }
}

/** Adds sum_{j<D} F^j Q F^j' for Q = diag(q0, q1, q2) (x) I_2 by the sums of powers S_k = sum_{j<D} j^k. */
function addWholeSteps(
  p: Float64Array,
  steps: number,
  delta: number,
  noise: readonly [number, number, number],
): void {
  const q0 = noise[0];
  const q1 = noise[1];
  const q2 = noise[2];
  const d = steps;
  const s1 = (d * (d - 1)) / 2;
  const s2 = ((d - 1) * d * (2 * d - 1)) / 6;
  const s3 = s1 * s1;
  const s4 = ((d - 1) * d * (2 * d - 1) * (3 * d * d - 3 * d - 1)) / 30;
  const delta2 = delta * delta;
  const n11 = q0 * d + q1 * delta2 * s2 + (q2 * delta2 * delta2 * s4) / 4;
  const n12 = q1 * delta * s1 + (q2 * delta2 * delta * s3) / 2;
  const n13 = (q2 * delta2 * s2) / 2;
  const n22 = q1 * d + q2 * delta2 * s2;
  const n23 = q2 * delta * s1;
  const n33 = q2 * d;
  for (let i = 0; i < 2; i++) {
    const a = i * STATES + i;
    const b = a + 2 * STATES;
    const c = a + 4 * STATES;
    p[a] = p[a]! + n11;
    p[a + 2] = p[a + 2]! + n12;
    p[a + 4] = p[a + 4]! + n13;
    p[b] = p[b]! + n12;
    p[b + 2] = p[b + 2]! + n22;
    p[b + 4] = p[b + 4]! + n23;
    p[c] = p[c]! + n13;
    p[c + 2] = p[c + 2]! + n23;
    p[c + 4] = p[c + 4]! + n33;
  }
}

/** What the measurements use of the package, which brings no types. */
declare module 'kalman-filter' {
  export interface State {
    readonly mean: number[][];
    readonly covariance: number[][];
  }

  export class KalmanFilter {
    constructor(options: {
      readonly observation: {
        readonly dimension: number;
        readonly stateProjection: (options: { readonly x: number }) => number[][];
        readonly covariance: number[][];
      };
      readonly dynamic: {
        readonly dimension: number;
        readonly transition: number[][];
        readonly covariance: number[][];
        readonly init: State;
      };
    });
    getInitState(): State;
    /** @param options passed on to `stateProjection` */
    filter(options: {
      readonly previousCorrected: State;
      readonly observation: number[];
      readonly x: number;
    }): State;
  }
}

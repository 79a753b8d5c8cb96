/** What a test inside the extension host gets to work with. */
export interface HostContext {
  /** The opened folder. */
  readonly folder: string;
  /** Records a measured number; measures are reported, never judged. */
  readonly measure: (measure: string, value: number, unit: string) => void;
}

export interface Measure {
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
}

export interface HostTest {
  readonly name: string;
  run(context: HostContext): void | Promise<void>;
}

export interface HostTestResult {
  readonly name: string;
  readonly ok: boolean;
  readonly milliseconds: number;
  readonly error: string | undefined;
}

export interface ScenarioResults {
  readonly scenario: string;
  readonly tests: readonly HostTestResult[];
  /** Tests after the first that failed. */
  readonly notRun: readonly string[];
  readonly measures: readonly Measure[];
}

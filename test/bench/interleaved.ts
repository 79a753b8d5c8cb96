/** Untimed rounds, in which the engine compiles what is measured. */
const WARM_UP = 2;
/** Milliseconds after which no further round begins, except for the first three. */
const PATIENCE = 4000;

/** What the rounds of several works gave, in the order of the works. */
export interface Interleaved {
  /** Median milliseconds of each work. */
  readonly milliseconds: number[];
  /** Median over the rounds of each work's time as a multiple of the last work's time in the same round. */
  readonly ratios: number[];
}

/**
 * Times works in turns, A B A B …, so that what slows the machine for a while slows all of them alike.
 * @param rounds how many times each is timed at most
 */
export function interleave(works: readonly (() => void)[], rounds: number): Interleaved {
  for (let i = 0; i < WARM_UP; i++) for (const work of works) work();
  const times = works.map((): number[] => []);
  const start = performance.now();
  for (let round = 0; round < rounds && (round < 3 || performance.now() - start < PATIENCE); round++) {
    works.forEach((work, i) => times[i]!.push(timed(work)));
  }
  const last = times.at(-1)!;
  return {
    milliseconds: times.map(middle),
    ratios: times.map((own) => middle(own.map((time, round) => time / last[round]!))),
  };
}

/** Milliseconds of the processor that a work takes, as `processorTime` counts them. */
export function timed(work: () => void): number {
  const start = processorTime();
  work();
  return processorTime() - start;
}

/**
 * Milliseconds that this process has had a processor, all its threads together. Unlike the time of day it does not run
 * while other programs have the processor, so a busy machine measures the same as an idle one.
 */
export function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

export function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

/** Shares that give the whole machine to one task: equation (13). */
export function wholeMachine(tasks: number, task: number): Float64Array {
  const shares = new Float64Array(tasks);
  shares[task] = 1;
  return shares;
}

/** The task with the greatest share; undefined where all are 0. */
export function runningTask(shares: Float64Array): number | undefined {
  let running: number | undefined;
  shares.forEach((share, task) => {
    if (share > (running === undefined ? 0 : shares[running]!)) running = task;
  });
  return running;
}

/**
 * Does a work and tells how much of it its longest turn of the event loop was, as a share of the processor time of all: a
 * slow machine is slow in every turn. Threads beside the main one count too.
 */
export async function longestTurn(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let all = 0;
  let before = process.cpuUsage();
  let next: NodeJS.Immediate;
  const look = (): void => {
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, user + system);
    all += user + system;
    before = process.cpuUsage();
    next = setImmediate(look);
  };
  next = setImmediate(look);
  try {
    await work();
    // The turn that the work ended in counts too.
    await new Promise((resolve) => setImmediate(resolve));
  } finally {
    clearImmediate(next);
  }
  return longest / all;
}

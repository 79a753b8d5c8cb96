/**
 * Does a work and tells what its longest turn of the event loop took, in milliseconds of processor time: another program
 * that has the processor for a while adds nothing. Threads beside the main one add theirs, so it is rather too much.
 */
export async function longestTurn(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let before = process.cpuUsage();
  let next: NodeJS.Immediate;
  const look = (): void => {
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, user + system);
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
  return longest / 1000;
}

/** Shares that give the whole machine to one task: equation (13). */
export function wholeMachine(tasks: number, task: number): Float64Array {
  const shares = new Float64Array(tasks);
  shares[task] = 1;
  return shares;
}

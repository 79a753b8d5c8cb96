/** ln(c + e^r) for c >= 0, without overflow. */
export function logAdd(c: number, r: number): number {
  if (c === 0) return r;
  const logC = Math.log(c);
  return r > logC ? r + Math.log1p(Math.exp(logC - r)) : logC + Math.log1p(Math.exp(r - logC));
}

/**
 * Whether so many milliseconds have passed since a moment. A clock that jumped back counts as past: what waits for a
 * moment in the old time must not wait for the jump to be made up.
 */
export function isPast(since: number, milliseconds: number, now: number): boolean {
  return now < since || now - since > milliseconds;
}

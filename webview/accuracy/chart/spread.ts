/**
 * Moves places apart until neighbours are `gap` apart, all together as little as may be (least squares, by pooling
 * neighbours that are too close), and keeps them from `low` to `high` while there is room.
 * @returns the new places, in the order of the given ones
 */
export function spread(places: readonly number[], gap: number, low: number, high: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]!);
  const blocks: { sum: number; count: number }[] = [];
  order.forEach((index, rank) => {
    let block = { sum: places[index]! - rank * gap, count: 1 };
    for (
      let last = blocks.at(-1);
      last !== undefined && meanOf(last) >= meanOf(block);
      last = blocks.at(-1)
    ) {
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  });
  const highest = Math.max(low, high - (places.length - 1) * gap);
  const moved = places.slice();
  let rank = 0;
  for (const block of blocks) {
    const base = Math.min(Math.max(meanOf(block), low), highest);
    for (let i = 0; i < block.count; i++, rank++) moved[order[rank]!] = base + rank * gap;
  }
  return moved;
}

function meanOf({ sum, count }: { readonly sum: number; readonly count: number }): number {
  return sum / count;
}

/** A point in pixels of the plot. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A text to place somewhere along its line. */
export interface LabelRequest {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  /** Where its centre may stand, the most wanted first. */
  readonly places: readonly Point[];
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const ON_A_LINE = 6;
/** Cost of the least wanted place: lines and labels matter more. */
const UNWANTED = 5;
/** A label stays where it was unless another place is clearly better: it must not dance with every report. */
const STAYS = 12;
const NEAR = 48;

/**
 * Places texts in the plot, the first requests first, so that they cover neither lines nor each other.
 * @param lines points along everything that is drawn
 * @param before where the labels were in the last picture
 * @returns centres by key; a label without any place inside the plot and beside the others is missing
 */
export function placeLabels(
  requests: readonly LabelRequest[],
  lines: readonly Point[],
  plot: { readonly width: number; readonly height: number },
  before: ReadonlyMap<string, Point>,
): Map<string, Point> {
  const placed = new Map<string, Point>();
  const boxes: Box[] = [];
  for (const request of requests) {
    const last = before.get(request.key);
    let best: { readonly cost: number; readonly place: Point; readonly box: Box } | undefined;
    for (const [i, place] of request.places.entries()) {
      const box = boxAround(place, request);
      if (box.left < 0 || box.right > plot.width || box.top < 0 || box.bottom > plot.height) continue;
      if (boxes.some((other) => overlap(box, other))) continue;
      let cost = (UNWANTED * i) / request.places.length;
      if (last !== undefined && Math.hypot(place.x - last.x, place.y - last.y) < NEAR) cost -= STAYS;
      for (const point of lines) if (contains(box, point)) cost += ON_A_LINE;
      if (best === undefined || cost < best.cost) best = { cost, place, box };
    }
    if (best === undefined) continue;
    placed.set(request.key, best.place);
    boxes.push(best.box);
  }
  return placed;
}

/** Places beside a line, from its end backwards: above and below, then further away. */
export function placesAlong(line: readonly Point[], size: { width: number; height: number }): Point[] {
  const places: Point[] = [];
  const near = size.height * 0.5 + 7;
  for (const distance of [near, near * 1.9]) {
    for (let i = line.length - 1; i >= 0; i--) {
      const { x, y } = line[i]!;
      places.push({ x, y: y - distance }, { x, y: y + distance });
    }
  }
  return places;
}

/** Places around a point: below and above, a little to either side, at its left and right, then further away. */
export function placesAround(point: Point, size: { width: number; height: number }, gap: number): Point[] {
  const vertical = size.height / 2 + 5;
  const horizontal = size.width / 2 + gap;
  const { x, y } = point;
  const shifted = [0, -0.3, 0.3, -0.6, 0.6].flatMap((share) => [
    { x: x + share * size.width, y: y + vertical },
    { x: x + share * size.width, y: y - vertical },
  ]);
  return [
    ...shifted,
    { x: x - horizontal, y },
    { x: x + horizontal, y },
    { x, y: y + vertical * 2 },
    { x, y: y - vertical * 2 },
  ];
}

function boxAround(centre: Point, size: { readonly width: number; readonly height: number }): Box {
  return {
    left: centre.x - size.width / 2,
    right: centre.x + size.width / 2,
    top: centre.y - size.height / 2,
    bottom: centre.y + size.height / 2,
  };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function contains(box: Box, { x, y }: Point): boolean {
  return x > box.left && x < box.right && y > box.top && y < box.bottom;
}

import type { Random } from './random.js';

/** The loss without noise, up to a factor, as a function of the report n (real, from 1); `total` is the last report. */
type Shape = (n: number) => number;

/** Families of loss curves as training makes them: each draws its own constants. */
const FAMILIES: readonly ((random: Random, total: number) => Shape)[] = [
  function powerLaw(random) {
    const b = random.between(0.1, 0.7);
    return (n) => n ** -b;
  },
  function powerLawWithFloor(random) {
    const b = random.between(0.3, 1.2);
    const floor = random.between(0.02, 0.4);
    return (n) => floor + (1 - floor) * n ** -b;
  },
  function brokenPowerLaw(random, total) {
    const b = random.between(0.1, 0.5);
    const change = random.between(-0.08, 0.5);
    const knee = total ** random.between(0.3, 0.8);
    return (n) => n ** -b * (1 + (n / knee) ** 2) ** (-change / 2);
  },
  function exponentialWithFloor(random, total) {
    const rate = random.between(2, 12) / total;
    const floor = random.between(0.05, 0.5);
    return (n) => floor + (1 - floor) * Math.exp(-rate * n);
  },
  function stretchedExponential(random, total) {
    const power = random.between(0.25, 0.7);
    const depth = random.between(1, 3.5);
    return (n) => Math.exp(-depth * (n / total) ** power);
  },
  function plateauThenDrop(random, total) {
    const b = random.between(0.05, 0.3);
    const middle = Math.log(total) * random.between(0.4, 0.8);
    const depth = random.between(0.5, 1.8);
    const width = random.between(0.2, 0.6);
    return (n) => n ** -b * Math.exp(-depth / (1 + Math.exp(-(Math.log(n) - middle) / width)));
  },
  function stepDecay(random, total) {
    const b = random.between(0.1, 0.5);
    const drop = random.between(0.1, 0.5);
    const first = random.between(0.3, 0.6) * total;
    const second = random.between(0.7, 0.9) * total;
    return (n) => n ** -b * (n > first ? 1 - drop : 1) * (n > second ? 1 - drop / 2 : 1);
  },
  function cosineDecay(random, total) {
    const b = random.between(0.1, 0.5);
    const drop = random.between(0.1, 0.6);
    return (n) => n ** -b * (1 - (drop * (1 - Math.cos((Math.PI * Math.min(n, total)) / total))) / 2);
  },
  function hyperbola(random, total) {
    const rate = random.between(3, 60) / total;
    const floor = random.between(0.02, 0.3);
    return (n) => floor + (1 - floor) / (1 + rate * n);
  },
];

/**
 * A generated loss curve, up to a factor: one of nine families, with log-normal noise of 0 to 20 % (mostly little).
 * @param total reports of the whole curve
 */
export function generateCurve(random: Random, total: number): Float64Array {
  const family = FAMILIES[random.index(FAMILIES.length)]!;
  const shape = family(random, total);
  const noise = 0.2 * random.uniform() ** 2;
  return Float64Array.from({ length: total }, (_, i) => shape(i + 1) * Math.exp(noise * random.normal()));
}

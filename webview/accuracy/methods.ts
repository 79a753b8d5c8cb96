import type { Offer } from '../../src/protocol/analysis.js';

/** One method as this page shows it. */
export interface Method {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Makes the verdicts now. */
  readonly inForce: boolean;
  /** Runs live beside the one in force, so that it can take over. */
  readonly judges: boolean;
  /** Number in the palette; null for a method drawn for comparison only. */
  readonly colour: number | null;
  /** The dashes of its line, as SVG spells them: what tells the methods without a colour apart. */
  readonly dashes: string;
}

const DASHES = ['none', '7 3', '1.5 2.5', '8 2.5 1.5 2.5', '3 3'] as const;

/** Every method, in the order of the offer. A method has the same colour whichever one is in force. */
export function methodsOf({ methods, method: inForce, live }: Offer): Method[] {
  const scored = new Set(live.flatMap(({ errors }) => errors.map(({ method }) => method)));
  let colours = 0;
  let others = 0;
  return methods.map(({ name, title, description }) => {
    const judges = name === inForce || scored.has(name);
    return {
      name,
      title,
      description,
      inForce: name === inForce,
      judges,
      colour: judges ? colours++ : null,
      dashes: judges ? 'none' : DASHES[others++ % DASHES.length]!,
    };
  });
}

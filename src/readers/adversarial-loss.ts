const GENERATOR: ReadonlySet<string> = new Set(['gen', 'generator']);
const DISCRIMINATOR: ReadonlySet<string> = new Set(['dis', 'disc', 'discriminator', 'critic']);
/** `gloss`, `discloss`: written in one. */
const JOINED = /^(g|gen|generator|d|dis|disc|discriminator|critic)loss$/;

/**
 * Which of the two networks that train against each other a loss is of, by the words of its name.
 * @param all the words of a name that speaks of a loss
 */
export function adversaryOf(all: readonly string[]): 'generator' | 'discriminator' | undefined {
  const words = all.map((word) => JOINED.exec(word)?.[1] ?? word);
  // `G_dis_loss`: of two generators and their discriminators, the letter says which pair.
  if (words.some((word) => DISCRIMINATOR.has(word))) return 'discriminator';
  if (words.some((word) => GENERATOR.has(word))) return 'generator';
  // The D of `loss_3D` is a dimension.
  const letter = words.find((word, i) => (word === 'd' || word === 'g') && !/\d$/.test(words[i - 1] ?? ''));
  return letter === undefined ? undefined : letter === 'd' ? 'discriminator' : 'generator';
}

/** The words of a loss without those that only say that it is the generator's. */
export function withoutGenerator(all: readonly string[]): readonly string[] {
  return all
    .map((word) => (/^(?:g|gen|generator)loss$/.test(word) ? 'loss' : word))
    .filter((word) => word !== 'g' && word !== 'net' && !GENERATOR.has(word));
}

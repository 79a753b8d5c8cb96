import { element } from '../../shared/elements.js';
import { unbroken } from './unbroken.js';

/** Sets the runs' names in a sentence in bold; a name inside a longer word is not one. */
export function emphasise(sentence: string, names: readonly string[]): (Node | string)[] {
  const known = names.filter((name) => name !== '').sort((a, b) => b.length - a.length);
  if (known.length === 0) return [unbroken(sentence)];
  const alternatives = known.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|');
  const pattern = new RegExp(`(?<![\\w-])(${alternatives})(?![\\w-])`, 'u');
  return sentence
    .split(pattern)
    .map((part, i) => (i % 2 === 1 ? element('strong', {}, part) : unbroken(part)))
    .filter((part) => part !== '');
}

/**
 * Extensions of source code, documents and settings: such a file may quote a log, but is none. Tables and JSON are
 * not among them, as many logs are of these kinds.
 */
const SOURCE_OR_DOCUMENT =
  /\.(?:md|rst|py|pyi|ipynb|js|mjs|cjs|ts|tsx|jsx|jsonc|c|cc|cpp|cu|cuh|h|hpp|java|go|rs|rb|r|jl|m|sh|bash|ps1|bat|ya?ml|toml|cfg|ini|conf|env|html?|css|xml|svg|tex|bib|lock|sql|proto|diff|patch)$/;

/** @param name of the file, in lower case */
export function isSourceOrDocument(name: string): boolean {
  return SOURCE_OR_DOCUMENT.test(name);
}

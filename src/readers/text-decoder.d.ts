/** The part of the Encoding Standard's decoder that readers use; every host of ours (Node, browsers, workers) has it. */
declare class TextDecoder {
  constructor(label?: string, options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(input?: Uint8Array, options?: { readonly stream?: boolean }): string;
}

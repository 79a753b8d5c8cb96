/** The part of the Encoding Standard's encoder that readers use. */
declare class TextEncoder {
  encode(input?: string): Uint8Array;
}

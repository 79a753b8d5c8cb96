/**
 * Takes a message for what its `type` says; undefined when that is none of `types`. Its fields are not checked: both
 * ends are of one version.
 */
export function messageOf<Message extends { readonly type: string }>(
  types: readonly Message['type'][],
  message: unknown,
): Message | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type } = message as { readonly type?: unknown };
  return types.some((known) => known === type) ? (message as Message) : undefined;
}

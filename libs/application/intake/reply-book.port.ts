/** Whose message it is, and about which school: within these, an id is that of one message. */
export type MessageKey = { readonly source: string; readonly id: string; readonly uai: string };

/** A message that was answered, and how. */
export type AnsweredMessage = MessageKey & {
  /** SHA-256 of what it asked, hexadecimal. */
  readonly digest: string;
  /** The reply as it was sent: JSON. */
  readonly reply: string;
};

/**
 * The replies that messages were given: the same message is given the same one, for ever. Both methods answer in
 * the order of what they are given, and throw when the book cannot be reached.
 */
export interface ReplyBook {
  find(keys: readonly MessageKey[]): Promise<readonly (AnsweredMessage | undefined)[]>;
  /** Keeps each, unless its key was answered before; answers with what the book then says. */
  keep(answered: readonly AnsweredMessage[]): Promise<readonly AnsweredMessage[]>;
}

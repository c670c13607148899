import type { AnsweredMessage, MessageKey, ReplyBook } from '#application';

const nameOf = ({ source, id, uai }: MessageKey): string => `${source} ${uai} ${id}`;

/** A reply book that lives as long as the test. */
export const inMemoryReplyBook = (): ReplyBook & { readonly size: () => number } => {
  const book = new Map<string, AnsweredMessage>();
  return {
    size: () => book.size,
    find: (keys) => Promise.resolve(keys.map((key) => book.get(nameOf(key)))),
    keep: (answered) => {
      for (const one of answered) if (!book.has(nameOf(one))) book.set(nameOf(one), one);
      return Promise.resolve(answered.map((one) => book.get(nameOf(one)) ?? one));
    },
  };
};

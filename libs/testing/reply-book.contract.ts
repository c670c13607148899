import { expect, it } from '@jest/globals';

import type { AnsweredMessage, ReplyBook } from '#application';

const uuid = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const answered = (number: number, over: Partial<AnsweredMessage> = {}): AnsweredMessage => ({
  source: 'outil-a',
  uai: '0131884C',
  id: uuid(number),
  digest: `digest-${number}`,
  reply: `{"number":${number},"text":"é\\u0000\\ud800"}`,
  ...over,
});

/** What every reply book promises. */
export const replyBookContract = (open: () => ReplyBook): void => {
  it('finds what it keeps, byte for byte, in the order that is asked', async () => {
    const book = open();
    const [one, two] = [answered(1), answered(2)];

    expect(await book.keep([two, one])).toEqual([two, one]);
    expect(await book.find([one, answered(3), two])).toEqual([one, undefined, two]);
    expect([await book.find([]), await book.keep([])]).toEqual([[], []]);
  });

  it('keeps the first reply to a message, and gives it to whoever brings another', async () => {
    const book = open();
    const first = answered(11);
    await book.keep([first]);
    const late = answered(11, { digest: 'another', reply: '{}' });

    expect(await book.keep([answered(12), late])).toEqual([answered(12), first]);
    expect(await book.find([late])).toEqual([first]);
  });

  it('tells apart the same id of another source, and of another school', async () => {
    const book = open();
    const [first, ...others] = [
      answered(21),
      answered(21, { source: 'outil-b', reply: '1' }),
      answered(21, { uai: '0130001F', reply: '2' }),
    ];

    expect(await book.find([first, ...others])).toEqual([undefined, undefined, undefined]);
    expect(await book.keep([first, ...others])).toEqual([first, ...others]);
  });

  it('lets one reply win when many bring one at the same time', async () => {
    const book = open();
    const replies = Array.from({ length: 8 }, (_, number) =>
      answered(31, { reply: String(number) }),
    );
    const kept = await Promise.all(replies.map((one) => book.keep([one])));

    expect(new Set(kept.map(([one]) => one?.reply)).size).toBe(1);
    expect(await book.find([answered(31)])).toEqual(kept[0]);
  });
};

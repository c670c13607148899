import type { AnsweredMessage, MessageKey, ReplyBook } from '#application';

import { type Pool, query, statement } from '../pool/pool.js';

type ReplyRow = {
  readonly source: string;
  readonly uai: string;
  readonly message_id: string;
  readonly digest: string;
  readonly reply: string;
};

const findReplies = statement<ReplyRow>(
  'intake-replies-find',
  `select source, uai, message_id, digest, reply::text as reply
   from intake.reply
   join unnest($1::text[], $2::text[], $3::uuid[]) as asked (source, uai, message_id)
     using (source, uai, message_id)`,
);

// A row that another process has just written is there to be returned only when it is touched.
const keepReplies = statement<ReplyRow>(
  'intake-replies-keep',
  `insert into intake.reply (source, uai, message_id, digest, reply)
   select * from unnest($1::text[], $2::text[], $3::uuid[], $4::text[], $5::json[])
     as given (source, uai, message_id, digest, reply)
   order by source, uai, message_id
   on conflict on constraint reply_pk do update set reply = intake.reply.reply
   returning source, uai, message_id, digest, reply::text as reply`,
);

const nameOf = ({ source, id, uai }: MessageKey): string => `${source} ${uai} ${id}`;

const byKey = (rows: readonly ReplyRow[]): ReadonlyMap<string, AnsweredMessage> =>
  new Map(
    rows.map(({ source, uai, message_id: id, digest, reply }) => [
      nameOf({ source, id, uai }),
      { source, uai, id, digest, reply },
    ]),
  );

const columns = (keys: readonly MessageKey[]): readonly (readonly string[])[] => [
  keys.map(({ source }) => source),
  keys.map(({ uai }) => uai),
  keys.map(({ id }) => id),
];

/** Replies in PostgreSQL, beside the log wherever that is. */
export const makeReplyBook = (pool: Pool): ReplyBook => ({
  find: async (keys) => {
    if (keys.length === 0) return [];
    const found = byKey(await query(pool, findReplies, columns(keys)));
    return keys.map((key) => found.get(nameOf(key)));
  },
  keep: async (answered) => {
    if (answered.length === 0) return [];
    const texts = [answered.map(({ digest }) => digest), answered.map(({ reply }) => reply)];
    const kept = byKey(await query(pool, keepReplies, [...columns(answered), ...texts]));
    return answered.map((one) => kept.get(nameOf(one)) ?? one);
  },
});

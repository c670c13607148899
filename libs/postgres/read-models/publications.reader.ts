import type { PublicationFilter, PublicationReader, PublicationSummary } from '#application';
import { position } from '#kernel';

import { type Pool, query, type Statement, statement } from '../pool/pool.js';
import { pageOf, rowsToRead } from './keyset.js';

type Found = Omit<PublicationSummary, 'title' | 'position' | 'withdrawal'> & {
  readonly titleFr: string;
  readonly titleEn: string;
  readonly position: bigint;
  readonly withdrawnAt: string | null;
  readonly withdrawalReason: string | null;
  readonly key: string;
};

// Pages follow the time of freezing, latest first: the key turns it around.
const columns = `publication as id, series, version, title_fr as "titleFr", title_en as "titleEn", state,
  position, manifest_sha256 as "manifestSha256", contents_sha256 as "contentsSha256", signature,
  key_id as "keyId", public_key as "publicKey", previous, replaces, synthetic, frozen_at as "frozenAt",
  withdrawn_at as "withdrawnAt", withdrawal_reason as "withdrawalReason",
  extract(epoch from frozen_at)::text || ' ' || publication as key,
  (select later.publication from read_model.publication as later
   where later.series = publication.series and later.version > publication.version
     and later.withdrawn_at is null
     and (later.replaces = publication.publication or publication.withdrawn_at is not null)
   order by (later.replaces = publication.publication) desc nulls last, later.version desc
   limit 1) as "replacedBy"`;

const readOne = statement<Found>(
  'publications-one',
  `select ${columns} from read_model.publication where publication = $1`,
);

const isAsked = `($1::text is null or ($1 = 'withdrawn' and withdrawn_at is not null)
  or ($1 = state and withdrawn_at is null))`;

const readPage: Statement<Found> = statement<Found>(
  'publications-page',
  `select ${columns} from read_model.publication
   where ${isAsked} and ($2::numeric is null or (extract(epoch from frozen_at), publication) < ($2::numeric, $3))
   order by frozen_at desc, publication desc limit $4`,
);

const count = statement<{ readonly count: number }>(
  'publications-count',
  `select count(*)::integer as count from read_model.publication where ${isAsked}`,
);

const summaryOf = ({
  titleFr,
  titleEn,
  withdrawnAt,
  withdrawalReason,
  key: _key,
  ...found
}: Found): PublicationSummary => ({
  ...found,
  title: { fr: titleFr, en: titleEn },
  position: position(found.position),
  withdrawal: withdrawnAt === null ? null : { at: withdrawnAt, reason: withdrawalReason ?? '' },
});

const stateOf = ({ state }: PublicationFilter): string | null => state ?? null;

/** `1400000000.123456 etic-1d-2014-v1`, as a cursor carries it; a text that is no cursor starts nowhere. */
const placeOf = (after: string | null): readonly [string | null, string | null] => {
  if (after === null) return [null, null];
  const [epoch = '', id = ''] = Buffer.from(after, 'base64url').toString('utf8').split(' ');
  return /^\d+(\.\d+)?$/.test(epoch) ? [epoch, id] : ['0', ''];
};

/** The ledger of publications, as the register has written it. */
export const makePublicationReader = (pool: Pool): PublicationReader => ({
  publication: async (id) => {
    const [found] = await query(pool, readOne, [id]);
    return found === undefined ? undefined : summaryOf(found);
  },

  publications: async (filter, page) => {
    const [epoch, id] = placeOf(page.after);
    const rows = await query(pool, readPage, [stateOf(filter), epoch, id, rowsToRead(page)]);
    const { rows: shown, ...rest } = pageOf(rows, page, ({ key }) => key);
    return { ...rest, rows: shown.map(summaryOf) };
  },

  publicationCount: async (filter) => {
    const [row] = await query(pool, count, [stateOf(filter)]);
    return row?.count ?? 0;
  },
});

import type {
  PageRequest,
  PublicationFilter,
  PublicationReader,
  PublicationSummary,
} from '#application';
import { position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import { keyAfter, pageOf, rowsToRead } from './keyset.js';

type Found = Omit<PublicationSummary, 'title' | 'position' | 'withdrawal'> & {
  readonly titleFr: string;
  readonly titleEn: string;
  readonly position: bigint;
  readonly withdrawnAt: string | null;
  readonly withdrawalReason: string | null;
};

const columns = `publication as id, series, version, title_fr as "titleFr", title_en as "titleEn", state,
  position, manifest_sha256 as "manifestSha256", contents_sha256 as "contentsSha256", signature,
  key_id as "keyId", public_key as "publicKey", previous, replaces, synthetic, frozen_at as "frozenAt",
  withdrawn_at as "withdrawnAt", withdrawal_reason as "withdrawalReason",
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

const readPage = statement<Found>(
  'publications-page',
  `select ${columns} from read_model.publication
   where ${isAsked} and ($2::timestamptz is null or (frozen_at, publication) < ($2, $3))
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
  ...found
}: Found): PublicationSummary => ({
  ...found,
  title: { fr: titleFr, en: titleEn },
  position: position(found.position),
  withdrawal: withdrawnAt === null ? null : { at: withdrawnAt, reason: withdrawalReason ?? '' },
});

const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

const stateOf = ({ state }: PublicationFilter): string | null => state ?? null;

const keyOf = ({ frozenAt, id }: PublicationSummary): string => `${frozenAt} ${id}`;

/** Where a page starts, by time and id; a text that is no cursor is after everything. */
const placeOf = (page: PageRequest): readonly [string | null, string | null] => {
  if (page.after === null) return [null, null];
  const [frozenAt = '', id = ''] = keyAfter(page).split(' ');
  return isInstant.test(frozenAt) ? [frozenAt, id] : ['-infinity', ''];
};

/** The ledger of publications, as the register has written it. */
export const makePublicationReader = (pool: Pool): PublicationReader => ({
  publication: async (id) => {
    const [found] = await query(pool, readOne, [id]);
    return found === undefined ? undefined : summaryOf(found);
  },

  publications: async (filter, page) => {
    const [frozenAt, id] = placeOf(page);
    const values = [stateOf(filter), frozenAt, id, rowsToRead(page)];
    const rows = await query(pool, readPage, values);
    return pageOf(rows.map(summaryOf), page, keyOf);
  },

  publicationCount: async (filter) => {
    const [row] = await query(pool, count, [stateOf(filter)]);
    return row?.count ?? 0;
  },
});

import { publicationCodec } from '#domain/publication';
import type { RecordedEvent } from '#kernel';
import { project, type PublicationRow } from '#read-models/publication-register';

import { type Connection, query, statement } from '../pool/pool.js';
import { factsOf } from './facts.js';
import { type Plan, planningWhole, type Projection, type Read } from './projection.js';

const readPublications = statement<PublicationRow>(
  'publication-register-read',
  `select publication, series, version, title_fr as "titleFr", title_en as "titleEn", state,
     position::text, manifest_sha256 as "manifestSha256", contents_sha256 as "contentsSha256", signature,
     key_id as "keyId", public_key as "publicKey", previous, replaces, synthetic, frozen_at as "frozenAt",
     withdrawn_at as "withdrawnAt", withdrawal_reason as "withdrawalReason"
   from publication
   where publication = any ($1::text[])`,
);

const writePublications = statement(
  'publication-register-write',
  `insert into publication (publication, series, version, title_fr, title_en, state, position,
     manifest_sha256, contents_sha256, signature, key_id, public_key, previous, replaces, synthetic,
     frozen_at, withdrawn_at, withdrawal_reason)
   select publication, series, version, "titleFr", "titleEn", state, position, "manifestSha256",
     "contentsSha256", signature, "keyId", "publicKey", previous, replaces, synthetic, "frozenAt",
     "withdrawnAt", "withdrawalReason"
   from json_to_recordset($1::json) as row (publication text, series text, version integer,
     "titleFr" text, "titleEn" text, state text, position bigint, "manifestSha256" text,
     "contentsSha256" text, signature text, "keyId" text, "publicKey" text, previous text, replaces text,
     synthetic boolean, "frozenAt" timestamptz, "withdrawnAt" timestamptz, "withdrawalReason" text)
   on conflict (publication) do update
     set withdrawn_at = excluded.withdrawn_at, withdrawal_reason = excluded.withdrawal_reason`,
);

const publicationsBefore = async (
  connection: Connection,
  publications: ReadonlySet<string>,
): Promise<ReadonlyMap<string, PublicationRow>> => {
  const rows = await query(connection, readPublications, [[...publications]]);
  return new Map(rows.map((row) => [row.publication, row]));
};

const plan = async (events: readonly RecordedEvent[], read: Read): Promise<Plan> => {
  const facts = factsOf(() => publicationCodec, events);
  const touched = new Set(facts.map(({ event }) => event.data.publication));
  const before = await read((connection) => publicationsBefore(connection, touched));
  const rows = project(before, facts);
  return async (connection) => {
    await query(connection, writePublications, [JSON.stringify(rows)]);
  };
};

/** The ledger of publications. Its definition changes with its code. */
export const publicationRegister: Projection = {
  name: 'publication-register',
  definition: 'publication-register@1',
  reads: (category) => category === 'publication',
  tables: [{ table: 'publication', orderBy: 'publication' }],
  install: () => Promise.resolve(),
  planner: () => planningWhole(plan),
};

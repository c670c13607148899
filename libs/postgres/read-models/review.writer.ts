import { categoryOf } from '#application';
import { campaignCodec } from '#domain/campaign';
import { responseCodec } from '#domain/response';
import { BrokenAssumption, type Codec, position, type RecordedEvent } from '#kernel';
import {
  accessKey,
  type AccessRow,
  type Deed,
  project,
  type ReturnRow,
  type ReviewBefore,
  type ReviewEvent,
  returnKey,
  type Signed,
} from '#read-models/review';

import { type Connection, query, statement } from '../pool/pool.js';
import { factsOf } from './facts.js';
import { type Plan, planningWhole, type Projection, type Read } from './projection.js';

type Stored<Row> = Omit<Row, 'begun' | 'ended'> & {
  readonly knownFrom: bigint | string;
  readonly begunAt: string;
  readonly begunByRole: string;
  readonly begunById: string;
  readonly knownTo: bigint | string | null;
  readonly endedAt: string | null;
  readonly endedByRole: string | null;
  readonly endedById: string | null;
};

const readReturns = statement<Stored<ReturnRow>>(
  'review-read-returns',
  `select known_from as "knownFrom", known_to as "knownTo", campaign, uai, question, message, until, status,
     text, returned_at as "begunAt", returned_by_role as "begunByRole", returned_by_id as "begunById",
     settled_at as "endedAt", settled_by_role as "endedByRole", settled_by_id as "endedById"
   from question_return
   where known_to is null and (campaign, uai, question) in (
     select campaign, uai, question
     from json_to_recordset($1::json) as row (campaign text, uai text, question text))`,
);

const readAccess = statement<Stored<AccessRow>>(
  'review-read-access',
  `select known_from as "knownFrom", known_to as "knownTo", campaign, effect, kind, code, until, reason,
     end_reason as "endReason", set_at as "begunAt", set_by_role as "begunByRole",
     set_by_id as "begunById", ended_at as "endedAt", ended_by_role as "endedByRole",
     ended_by_id as "endedById"
   from campaign_access
   where known_to is null and campaign = any ($1::text[])`,
);

const writeReturns = statement(
  'review-write-returns',
  `insert into question_return (known_from, known_to, returned_at, settled_at, until, campaign, uai,
     question, status, message, text, returned_by_role, returned_by_id, settled_by_role, settled_by_id)
   select "knownFrom", "knownTo", "begunAt", "endedAt", until, campaign, uai,
     question, status, message, text, "begunByRole", "begunById", "endedByRole", "endedById"
   from json_to_recordset($1::json) as row ("knownFrom" bigint, "knownTo" bigint, "begunAt" timestamptz,
     "endedAt" timestamptz, until date, campaign text, uai text, question text, status text, message text,
     text text, "begunByRole" text, "begunById" text, "endedByRole" text, "endedById" text)
   on conflict (campaign, uai, question, known_from) do update
     set known_to = excluded.known_to, status = excluded.status, text = excluded.text,
       settled_at = excluded.settled_at, settled_by_role = excluded.settled_by_role,
       settled_by_id = excluded.settled_by_id`,
);

const writeAccess = statement(
  'review-write-access',
  `insert into campaign_access (known_from, known_to, set_at, ended_at, until, campaign, effect, kind, code,
     reason, end_reason, set_by_role, set_by_id, ended_by_role, ended_by_id)
   select "knownFrom", "knownTo", "begunAt", "endedAt", until, campaign, effect, kind, code,
     reason, "endReason", "begunByRole", "begunById", "endedByRole", "endedById"
   from json_to_recordset($1::json) as row ("knownFrom" bigint, "knownTo" bigint, "begunAt" timestamptz,
     "endedAt" timestamptz, until date, campaign text, effect text, kind text, code text, reason text,
     "endReason" text, "begunByRole" text, "begunById" text, "endedByRole" text, "endedById" text)
   on conflict (campaign, effect, kind, code, known_from) do update
     set known_to = excluded.known_to, end_reason = excluded.end_reason, ended_at = excluded.ended_at,
       ended_by_role = excluded.ended_by_role, ended_by_id = excluded.ended_by_id`,
);

type Row = ReturnRow | AccessRow;

const storedOf = ({ begun, ended, ...row }: Row): object => ({
  ...row,
  knownFrom: String(begun.position),
  begunAt: begun.at,
  begunByRole: begun.by.role,
  begunById: begun.by.id,
  knownTo: ended === null ? null : String(ended.position),
  endedAt: ended?.at ?? null,
  endedByRole: ended?.by.role ?? null,
  endedById: ended?.by.id ?? null,
});

/** A row that still holds; what it was stored with is written anew when it ends. */
const holdingOf = <Kind extends Row>(stored: Stored<Kind>): Kind => {
  const { knownFrom, begunAt, begunByRole, begunById } = stored;
  const by = { role: begunByRole, id: begunById };
  const begun: Deed = { position: position(BigInt(knownFrom)), at: begunAt, by };
  return { ...stored, begun, ended: null } as unknown as Kind;
};

const rowsBefore = async (
  connection: Connection,
  facts: readonly Signed<ReviewEvent>[],
): Promise<ReviewBefore> => {
  const returned = facts.flatMap(({ event }) => ('question' in event.data ? [event.data] : []));
  const parts = facts.flatMap(({ event }) => ('part' in event.data ? [event.data.campaign] : []));
  const keys = returned.map(({ campaign, uai, question }) => ({ campaign, uai, question }));
  const returns = await query(connection, readReturns, [JSON.stringify(keys)]);
  const access = await query(connection, readAccess, [[...new Set(parts)]]);
  return {
    returns: new Map(returns.map((row) => [returnKey(row), holdingOf(row)])),
    access: new Map(access.map((row) => [accessKey(row), holdingOf(row)])),
  };
};

const codecOf = ({ stream }: RecordedEvent): Codec<ReviewEvent> =>
  (categoryOf(stream) === 'response' ? responseCodec : campaignCodec) as Codec<ReviewEvent>;

const signed = (events: readonly RecordedEvent[]): readonly Signed<ReviewEvent>[] =>
  factsOf(codecOf, events).map((fact, index) => {
    const by = events[index]?.metadata.actor;
    if (by === undefined) throw new BrokenAssumption('each fact is of one event');
    return { ...fact, by };
  });

const plan = async (events: readonly RecordedEvent[], read: Read): Promise<Plan> => {
  const facts = signed(events);
  const before = await read((connection) => rowsBefore(connection, facts));
  const { returns, access } = project(before, facts);
  return async (connection) => {
    await query(connection, writeReturns, [JSON.stringify(returns.map(storedOf))]);
    await query(connection, writeAccess, [JSON.stringify(access.map(storedOf))]);
  };
};

const types: ReadonlySet<string> = new Set<ReviewEvent['type']>([
  'QuestionReturned',
  'ReturnAnswered',
  'ReturnCancelled',
  'AnswersLocked',
  'AnswersUnlocked',
  'ExceptionGranted',
  'ExceptionWithdrawn',
]);

/** Questions that were returned, locks and exceptions, with their history. Its definition changes with its code. */
export const review: Projection = {
  name: 'review',
  definition: 'review@1',
  reads: (category, type) =>
    (category === 'response' || category === 'campaign') && types.has(type),
  tables: [
    { table: 'question_return', orderBy: 'campaign, uai, question, known_from' },
    { table: 'campaign_access', orderBy: 'campaign, effect, kind, code, known_from' },
  ],
  install: () => Promise.resolve(),
  planner: () => planningWhole(plan),
};

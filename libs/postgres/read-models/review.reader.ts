import type {
  AccessFilter,
  CampaignAccess,
  QuestionReturn,
  ReturnFilter,
  ReviewMoment,
  ReviewReader,
  Signature,
  ToDo,
} from '#application';
import { position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import { figuresNow, holdsNow } from './figures-now.js';
import { type Condition, keyAfter, pageOf, rowsToRead, whereOf } from './keyset.js';
import { prepared } from './prepared.js';

type Signed = {
  readonly knownFrom: bigint;
  readonly knownTo: bigint | null;
  readonly begunAt: string;
  readonly begunByRole: string;
  readonly begunById: string;
  readonly endedAt: string | null;
  readonly endedByRole: string | null;
  readonly endedById: string | null;
};

type FoundReturn = Omit<QuestionReturn, 'returned' | 'settled'> & Signed;
type FoundAccess = Omit<CampaignAccess, 'granted' | 'ended'> & Signed;

/** Positions are fewer digits than this: as texts of one length they are in order. */
const positionDigits = 19;

/** What had ended at `asOf`, the first parameter of every statement here; `today` is the second. */
const isEnded = '(known_to is not null and known_to <= $1::bigint)';
const isKnown = 'known_from <= $1::bigint';

const returnStatus = `case when ${isEnded} then question_return.status
  when until < $2::date then 'expired' else 'open' end`;

const returnKey = `question_return.uai || '/' || question || '/' ||
  lpad(question_return.known_from::text, ${String(positionDigits)}, '0')`;

const returnColumns = `question_return.campaign, question_return.uai, question, message, until,
  ${returnStatus} as status, case when ${isEnded} then text end as text,
  known_from as "knownFrom", returned_at as "begunAt", returned_by_role as "begunByRole",
  returned_by_id as "begunById", case when ${isEnded} then known_to end as "knownTo",
  settled_at as "endedAt", settled_by_role as "endedByRole", settled_by_id as "endedById"`;

const returnsFrom = `(select campaign, uai, question, message, until, status, text, known_from, known_to,
    returned_at, returned_by_role, returned_by_id, settled_at, settled_by_role, settled_by_id
  from read_model.question_return where ${isKnown}) as question_return
  left join (select campaign, uai, academy, department from read_model.respondent) as respondent
    on respondent.campaign = question_return.campaign and respondent.uai = question_return.uai`;

const returnConditions = (filter: ReturnFilter): readonly Condition[] => [
  { text: (parameter) => `question_return.campaign = ${parameter}`, value: filter.campaign },
  {
    text: (parameter) => `respondent.academy = any (${parameter}::text[])`,
    value: filter.academies,
  },
  { text: (parameter) => `respondent.department = ${parameter}`, value: filter.department },
  { text: (parameter) => `question_return.uai = ${parameter}`, value: filter.uai },
  { text: (parameter) => `${returnStatus} = ${parameter}`, value: filter.status },
];

const holds = `(not ${isEnded} and (until is null or until >= $2::date))`;

const accessKey = `kind || '/' || code || '/' ||
  lpad(known_from::text, ${String(positionDigits)}, '0')`;

const accessColumns = `campaign, effect, kind, code, until, reason, ${holds} as "inForce",
  case when ${isEnded} then end_reason end as "endReason", known_from as "knownFrom",
  set_at as "begunAt", set_by_role as "begunByRole", set_by_id as "begunById",
  case when ${isEnded} then known_to end as "knownTo", ended_at as "endedAt",
  ended_by_role as "endedByRole", ended_by_id as "endedById"`;

const accessConditions = (filter: AccessFilter): readonly Condition[] => [
  { text: (parameter) => `campaign = ${parameter}`, value: filter.campaign },
  { text: (parameter) => `effect = ${parameter}`, value: filter.effect },
  { text: (parameter) => `${holds} = ${parameter}`, value: filter.inForce },
];

const toDo = statement<ToDo>(
  'review-to-do',
  `select 'answer-return' as kind, campaign, question, message, until
   from read_model.question_return
   where uai = $1 and known_to is null and until >= $2::date
   union all
   select 'respond', campaign.campaign, null, null, campaign.closes_on
   from read_model.campaign
   join read_model.respondent on respondent.campaign = campaign.campaign and respondent.uai = $1
   left join read_model.response on response.campaign = campaign.campaign and response.uai = $1
     and ${holdsNow('response')}
   where respondent.known_from <= ${figuresNow} and campaign.status = 'open' and campaign.opens_on <= $2::date
     and coalesce(response.status, 'expected') not in ('submitted', 'validated')
   order by until, campaign, question nulls first
   limit 100`,
);

const begunOf = ({ knownFrom, begunAt, begunByRole, begunById }: Signed): Signature => ({
  position: position(knownFrom),
  at: begunAt,
  by: { role: begunByRole, id: begunById },
});

const endedOf = ({ knownTo, endedAt, endedByRole, endedById }: Signed): Signature | null =>
  knownTo === null
    ? null
    : {
        position: position(knownTo),
        at: endedAt ?? '',
        by: { role: endedByRole ?? '', id: endedById ?? '' },
      };

const returnOf = (found: FoundReturn): QuestionReturn => ({
  campaign: found.campaign,
  uai: found.uai,
  question: found.question,
  message: found.message,
  until: found.until,
  status: found.status,
  returned: begunOf(found),
  settled: endedOf(found),
  text: found.text,
});

const accessOf = (found: FoundAccess): CampaignAccess => ({
  campaign: found.campaign,
  effect: found.effect,
  kind: found.kind,
  code: found.code,
  until: found.until,
  reason: found.reason,
  inForce: found.inForce,
  granted: begunOf(found),
  ended: endedOf(found),
  endReason: found.endReason,
});

const keyOf = ({ position: at }: Signature): string => String(at).padStart(positionDigits, '0');

const endOfTime = '9223372036854775807';

const parametersOf = ({ asOf, today }: ReviewMoment): readonly unknown[] => [
  asOf === null ? endOfTime : String(asOf),
  today,
];

/** Returns, locks and exceptions as the projection `review` has written them, at any moment. */
export const makeReviewReader = (pool: Pool): ReviewReader => ({
  returns: async (filter, moment, page) => {
    const where = whereOf(returnConditions(filter), 4);
    const text = `select ${returnColumns} from ${returnsFrom}
      where ${returnKey} > $3 and ${where.text} order by ${returnKey} limit $4`;
    const values = [...parametersOf(moment), keyAfter(page), rowsToRead(page), ...where.values];
    const rows = await query(pool, prepared<FoundReturn>('returns-page', text), values);
    return pageOf(
      rows.map(returnOf),
      page,
      ({ uai, question, returned }) => `${uai}/${question}/${keyOf(returned)}`,
    );
  },

  returnCount: async (filter, moment) => {
    const where = whereOf(returnConditions(filter), 2);
    const text = `select count(*)::integer as count from ${returnsFrom}
      where $2::date is not null and ${where.text}`;
    const counted = prepared<{ readonly count: number }>('returns-count', text);
    const [row] = await query(pool, counted, [...parametersOf(moment), ...where.values]);
    return row?.count ?? 0;
  },

  access: async (filter, moment, page) => {
    const where = whereOf(accessConditions(filter), 4);
    const text = `select ${accessColumns} from read_model.campaign_access
      where ${isKnown} and ${accessKey} > $3 and ${where.text} order by ${accessKey} limit $4`;
    const values = [...parametersOf(moment), keyAfter(page), rowsToRead(page), ...where.values];
    const rows = await query(pool, prepared<FoundAccess>('access-page', text), values);
    return pageOf(
      rows.map(accessOf),
      page,
      ({ kind, code, granted }) => `${kind}/${code}/${keyOf(granted)}`,
    );
  },

  accessCount: async (filter, moment) => {
    const where = whereOf(accessConditions(filter), 2);
    const text = `select count(*)::integer as count from read_model.campaign_access
      where ${isKnown} and $2::date is not null and ${where.text}`;
    const counted = prepared<{ readonly count: number }>('access-count', text);
    const [row] = await query(pool, counted, [...parametersOf(moment), ...where.values]);
    return row?.count ?? 0;
  },

  toDo: (uai, today) => query(pool, toDo, [uai, today]),
});

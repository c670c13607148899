import type {
  ExcludedRow,
  Profile,
  RespondentRow,
  ResponseRow,
  RoundRow,
} from '#read-models/figures';

import { statement } from '../pool/pool.js';
import type { CopyStatement } from './copy-rows.js';

export const writeMeasures = statement(
  'figures-measures',
  `insert into measure (survey, slot, indicator, numerator_scale, denominator_scale)
   select survey, slot + 1, indicator, "numeratorScale", "denominatorScale"
   from json_to_recordset($1::json) as row (survey text, slot integer, indicator text,
     "numeratorScale" integer, "denominatorScale" integer)`,
);

export const readRounds = statement<RoundRow>(
  'figures-rounds-read',
  `select known_from as "knownFrom", known_to as "knownTo", campaign, survey, version,
     school_year as "schoolYear", status, cause
   from round
   where campaign = any ($1::text[]) and known_to is null`,
);

export const closeRounds = statement(
  'figures-rounds-close',
  `update round set known_to = ended.known_to
   from unnest($1::text[], $2::bigint[], $3::bigint[]) as ended (campaign, known_from, known_to)
   where round.campaign = ended.campaign and round.known_from = ended.known_from`,
);

export const writeRounds = statement(
  'figures-rounds-write',
  `insert into round (campaign, known_from, known_to, survey, version, school_year, status, cause)
   select * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::text[],
     $8::text[])`,
);

export type StoredRespondent = Profile &
  Pick<RespondentRow, 'uai'> & {
    readonly department: string;
    readonly academy: string;
    readonly academicRegion: string | null;
    readonly hasResponse: boolean;
  };

/** A campaign's whole list, with who has rows of a response. */
export const readRoll = statement<StoredRespondent>(
  'figures-roll-read',
  `select uai, pupils, school_type as "schoolType", sector, degree, department, academy,
     academic_region as "academicRegion",
     exists (select from response
             where response.campaign = respondent.campaign and response.uai = respondent.uai) as "hasResponse"
   from respondent
   where campaign = $1`,
);

export const copyRespondents: CopyStatement<RespondentRow> = {
  text: `copy respondent (known_from, pupils, campaign, uai, name, school_type, sector, degree, department,
    academy, academic_region, numerators, denominators) from stdin with (format binary)`,
  encode: (into, { knownFrom, campaign, uai, name, enrolled, baseline }) => {
    const { schoolType, sector, degree, pupils, leaf } = enrolled;
    into.row(13);
    into.bigint(knownFrom);
    into.integer(pupils);
    into.text(campaign);
    into.text(uai);
    into.text(name);
    into.text(schoolType);
    into.text(sector);
    into.text(degree);
    into.text(leaf.department);
    into.text(leaf.academy);
    into.text(leaf.academicRegion);
    into.integers(baseline.numerators);
    into.integers(baseline.denominators);
  },
};

export const copyExcluded: CopyStatement<ExcludedRow> = {
  text: `copy excluded_school (known_from, campaign, uai, school_type, sector, department, academy,
    academic_region) from stdin with (format binary)`,
  encode: (into, { knownFrom, campaign, uai, leaf }) => {
    into.row(8);
    into.bigint(knownFrom);
    into.text(campaign);
    into.text(uai);
    into.text(leaf.schoolType);
    into.text(leaf.sector);
    into.text(leaf.department);
    into.text(leaf.academy);
    into.text(leaf.academicRegion);
  },
};

export type StoredResponse = Omit<ResponseRow, 'contribution'> & {
  /** As PostgreSQL writes an array: `{1,NULL,3}`. */
  readonly numerators: string | null;
  readonly denominators: string | null;
};

export const readResponses = statement<StoredResponse>(
  'figures-responses-read',
  `select known_from as "knownFrom", known_to as "knownTo", response.campaign, response.uai, revision, status,
     late, synthetic, cause, submitted_at as "submittedAt", encode(content_hash, 'hex') as "contentHash",
     numerators::text, denominators::text
   from unnest($2::text[]) as wanted (uai)
   join response on response.campaign = $1 and response.uai = wanted.uai
   where known_to is null`,
);

export const closeResponses = statement(
  'figures-responses-close',
  `update response set known_to = ended.known_to
   from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[]) as ended (campaign, uai, known_from, known_to)
   where response.campaign = ended.campaign and response.uai = ended.uai
     and response.known_from = ended.known_from`,
);

export const copyResponses: CopyStatement<ResponseRow> = {
  text: `copy response (known_from, known_to, submitted_at, revision, late, synthetic, campaign, uai, status, cause,
    content_hash, numerators, denominators) from stdin with (format binary)`,
  encode: (into, row) => {
    into.row(13);
    into.bigint(row.knownFrom);
    into.bigint(row.knownTo);
    into.moment(row.submittedAt);
    into.integer(row.revision);
    into.boolean(row.late);
    into.boolean(row.synthetic);
    into.text(row.campaign);
    into.text(row.uai);
    into.text(row.status);
    into.text(row.cause);
    into.bytes(row.contentHash);
    into.integers(row.contribution?.numerators ?? null);
    into.integers(row.contribution?.denominators ?? null);
  },
};

/** Adds to cells: what a batch adds is small beside what it was made from. */
export const addToCells = statement(
  'figures-cells-add',
  `insert into cell as known (campaign, kind, code, school_type, sector, expected, received, validated, late,
     excluded, pupils_expected, pupils_received, synthetic, used, numerators, denominators)
   select campaign, kind, code, "schoolType", sector, expected, received, validated, late,
     excluded, "pupilsExpected", "pupilsReceived", synthetic, used, numerators, denominators
   from json_to_recordset($1::json) as row (campaign text, kind text, code text, "schoolType" text, sector text,
     expected bigint, received bigint, validated bigint, late bigint, excluded bigint,
     "pupilsExpected" bigint, "pupilsReceived" bigint, synthetic bigint,
     used bigint[], numerators numeric[], denominators numeric[])
   on conflict (campaign, kind, code, school_type, sector) do update set
     expected = known.expected + excluded.expected,
     received = known.received + excluded.received,
     validated = known.validated + excluded.validated,
     late = known.late + excluded.late,
     excluded = known.excluded + excluded.excluded,
     pupils_expected = known.pupils_expected + excluded.pupils_expected,
     pupils_received = known.pupils_received + excluded.pupils_received,
     synthetic = known.synthetic + excluded.synthetic,
     (used, numerators, denominators) = (
       select coalesce(array_agg(u + v order by slot), '{}'),
         coalesce(array_agg(n + m order by slot), '{}'),
         coalesce(array_agg(d + e order by slot), '{}')
       from unnest(known.used, excluded.used, known.numerators, excluded.numerators,
         known.denominators, excluded.denominators) with ordinality as sums (u, v, n, m, d, e, slot))`,
);

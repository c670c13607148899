import {
  type CellRow,
  type Counts,
  type ExcludedRow,
  type PackedJournal,
  type PageRow,
  type PastCell,
  type Profile,
  type RespondentRow,
  type ResponseRow,
  type RoundRow,
  valuesOf,
} from '#read-models/figures';

import { lines } from '../pool/lines.js';
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

/** A campaign's list after a school, so many schools or all, with who has rows of a response. */
export const readRoll = statement<StoredRespondent>(
  'figures-roll-read',
  `select uai, pupils, school_type as "schoolType", sector, degree, department, academy,
     academic_region as "academicRegion",
     exists (select from response
             where response.campaign = respondent.campaign and response.uai = respondent.uai) as "hasResponse"
   from respondent
   where campaign = $1 and uai > $2
   order by uai
   limit $3`,
);

/** Some schools of a campaign's list. */
export const readEnrolled = statement<Omit<StoredRespondent, 'hasResponse'>>(
  'figures-enrolled-read',
  `select respondent.uai, pupils, school_type as "schoolType", sector, degree, department, academy,
     academic_region as "academicRegion"
   from unnest($2::text[]) as wanted (uai)
   join respondent on respondent.campaign = $1 and respondent.uai = wanted.uai`,
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

export const writeRolls = statement(
  'figures-rolls-write',
  `insert into roll (campaign, listed_to)
   select campaign, listed_to from unnest($1::text[], $2::bigint[]) as row (campaign, listed_to)
   on conflict (campaign) do update set listed_to = excluded.listed_to`,
);

export const writeDistricts = statement(
  'figures-districts-write',
  `insert into district (campaign, department, academy, academic_region)
   select * from unnest($1::text[], $2::text[], $3::text[], $4::text[])
   on conflict (campaign, department, academy) do nothing`,
);

export type StoredCell = Counts &
  Pick<CellRow, 'kind' | 'code' | 'schoolType' | 'sector' | 'touched' | 'strands'> & {
    /** As PostgreSQL writes an array: `{1,2}`. Likewise the sums. */
    readonly used: string;
    readonly numerators: string;
    readonly denominators: string;
  };

/** Counts are safe integers, and read as such. */
export const readLedger = statement<StoredCell>(
  'figures-ledger-read',
  `select kind, code, school_type as "schoolType", sector, touched, strands, expected::float8, received::float8,
     validated::float8, late::float8, excluded::float8, pupils_expected::float8 as "pupilsExpected",
     pupils_received::float8 as "pupilsReceived", synthetic::float8, used::text, numerators::text,
     denominators::text
   from cell
   where campaign = $1`,
);

export const readListedTo = statement<{ readonly listedTo: bigint }>(
  'figures-roll-end-read',
  'select listed_to as "listedTo" from roll where campaign = $1',
);

type CellColumn = readonly [name: string, type: string, value: (cell: CellRow) => string | number];

const arrayText = (values: readonly (string | number)[]): string => `{${values.join(',')}}`;

const cellKey: readonly CellColumn[] = [
  ['campaign', 'text', ({ campaign }) => campaign],
  ['kind', 'text', ({ kind }) => kind],
  ['code', 'text', ({ code }) => code],
  ['school_type', 'text', ({ schoolType }) => schoolType],
  ['sector', 'text', ({ sector }) => sector],
];

const cellValues: readonly CellColumn[] = [
  ['touched', 'bigint', ({ touched }) => String(touched)],
  ['strands', 'smallint', ({ strands }) => strands],
  ['expected', 'bigint', ({ expected }) => expected],
  ['received', 'bigint', ({ received }) => received],
  ['validated', 'bigint', ({ validated }) => validated],
  ['late', 'bigint', ({ late }) => late],
  ['excluded', 'bigint', ({ excluded }) => excluded],
  ['pupils_expected', 'bigint', ({ pupilsExpected }) => pupilsExpected],
  ['pupils_received', 'bigint', ({ pupilsReceived }) => pupilsReceived],
  ['synthetic', 'bigint', ({ synthetic }) => synthetic],
  ['used', 'bigint[]', ({ used }) => arrayText(used)],
  ['numerators', 'numeric[]', ({ numerators }) => arrayText(numerators)],
  ['denominators', 'numeric[]', ({ denominators }) => arrayText(denominators)],
];

const cellColumns = [...cellKey, ...cellValues];

const namesOf = (columns: readonly CellColumn[]): string =>
  columns.map(([name]) => name).join(', ');

/** What `writeCells` takes: a list of each column. */
export const cellLists = (cells: readonly CellRow[]): readonly string[] =>
  cellColumns.map(([, , value]) => lines(cells, value));

/**
 * Cells as they are now: absolute, since whoever writes has seen everything before (ADR-0018). Lists of texts, which
 * cost PostgreSQL half of what the same rows as JSON do.
 */
export const writeCells = statement(
  'figures-cells-write',
  `insert into cell (${namesOf(cellColumns)})
   select ${cellColumns.map(([name, type]) => `${name}::${type}`).join(', ')}
   from unnest(${cellColumns.map((_, at) => `string_to_array($${String(at + 1)}, E'\\n')`).join(', ')})
     as row (${namesOf(cellColumns)})
   on conflict (${namesOf(cellKey)}) do update set
     ${cellValues.map(([name]) => `${name} = excluded.${name}`).join(', ')}`,
);

export const copyPastCells: CopyStatement<PastCell> = {
  text: `copy past_cell (touched, expected, received, validated, late, excluded, pupils_expected,
    pupils_received, synthetic, campaign, kind, code, school_type, sector, used, numerators, denominators)
    from stdin with (format binary)`,
  encode: (into, { campaign, cell: { key, tally, touched } }) => {
    const { counts, used, numerators, denominators } = tally;
    into.row(17);
    into.bigint(touched);
    into.whole(counts.expected);
    into.whole(counts.received);
    into.whole(counts.validated);
    into.whole(counts.late);
    into.whole(counts.excluded);
    into.whole(counts.pupilsExpected);
    into.whole(counts.pupilsReceived);
    into.whole(counts.synthetic);
    into.text(campaign);
    into.text(key.kind);
    into.text(key.code);
    into.text(key.schoolType);
    into.text(key.sector);
    into.arrayText(used);
    into.arrayText(valuesOf(numerators));
    into.arrayText(valuesOf(denominators));
  },
};

/** The last page of each strand of a campaign's journal, as `PackedJournal`. */
export const readLastPages = statement<PackedJournal>(
  'figures-journal-end-read',
  `select distinct on (strand) places, segments, head as heads, cardinality(slots) as "slotCount",
     (select string_agg(slot, '' order by rank) from unnest(slots) with ordinality as packed (slot, rank)) as slots
   from journal_page
   where campaign = $1
   order by strand, first_position desc`,
);

/** Pages that a batch goes on with are written anew. */
export const dropPages = statement(
  'figures-journal-drop',
  `delete from journal_page
   using unnest($1::text[], $2::smallint[], $3::bigint[]) as continued (campaign, strand, first_position)
   where journal_page.campaign = continued.campaign and journal_page.strand = continued.strand
     and journal_page.first_position = continued.first_position`,
);

export const copyPages: CopyStatement<PageRow> = {
  text: `copy journal_page (first_position, strand, campaign, places, segments, head, slots) from stdin with (format binary)`,
  encode: (into, { first, strand, campaign, places, segments, head, slots }) => {
    into.row(7);
    into.bigint(first);
    into.smallint(strand);
    into.text(campaign);
    into.text(places);
    into.text(segments);
    into.octets(head);
    into.octetArray(slots);
  },
};

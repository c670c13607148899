import type { Position } from '#kernel';
import {
  type Contribution,
  type Counted,
  countedOf,
  type CountedVersion,
} from '#read-models/figures';

import { type Pool, query, statement } from '../pool/pool.js';
import { contributionOf } from './figures.tables.js';
import { gathered } from './gathered.js';
import { makingOf, type SumsAt } from './found-sums.js';

/** A school on the list of a campaign. */
type Listed = { readonly campaign: string; readonly uai: string };

type Place = {
  /** Null, of excluded schools alone: not known. Likewise sector. */
  readonly schoolType: string | null;
  readonly sector: string | null;
  readonly isExpected: boolean;
  readonly pupils: number | null;
};

type Listing = Place & { readonly from: Position; readonly baseline: Contribution };

/** How a school counts from a position on, until the next. */
type Turn = { readonly from: Position; readonly counted: Counted };

/** A school of a campaign, with all that was known of it at a position: what comes later changes nothing of that. */
export type KeptSchool = {
  readonly known: Position;
  /** Undefined: on no list. */
  readonly listing: Listing | undefined;
  readonly turns: readonly Turn[];
};

/** A school as its campaign counted it at a position. */
export type Standing = { readonly place: Place; readonly counted: Counted };

type Packed = { readonly numerators: string | null; readonly denominators: string | null };

type SchoolRow = Packed &
  Omit<CountedVersion, 'contribution'> & {
    readonly position: Position;
    readonly definition: string;
    readonly generation: number;
    /** Which of those that are asked for, from one. */
    readonly number: number;
    /** Null: not listed since. */
    readonly listed: (Place & Packed & { readonly from: string }) | null;
    /** Null: without any response since. */
    readonly from: Position | null;
  };

// $1, $2: schools of campaigns · $3: the position since which each is asked for
const readSchools = statement<SchoolRow>(
  'schools-since',
  `select moment.position, moment.definition, moment.generation, wanted.number::integer, listing.listed,
     version.known_from as "from", version.status, version.late, version.synthetic, version.numerators::text,
     version.denominators::text
   from read_model.checkpoint as moment
   cross join unnest($1::text[], $2::text[], $3::bigint[]) with ordinality as wanted (campaign, uai, since, number)
   left join lateral (
     select json_build_object('from', known_from::text, 'schoolType', school_type, 'sector', sector,
       'isExpected', true, 'pupils', pupils, 'numerators', numerators::text,
       'denominators', denominators::text) as listed
     from read_model.respondent
     where respondent.campaign = wanted.campaign and respondent.uai = wanted.uai
       and known_from > wanted.since and known_from <= moment.position
     union all
     select json_build_object('from', known_from::text, 'schoolType', school_type, 'sector', sector,
       'isExpected', false, 'pupils', null, 'numerators', '{}', 'denominators', '{}')
     from read_model.excluded_school
     where excluded_school.campaign = wanted.campaign and excluded_school.uai = wanted.uai
       and known_from > wanted.since and known_from <= moment.position
     limit 1
   ) as listing on true
   left join lateral (
     select *
     from read_model.response
     where response.campaign = wanted.campaign and response.uai = wanted.uai
       and known_from > wanted.since and known_from <= moment.position
     order by known_from
     offset 0
   ) as version on true
   where moment.projection = 'figures'
   order by wanted.number, version.known_from`,
);

const nothing: Contribution = { numerators: [], denominators: [] };

const listingOf = ({ listed }: SchoolRow): Listing | undefined =>
  listed === null
    ? undefined
    : {
        schoolType: listed.schoolType,
        sector: listed.sector,
        isExpected: listed.isExpected,
        pupils: listed.pupils,
        from: BigInt(listed.from) as Position,
        baseline: contributionOf(listed) ?? nothing,
      };

/** What was kept of a school, with what is known of it since. */
const keptWith = (
  before: KeptSchool | undefined,
  first: SchoolRow,
  rows: readonly SchoolRow[],
): KeptSchool => {
  const known = first.position;
  const listing = before?.listing ?? listingOf(first);
  if (listing === undefined) return { known, listing, turns: [] };
  const { pupils, baseline, from } = listing;
  const school = { pupils, baseline: () => baseline };
  const turns = rows.flatMap((row) => {
    const version = { ...row, contribution: contributionOf(row) };
    return row.from === null ? [] : { from: row.from, counted: countedOf(school, version) };
  });
  const listed = before?.turns ?? [{ from, counted: countedOf(school, null) }];
  return { known, listing, turns: [...listed, ...turns] };
};

/** The state of the read models that schools are asked for at. */
type State = Pick<SumsAt, 'position' | 'making' | 'rounds'>;

/** Undefined: its campaign had not listed it. */
const standingAt = (kept: KeptSchool | undefined, { position }: State): Standing | undefined => {
  const turn = kept?.turns.findLast(({ from }) => from <= position);
  return kept?.listing && turn && { place: kept.listing, counted: turn.counted };
};

/** Schools by campaign and UAI. */
type Memory = Map<string, Map<string, KeptSchool>>;

const sizeOf = (memory: Memory): number =>
  [...memory.values()].reduce((sum, { size }) => sum + size, 0);

/** About a kilobyte each. */
const schoolsInMemory = 20_000;

/** Forgets the campaigns that were asked for first, but for those that are asked for now. */
export const forgetAllBut = (asked: ReadonlySet<string>, memory: Memory): void => {
  let held = sizeOf(memory);
  for (const [campaign, { size }] of memory) {
    if (held <= schoolsInMemory) return;
    if (asked.has(campaign)) continue;
    memory.delete(campaign);
    held -= size;
  }
};

const eachOnce = (schools: readonly Listed[]): readonly Listed[] => [
  ...new Map(schools.map((school) => [`${school.campaign}|${school.uai}`, school])).values(),
];

/** How each of some schools stood in a state. Undefined: the read models have been made anew since. */
export type KeptSchools = (
  state: State,
  asked: readonly Listed[],
) => Promise<readonly (Standing | undefined)[] | undefined>;

/**
 * Schools that are counted one by one, beside cells. What is known of a school at a position stays true for as long as
 * the read models are not made anew: it is read once, and what is new of it when its campaign has changed since.
 */
export const keptSchools = (pool: Pool): KeptSchools => {
  let making = '';
  let memory: Memory = new Map();

  const forget = (next: string): void => {
    making = next;
    memory = new Map();
  };

  const keptOf = ({ campaign, uai }: Listed): KeptSchool | undefined =>
    memory.get(campaign)?.get(uai);

  const keep = ({ campaign, uai }: Listed, kept: KeptSchool): void => {
    const schools = memory.get(campaign) ?? new Map<string, KeptSchool>();
    memory.set(campaign, schools.set(uai, kept));
  };

  /** Up to where it was read, and beyond for as long as nothing has changed the sums of its campaign. */
  const isKnown = (school: Listed, { position, rounds }: State): boolean => {
    const known = keptOf(school)?.known;
    if (known === undefined) return false;
    return position <= known || (rounds.get(school.campaign)?.touched ?? 0n) <= known;
  };

  /** Whether they were read of the same making, no earlier than the state. */
  const isReadAt = async (state: State, schools: readonly Listed[]): Promise<boolean> => {
    const before = schools.map(keptOf);
    const rows = await query(pool, readSchools, [
      schools.map(({ campaign }) => campaign),
      schools.map(({ uai }) => uai),
      before.map((kept) => (kept?.listing === undefined ? 0n : kept.known)),
    ]);
    const [head] = rows;
    if (head === undefined || head.position < state.position) return false;
    if (makingOf(head) !== state.making || making !== state.making) return false;
    for (const [number, found] of gathered(rows, (row) => row.number)) {
      const [school, [first]] = [schools[number - 1], found];
      if (school !== undefined && first !== undefined)
        keep(school, keptWith(before[number - 1], first, found));
    }
    return true;
  };

  return async (state, asked) => {
    if (making !== state.making) forget(state.making);
    for (;;) {
      const unknown = asked.filter((school) => !isKnown(school, state));
      if (unknown.length === 0) return asked.map((school) => standingAt(keptOf(school), state));
      if (!(await isReadAt(state, eachOnce(unknown)))) return undefined;
      forgetAllBut(new Set(asked.map(({ campaign }) => campaign)), memory);
    }
  };
};

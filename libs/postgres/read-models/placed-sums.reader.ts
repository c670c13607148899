import type { Breakdown, TerritoryRef } from '#application';
import { type AcademicMap, academicMap, type Territories } from '#catalogue';
import { firstDayOf, type Position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import type { Composition, Moved, Part } from './composition.js';
import {
  type AskedMaps,
  type Displaced,
  type District,
  type FrozenMap,
  frozenMaps,
} from './frozen-maps.js';
import { departmentsOf, isZone, lastDay } from './map-of-day.js';
import { firstDay, schoolPlaces } from './school-places.js';
import { keptSchools } from './kept-schools.js';
import { movedSums } from './moved-sums.js';
import type { SlotsQuery, SumsAt } from './found-sums.js';
import type { SumsAtReader } from './sums-at.reader.js';
import type { FoundSums, SumsQuery } from './sums.js';

type Zoned = {
  readonly campaign: string;
  readonly kind: TerritoryRef['kind'];
  readonly code: string;
  readonly uai: string;
  /** Null: as the campaign froze it. Likewise sector. */
  readonly schoolType: string | null;
  readonly sector: string | null;
};

// $2: the day of the map; null: the first of each campaign's school year
const readZoned = statement<Zoned>(
  'placed-zones',
  `with recursive moment as (select $3::bigint as known), campaign as (
     select distinct campaign, coalesce($2::date, ${firstDay('school_year')}) as day
     from read_model.round
     where campaign = any ($1::text[])
   ), day as (select distinct day from campaign), ${schoolPlaces}
   select campaign.campaign, zone.kind, zone.code, place.uai,
     case when $2::date is not null then place.school_type end as "schoolType",
     case when $2::date is not null then place.sector end as sector
   from campaign
   join school_place as place on place.day = campaign.day
   join unnest($4::text[], $5::text[]) as zone (kind, code)
     on zone.code = case zone.kind when 'bassin' then place.bassin else place.circonscription end
   order by campaign.campaign, zone.kind, zone.code, place.uai`,
);

/** Whether all of a campaign's districts with this code, and none of their departments' others, are wanted. */
const isCovered = (
  districts: readonly District[],
  level: 'academy' | 'academicRegion',
  { code, wanted }: { readonly code: string; readonly wanted: ReadonlySet<string> },
): boolean => {
  const within = districts.filter((district) => district[level] === code);
  const departments = new Set(within.map(({ department }) => department));
  const touching = districts.filter(({ department }) => departments.has(department));
  return (
    within.length === touching.length && within.every(({ department }) => wanted.has(department))
  );
};

/** The fewest cells of a campaign that make up some departments: régions académiques, académies, then the rest. */
const cover = (
  districts: readonly District[],
  wanted: ReadonlySet<string>,
): readonly TerritoryRef[] => {
  const cells = new Map<string, TerritoryRef>();
  for (const { department, academy, academicRegion: region } of districts) {
    if (!wanted.has(department)) continue;
    const cell: TerritoryRef =
      region !== null && isCovered(districts, 'academicRegion', { code: region, wanted })
        ? { kind: 'academic-region', code: region }
        : isCovered(districts, 'academy', { code: academy, wanted })
          ? { kind: 'academy', code: academy }
          : { kind: 'department', code: department };
    cells.set(`${cell.kind}:${cell.code}`, cell);
  }
  return [...cells.values()];
};

type Dated = {
  readonly map: AcademicMap;
  readonly breakdown: readonly Breakdown[];
};

const isSameSegment = ({ from, to }: Displaced, breakdown: readonly Breakdown[]): boolean =>
  breakdown.every((dimension) => from[dimension] === to[dimension]);

/** Where a displaced school is taken out of a territory's cells, and where it is added to them. */
const corrections = (
  territory: TerritoryRef,
  { campaign, displaced }: FrozenMap,
  { map, breakdown }: Dated,
): readonly Moved[] => {
  const departments = departmentsOf(territory, map);
  if (departments === undefined && territory.kind !== 'country') return [];
  const holds = (department: string): boolean => departments?.has(department) ?? true;
  return displaced.flatMap((school): readonly Moved[] => {
    const { uai, from, to } = school;
    const [was, is] = [holds(from.department), holds(to.department)];
    if (was === is && (!was || isSameSegment(school, breakdown))) return [];
    const moved = (sign: 1 | -1, { schoolType, sector }: Displaced['from']): Moved => ({
      campaign,
      territory,
      uai,
      schoolType,
      sector,
      sign,
    });
    return [...(was ? [moved(-1, from)] : []), ...(is ? [moved(1, to)] : [])];
  });
};

const partsOf = (
  territory: TerritoryRef,
  { campaign, districts }: FrozenMap,
  { map }: Dated,
): readonly Part[] => {
  if (isZone(territory)) return [];
  const departments = departmentsOf(territory, map);
  const cells = departments === undefined ? [territory] : cover(districts, departments);
  return cells.map((cell) => ({ campaign, territory, cell }));
};

const zonedOf = async (
  pool: Pool,
  zones: readonly TerritoryRef[],
  about: {
    readonly campaigns: readonly string[];
    readonly day: string | null;
    readonly known: Position;
  },
): Promise<readonly Moved[]> => {
  if (zones.length === 0) return [];
  const rows = await query(pool, readZoned, [
    about.campaigns,
    about.day,
    about.known,
    zones.map(({ kind }) => kind),
    zones.map(({ code }) => code),
  ]);
  return rows.map(({ kind, code, ...row }) => ({ ...row, territory: { kind, code }, sign: 1 }));
};

export type PlacedSums = (asked: SlotsQuery) => Promise<FoundSums | undefined>;

type Composed = { readonly basis: string; readonly composition: Composition };

const dayOf = ({ geography }: SumsQuery['moment']): string =>
  typeof geography === 'string' ? lastDay : firstDayOf(geography.at);

/** What the territories of a query are made of, on its map. */
const composed = async (
  pool: Pool,
  wanted: SumsQuery,
  { territories, asked }: { readonly territories: Territories; readonly asked: AskedMaps },
): Promise<Composition> => {
  const { known, maps } = asked;
  const isThen = wanted.moment.geography === 'THEN';
  const day = dayOf(wanted.moment);
  const map = academicMap(territories, day === lastDay ? undefined : day);
  const dated = { map, breakdown: wanted.breakdown };
  const pairs = maps.flatMap((frozen) =>
    wanted.territories.map((territory) => [territory, frozen] as const),
  );
  const asFrozen = (territory: TerritoryRef, { campaign }: FrozenMap): readonly Part[] =>
    isZone(territory) ? [] : [{ campaign, territory, cell: territory }];
  const zoned = await zonedOf(pool, wanted.territories.filter(isZone), {
    campaigns: maps.map(({ campaign }) => campaign),
    day: isThen ? null : day,
    known,
  });
  return {
    parts: pairs.flatMap(([territory, frozen]) =>
      isThen ? asFrozen(territory, frozen) : partsOf(territory, frozen, dated),
    ),
    moved: isThen ? zoned : [...pairs.flatMap((pair) => corrections(...pair, dated)), ...zoned],
  };
};

const signatureOf = ({ moment, ...about }: SumsQuery): string =>
  JSON.stringify([about, dayOf(moment)]);

/** Questions that were asked last: what their territories are made of is tried before it is looked up. */
const questionsInMemory = 500;

/** Of the last questions, what their territories are made of. */
const compositions = () => {
  const remembered = new Map<string, Composed>();
  return {
    of: (signature: string): Composed | undefined => remembered.get(signature),
    remember: (signature: string, one: Composed): void => {
      remembered.delete(signature);
      remembered.set(signature, one);
      const [oldest] = remembered.keys();
      if (remembered.size > questionsInMemory && oldest !== undefined) remembered.delete(oldest);
    },
  };
};

/**
 * Sums on the map of a day, and of circonscriptions and bassins on any: cells of the campaign's own map that
 * make up each territory, without the schools that have left it, with those that have come. A question that
 * was asked before is one statement, which tells whether it still rests on the same lists and directory.
 */
export const placedSums = (
  pool: Pool,
  { territories, sumsAt }: { readonly territories: Territories; readonly sumsAt: SumsAtReader },
): PlacedSums => {
  const mapsOf = frozenMaps(pool);
  const standingsOf = keptSchools(pool);
  const known = compositions();

  /** Undefined: rows were made anew between cells and schools. */
  const withMoved = async (
    found: SumsAt,
    moved: readonly Moved[],
    { wanted: { breakdown }, slots }: SlotsQuery,
  ): Promise<FoundSums | undefined> => {
    if (moved.length === 0) return found;
    const standings = await standingsOf(found, moved);
    if (standings === undefined) return undefined;
    const rows = movedSums(moved, { slots, breakdown }, { rounds: found.rounds, standings });
    return { ...found, rows: [...found.rows, ...rows] };
  };

  const tried = async (
    asked: SlotsQuery,
    { basis, composition }: Composed,
  ): Promise<FoundSums | undefined> => {
    const found = await sumsAt.of(asked, composition.parts);
    return found?.basis === basis ? withMoved(found, composition.moved, asked) : undefined;
  };

  const composedNow = async ({ wanted }: SlotsQuery) => {
    const asked = await mapsOf(wanted, dayOf(wanted.moment));
    if (asked === undefined) return undefined;
    const composition = await composed(pool, wanted, { territories, asked });
    const one = { basis: asked.basis, composition };
    const isLasting = asked.isWhole && !wanted.territories.some(isZone);
    if (isLasting && wanted.moment.geography !== 'THEN') known.remember(signatureOf(wanted), one);
    return { composition, asOf: asked.known };
  };

  return async (question) => {
    const before = known.of(signatureOf(question.wanted));
    const again = before && (await tried(question, before));
    if (again !== undefined) return again;
    for (;;) {
      const now = await composedNow(question);
      if (now === undefined) return undefined;
      const { asOf, composition } = now;
      const wanted = { ...question.wanted, moment: { ...question.wanted.moment, asOf } };
      const found = await sumsAt.of({ ...question, wanted }, composition.parts);
      if (found === undefined) return undefined;
      const whole = await withMoved(found, composition.moved, question);
      if (whole !== undefined) return whole;
    }
  };
};

import type { Position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import { schoolPlaces } from './school-places.js';
import { basisOf, isAsked, type SumsQuery } from './sums.js';

/** What a campaign has frozen of a department. */
export type District = {
  readonly department: string;
  readonly academy: string;
  readonly academicRegion: string | null;
};

type Place = {
  readonly department: string;
  readonly schoolType: string;
  readonly sector: string;
};

/** A school that a campaign has listed in one place, and that another map has in another. */
export type Displaced = { readonly uai: string; readonly from: Place; readonly to: Place };

/** A campaign's own map, and who is elsewhere on another. */
export type FrozenMap = {
  readonly campaign: string;
  readonly districts: readonly District[];
  readonly displaced: readonly Displaced[];
};

type AskedRow = {
  readonly known: Position;
  readonly basis: string;
  /** Null: no campaign is asked for. */
  readonly campaign: string | null;
  readonly listedTo: bigint;
};

const readAsked = statement<AskedRow>(
  'frozen-maps-asked',
  `with moment as (
     select least(coalesce($4::bigint, figures.position), figures.position, directory.position) as known
     from read_model.checkpoint as figures
     join read_model.checkpoint as directory on directory.projection = 'school-directory'
     where figures.projection = 'figures'
   ), asked as (
     select round.campaign, roll.listed_to
     from moment
     join read_model.round on round.known_from <= moment.known
       and (round.known_to is null or round.known_to > moment.known) and ${isAsked}
     join read_model.roll using (campaign)
   )
   select moment.known, ${basisOf('asked')} as basis, asked.campaign, asked.listed_to as "listedTo"
   from moment
   left join asked on true`,
);

const readDistricts = statement<District & { readonly campaign: string }>(
  'frozen-maps-districts',
  `select campaign, department, academy, academic_region as "academicRegion"
   from read_model.district
   where campaign = any ($1::text[])
   order by campaign, department, academy`,
);

type DisplacedRow = {
  readonly campaign: string;
  readonly uai: string;
  readonly department: string;
  readonly schoolType: string;
  readonly sector: string;
  readonly newDepartment: string;
  readonly newSchoolType: string;
  readonly newSector: string;
};

const readDisplaced = statement<DisplacedRow>(
  'frozen-maps-displaced',
  `with recursive moment as (select $3::bigint as known), day as (select $2::date as day), ${schoolPlaces},
   listed as (
     select known_from, campaign, uai, department, school_type, sector from read_model.respondent
     union all
     select known_from, campaign, uai, department, school_type, sector from read_model.excluded_school
     where department is not null
   )
   select listed.campaign, listed.uai, listed.department, listed.school_type as "schoolType", listed.sector,
     place.department as "newDepartment", place.school_type as "newSchoolType", place.sector as "newSector"
   from moment
   join listed on listed.campaign = any ($1::text[]) and listed.known_from <= moment.known
   join school_place as place using (uai)
   where (listed.department, listed.school_type, listed.sector)
     is distinct from (place.department, place.school_type, place.sector)
   order by listed.campaign, listed.uai`,
);

const displacedOf = (row: DisplacedRow): Displaced => ({
  uai: row.uai,
  from: { department: row.department, schoolType: row.schoolType, sector: row.sector },
  to: { department: row.newDepartment, schoolType: row.newSchoolType, sector: row.newSector },
});

export type AskedMaps = {
  readonly known: Position;
  /** Equal for the same lists and the same state of the directory. */
  readonly basis: string;
  /** Whether every list was whole by then. */
  readonly isWhole: boolean;
  readonly maps: readonly FrozenMap[];
};

/** The campaigns of a query, with their maps beside the map of a day; undefined: nothing is projected. */
export type FrozenMaps = (wanted: SumsQuery, day: string) => Promise<AskedMaps | undefined>;

/** Campaigns × days × states of the directory: each a few hundred displaced schools at most. */
const mapsInMemory = 400;

/** A campaign's list never changes once it is whole: what is remembered is as true as what is read. */
export const frozenMaps = (pool: Pool): FrozenMaps => {
  const remembered = new Map<string, FrozenMap>();

  const read = async (
    campaigns: readonly string[],
    day: string,
    known: Position,
  ): Promise<ReadonlyMap<string, FrozenMap>> => {
    const districts = await query(pool, readDistricts, [campaigns]);
    const displaced = await query(pool, readDisplaced, [campaigns, day, known]);
    return new Map(
      campaigns.map((campaign) => [
        campaign,
        {
          campaign,
          districts: districts.filter((row) => row.campaign === campaign),
          displaced: displaced.filter((row) => row.campaign === campaign).map(displacedOf),
        },
      ]),
    );
  };

  const remember = (key: string, map: FrozenMap): void => {
    remembered.set(key, map);
    if (remembered.size <= mapsInMemory) return;
    const [oldest] = remembered.keys();
    if (oldest !== undefined) remembered.delete(oldest);
  };

  return async ({ campaign, surveys, schoolYears, moment }, day) => {
    const rows = await query(pool, readAsked, [campaign, surveys, schoolYears, moment.asOf]);
    const [first] = rows;
    if (first === undefined) return undefined;
    const { known, basis } = first;
    const [territory = ''] = basis.split(' ');
    const asked = rows.flatMap((row) =>
      row.campaign === null
        ? []
        : [
            {
              campaign: row.campaign,
              isWhole: row.listedTo <= known,
              key: `${row.campaign}|${String(row.listedTo)}|${day}|${territory}`,
            },
          ],
    );
    const missing = asked.filter(({ key, isWhole }) => !isWhole || !remembered.has(key));
    const found =
      missing.length === 0
        ? new Map<string, FrozenMap>()
        : await read(
            missing.map((one) => one.campaign),
            day,
            known,
          );
    for (const one of missing) {
      const map = found.get(one.campaign);
      if (one.isWhole && map !== undefined) remember(one.key, map);
    }
    const maps = asked.flatMap((one) => found.get(one.campaign) ?? remembered.get(one.key) ?? []);
    return { known, basis, isWhole: asked.every(({ isWhole }) => isWhole), maps };
  };
};

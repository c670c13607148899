import type { SchoolFactRow, SchoolHistories, ZoneFound } from '#application';
import type { SchoolVersion } from '#domain/territory';

import { type Pool, query, statement } from '../pool/pool.js';

type StoredVersion = Omit<SchoolVersion, 'circonscription' | 'bassin'> & {
  readonly uai: string;
  readonly circonscription: string | null;
  readonly circonscriptionName: string | null;
  readonly bassin: string | null;
  readonly bassinName: string | null;
};

const readVersions = statement<StoredVersion>(
  'school-versions-now',
  `select uai, nullif(valid_from, '-infinity') as "validFrom", valid_to as "validTo", is_open as "isOpen",
     absorbed_by as "absorbedBy", name, school_type as "schoolType", degree, sector,
     commune_code as "communeCode", commune, department, academy, circonscription,
     circonscription_name as "circonscriptionName", bassin, bassin_name as "bassinName"
   from read_model.school_version as version
   where uai = any ($1::text[]) and known_to is null
   order by uai, version.valid_from`,
);

const readZone = statement<ZoneFound>(
  'school-zone',
  `select coalesce((array_agg(zone.name order by zone.valid_from desc, zone.uai))[1], '') as name,
     array_agg(distinct zone.department order by zone.department) as departments
   from (
     select uai, department, valid_from, case $1 when 'bassin' then bassin_name else circonscription_name end as name
     from read_model.school_version
     where known_to is null and case $1 when 'bassin' then bassin else circonscription end = $2
   ) as zone
   having count(*) > 0`,
);

const readFacts = statement<SchoolFactRow>(
  'school-facts',
  `select uai, revision, type, data, import_id as "importId", recorded_at as "recordedAt"
   from read_model.school_fact
   where uai = any ($1::text[])
   order by uai, revision`,
);

const readSchoolsOf = statement<{ readonly uai: string }>(
  'schools-of-import',
  'select distinct uai from read_model.school_fact where import_id = $1 order by uai',
);

const readLatest = statement<{ readonly uai: string }>(
  'schools-latest',
  `select distinct uai
   from (select uai from read_model.school_fact order by position desc limit $1) as latest
   order by uai`,
);

const zoneOf = (code: string | null, name: string | null) =>
  code === null ? null : { code, name: name ?? '' };

const versionOf = (row: StoredVersion): SchoolVersion => ({
  validFrom: row.validFrom,
  validTo: row.validTo,
  isOpen: row.isOpen,
  absorbedBy: row.absorbedBy,
  name: row.name,
  schoolType: row.schoolType,
  degree: row.degree,
  sector: row.sector,
  communeCode: row.communeCode,
  commune: row.commune,
  department: row.department,
  academy: row.academy,
  circonscription: zoneOf(row.circonscription, row.circonscriptionName),
  bassin: zoneOf(row.bassin, row.bassinName),
});

/** What the projection of the directory has kept of each school. */
export const makeSchoolHistories = (pool: Pool): SchoolHistories => ({
  versions: async (uais) => {
    const versions = new Map<string, SchoolVersion[]>();
    for (const row of await query(pool, readVersions, [uais])) {
      versions.set(row.uai, [...(versions.get(row.uai) ?? []), versionOf(row)]);
    }
    return versions;
  },
  zone: async (kind, code) => {
    const [zone] = await query(pool, readZone, [kind, code]);
    return zone;
  },
  facts: (uais) => query(pool, readFacts, [uais]),
  schoolsOf: async (importId) => {
    const rows = await query(pool, readSchoolsOf, [importId]);
    return rows.map(({ uai }) => uai);
  },
  latest: async (limit) => {
    const rows = await query(pool, readLatest, [limit]);
    return rows.map(({ uai }) => uai);
  },
});

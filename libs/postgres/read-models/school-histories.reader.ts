import type { SchoolFactRow, SchoolHistories, SchoolImport, ZoneFound } from '#application';
import type { SchoolVersion } from '#domain/territory';
import { position, type Uai } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import { keyAfter, pageOf, rowsToRead } from './keyset.js';

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

const readImports = statement<Omit<SchoolImport, 'position'> & { readonly position: bigint }>(
  'school-imports',
  `with undone as (
     select data ->> 'importId' as import_id, count(distinct uai)::integer as schools
     from read_model.school_fact
     where type = 'SchoolFactsRetracted'
     group by data ->> 'importId'
   )
   select fact.import_id as "importId", max(fact.position) as position, max(fact.recorded_at) as "recordedAt",
     coalesce(array_agg(distinct fact.data ->> 'source') filter (where fact.data ? 'source'), '{}') as sources,
     count(distinct fact.uai)::integer as schools, count(*)::integer as facts,
     coalesce(max(undone.schools), 0) as "undoneFor"
   from read_model.school_fact as fact
   left join undone using (import_id)
   group by fact.import_id
   having $1::bigint is null or max(fact.position) < $1
   order by max(fact.position) desc
   limit $2`,
);

const readNamedWith = statement<{ readonly uai: Uai; readonly name: string }>(
  'schools-named-with',
  `select distinct uai, name
   from read_model.school_version
   where known_to is null and position(lower($1) in lower(name)) > 0
   order by uai, name`,
);

/** A text that is no cursor is after everything. */
const positionAfter = (key: string): bigint | null => {
  if (key === '') return null;
  return /^\d{1,18}$/.test(key) ? BigInt(key) : 0n;
};

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
  imports: async (page) => {
    const values = [positionAfter(keyAfter(page)), rowsToRead(page)];
    const rows = await query(pool, readImports, values);
    const imports = rows.map((row) => ({ ...row, position: position(row.position) }));
    return pageOf(imports, page, (one) => String(one.position));
  },
  namedWith: (word) => query(pool, readNamedWith, [word]),
  latest: async (limit) => {
    const rows = await query(pool, readLatest, [limit]);
    return rows.map(({ uai }) => uai);
  },
});

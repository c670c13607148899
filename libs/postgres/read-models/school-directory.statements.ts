import { statement } from '../pool/pool.js';

export type StoredFact = { readonly uai: string; readonly type: string; readonly data: unknown };

export const readFacts = statement<StoredFact>(
  'school-directory-read-facts',
  'select uai, type, data from school_fact where uai = any ($1::text[]) order by uai, revision',
);

export const writeFacts = statement(
  'school-directory-write-facts',
  `insert into school_fact (position, recorded_at, revision, synthetic, uai, type, import_id, cause, data)
   select position, "recordedAt", revision, synthetic, uai, type, "importId", cause, data
   from json_to_recordset($1::json) as row (position bigint, "recordedAt" timestamptz, revision integer,
     synthetic boolean, uai text, type text, "importId" text, cause text, data jsonb)`,
);

export const writeSchools = statement(
  'school-directory-write',
  `insert into school as known (uai, name, school_type, degree, sector, commune_code, commune,
     department, academy, pupils, pupils_year, opened_on, closed_on)
   select uai, name, "schoolType", degree, sector, "communeCode", commune,
     department, academy, pupils, "pupilsYear", "openedOn", "closedOn"
   from json_to_recordset($1::json) as row (uai text, name text, "schoolType" text, degree text, sector text,
     "communeCode" text, commune text, department text, academy text, pupils integer, "pupilsYear" text,
     "openedOn" date, "closedOn" date)
   on conflict (uai) do update set name = excluded.name, school_type = excluded.school_type,
     degree = excluded.degree, sector = excluded.sector, commune_code = excluded.commune_code,
     commune = excluded.commune, department = excluded.department, academy = excluded.academy,
     pupils = excluded.pupils, pupils_year = excluded.pupils_year, opened_on = excluded.opened_on,
     closed_on = excluded.closed_on`,
);

export const forgetSchools = statement(
  'school-directory-forget',
  'delete from school where uai = any ($1::text[])',
);

export const supersedeVersions = statement(
  'school-directory-supersede',
  `update school_version as version set known_to = superseded.position
   from unnest($1::text[], $2::bigint[]) as superseded (uai, position)
   where version.uai = superseded.uai and version.known_to is null`,
);

export const writeVersions = statement(
  'school-directory-write-versions',
  `insert into school_version (known_from, known_to, valid_from, valid_to, is_open, varies, uai, name,
     school_type, degree, sector, commune_code, commune, department, academy, circonscription,
     circonscription_name, bassin, bassin_name, absorbed_by, cause)
   select "knownFrom", "knownTo", "validFrom", "validTo", "isOpen", varies, uai, name,
     "schoolType", degree, sector, "communeCode", commune, department, academy, circonscription,
     "circonscriptionName", bassin, "bassinName", "absorbedBy", cause
   from json_to_recordset($1::json) as row ("knownFrom" bigint, "knownTo" bigint, "validFrom" date,
     "validTo" date, "isOpen" boolean, varies boolean, uai text, name text, "schoolType" text, degree text,
     sector text, "communeCode" text, commune text, department text, academy text, circonscription text,
     "circonscriptionName" text, bassin text, "bassinName" text, "absorbedBy" text, cause text)`,
);

import { territoryCodec } from '#domain/territory';
import { project, type SchoolRow, type SchoolRows } from '#read-models/school-directory';

import { type Connection, query, statement } from '../pool/pool.js';
import { factsOf } from './facts.js';
import type { Planner, Projection } from './projection.js';

const readSchools = statement<SchoolRow>(
  'school-directory-read',
  `select uai, name, school_type as "schoolType", degree, sector, commune_code as "communeCode", commune,
     department, academy, pupils, pupils_year as "pupilsYear", opened_on as "openedOn", closed_on as "closedOn"
   from school
   where uai = any ($1::text[])`,
);

const writeSchools = statement(
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

const schoolsBefore = async (
  connection: Connection,
  schools: ReadonlySet<string>,
): Promise<SchoolRows> => {
  const rows = await query(connection, readSchools, [[...schools]]);
  return new Map(rows.map((row) => [row.uai, row]));
};

const plan: Planner = async (events, read) => {
  const facts = factsOf(() => territoryCodec, events);
  const schools = new Set(facts.map(({ event }) => event.data.uai));
  const before = await read((connection) => schoolsBefore(connection, schools));
  const rows = project(before, facts);
  return async (connection) => {
    await query(connection, writeSchools, [JSON.stringify(rows)]);
  };
};

/** Schools as they are known now. Its definition changes with its code. */
export const schoolDirectory: Projection = {
  name: 'school-directory',
  definition: 'school-directory@1',
  reads: (category) => category === 'school',
  tables: [{ table: 'school', orderBy: 'uai' }],
  install: () => Promise.resolve(),
  planner: () => plan,
};

import type { School, SchoolDirectory, SchoolFilter } from '#application';
import { neighboursOf } from '#read-models/school-directory';

import { type Pool, query, statement } from '../pool/pool.js';
import { type Condition, keyAfter, pageOf, rowsToRead, whereOf } from './keyset.js';
import { prepared } from './prepared.js';

const columns = `uai, name, school_type as "schoolType", degree, sector, commune_code as "communeCode", commune,
  department, academy, pupils, opened_on as "openedOn", closed_on as "closedOn"`;

const readSchool = statement<School>(
  'schools-one',
  `select ${columns} from read_model.school where uai = $1`,
);

const readKnown = statement<{ readonly uai: string }>(
  'schools-known',
  `select uai
   from unnest($1::text[]) with ordinality as candidate (uai, rank)
   join read_model.school using (uai)
   order by rank
   limit 3`,
);

const isInZone =
  (zone: 'circonscription' | 'bassin') =>
  (parameter: string): string =>
    `exists (select from read_model.school_version as version
      where version.uai = school.uai and version.known_to is null and version.valid_to is null
        and version.${zone} = any (${parameter}::text[]))`;

const conditionsOf = (filter: SchoolFilter): readonly Condition[] => [
  { text: (parameter) => `academy = any (${parameter}::text[])`, value: filter.academies },
  { text: (parameter) => `department = any (${parameter}::text[])`, value: filter.departments },
  { text: (parameter) => `school_type = any (${parameter}::text[])`, value: filter.schoolTypes },
  { text: (parameter) => `sector = any (${parameter}::text[])`, value: filter.sectors },
  { text: (parameter) => `degree = any (${parameter}::text[])`, value: filter.degrees },
  { text: isInZone('circonscription'), value: filter.circonscriptions },
  { text: isInZone('bassin'), value: filter.bassins },
];

/** The directory as its projection has written it. */
export const makeSchoolDirectory = (pool: Pool): SchoolDirectory => ({
  school: async (uai) => {
    const [school] = await query(pool, readSchool, [uai]);
    return school;
  },

  nearest: async (uai) => {
    const rows = await query(pool, readKnown, [neighboursOf(uai)]);
    return rows.map((row) => row.uai);
  },

  page: async (filter, page) => {
    const where = whereOf(conditionsOf(filter), 2);
    const text = `select ${columns} from read_model.school
      where uai > $1 and ${where.text} order by uai limit $2`;
    const values = [keyAfter(page), rowsToRead(page), ...where.values];
    const rows = await query(pool, prepared<School>('schools-page', text), values);
    return pageOf(rows, page, ({ uai }) => uai);
  },

  count: async (filter) => {
    const where = whereOf(conditionsOf(filter), 0);
    const text = `select count(*)::integer as count from read_model.school where ${where.text}`;
    const counted = prepared<{ readonly count: number }>('schools-count', text);
    const [row] = await query(pool, counted, where.values);
    return row?.count ?? 0;
  },

  all: (filter) => {
    const where = whereOf(conditionsOf(filter), 0);
    const text = `select ${columns} from read_model.school where ${where.text} order by uai`;
    return query(pool, prepared<School>('schools-all', text), where.values);
  },
});

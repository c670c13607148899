import { position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import {
  countsOf,
  type FoundSums,
  isGiven,
  parametersOf,
  type Round,
  type StoredSums,
  sumRowOf,
  type SumsQuery,
} from './sums.js';

type FoundRow = { readonly position: bigint; readonly definition: string } & (
  (Round & StoredSums) | { readonly kind: null }
);

// PostgreSQL does not see the parameters when it plans: else a plan for few territories looks cheaper to it than one
// for all, and it plans each question anew, for longer than it takes to answer.
export const cellSumsText = `with given as materialized (
   select $1::text as campaign, $2::text[] as surveys, $3::text[] as school_years, $4::text[] as kinds,
     $5::text[] as codes, $6::boolean as by_type, $7::boolean as by_sector
 )
 select checkpoint.position, checkpoint.definition, round.survey, round.version,
   round.school_year as "schoolYear", round.status, cell.kind, cell.code,
   cell.school_type as "schoolType", cell.sector, false as picked, ${countsOf((name) => `cell.${name}`)} as counts,
   cell.used::text, cell.numerators::text, cell.denominators::text
 from read_model.checkpoint
 left join (
   given
   join read_model.round on ${isGiven}
   cross join unnest(given.kinds, given.codes) as territory (kind, code)
   join read_model.cell on cell.campaign = round.campaign and cell.kind = territory.kind
     and cell.code = territory.code and (cell.school_type <> 'ALL') = given.by_type
     and (cell.sector <> 'ALL') = given.by_sector
 ) on round.known_from <= checkpoint.position
   and (round.known_to is null or round.known_to > checkpoint.position)
 where checkpoint.projection = 'figures'`;

const readCells = statement<FoundRow>('sums-of-cells', cellSumsText);

/** Sums that are kept ready: of the current answers, by the map that each campaign has frozen. */
export const readCellSums = async (
  pool: Pool,
  wanted: SumsQuery,
): Promise<FoundSums | undefined> => {
  const found = await query(pool, readCells, parametersOf(wanted));
  const [first] = found;
  if (first === undefined) return undefined;
  const rows = found.flatMap((row) => (row.kind === null ? [] : sumRowOf(row, row)));
  return { position: position(first.position), definition: first.definition, rows };
};

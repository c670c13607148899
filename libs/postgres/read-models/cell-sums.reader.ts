import { position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import {
  countsOf,
  type FoundSums,
  isAsked,
  parametersOf,
  type Round,
  type StoredSums,
  sumRowOf,
  type SumsQuery,
} from './sums.js';

type FoundRow = { readonly position: bigint; readonly definition: string } & (
  (Round & StoredSums) | { readonly kind: null }
);

const readCells = statement<FoundRow>(
  'sums-of-cells',
  `select checkpoint.position, checkpoint.definition, round.survey, round.version,
     round.school_year as "schoolYear", round.status, cell.kind, cell.code,
     cell.school_type as "schoolType", cell.sector, false as picked, ${countsOf((name) => `cell.${name}`)} as counts,
     cell.used::text, cell.numerators::text, cell.denominators::text
   from read_model.checkpoint
   left join (
     read_model.round
     cross join unnest($4::text[], $5::text[]) as territory (kind, code)
     join read_model.cell on cell.campaign = round.campaign and cell.kind = territory.kind
       and cell.code = territory.code
   ) on round.known_from <= checkpoint.position
     and (round.known_to is null or round.known_to > checkpoint.position) and ${isAsked}
     and (cell.school_type <> 'ALL') = $6 and (cell.sector <> 'ALL') = $7
   where checkpoint.projection = 'figures'`,
);

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

import type { PublicationManifest } from '#contracts';
import { parseSchoolYear, position, type Problem } from '#kernel';

import { breakdowns, type Geography, territoryKinds, type TerritoryRef } from '../figures.port.js';
import type { TablePlan, TableSources } from './publishing.js';
import { buildTables } from './tables/build-tables.js';
import { recomputedProblems } from './verify.js';

const geographyOf = (text: string): Geography => {
  const year = parseSchoolYear(text);
  if (year.ok) return { at: year.value };
  return text === 'CURRENT' ? 'CURRENT' : 'THEN';
};

const territoryOf = ({ kind, code }: PublicationManifest['territories'][number]): TerritoryRef[] =>
  territoryKinds.flatMap((known) => (known === kind ? [{ kind: known, code }] : []));

const planOf = (manifest: PublicationManifest): TablePlan => ({
  title: manifest.title,
  state: manifest.state,
  geography: geographyOf(manifest.geography),
  breakdown: breakdowns.filter((one) => manifest.breakdown.includes(one)).sort(),
  campaigns: manifest.campaigns.map(({ id }) => id),
  territories: manifest.territories.flatMap(territoryOf),
  position: position(BigInt(manifest.position)),
});

/** Computes the tables of a publication again, from the log at its position, and says which have other bytes. */
export const recompute = async (
  sources: TableSources,
  manifest: PublicationManifest,
): Promise<readonly Problem[]> => {
  const { tables } = await buildTables(sources, planOf(manifest));
  return recomputedProblems(manifest, tables);
};

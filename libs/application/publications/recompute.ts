import type { Catalogue } from '#catalogue';
import type { PublicationManifest } from '#contracts';
import { indicatorKey } from '#domain/indicator';
import { parseSchoolYear, position, type Problem } from '#kernel';

import { breakdowns, type Geography, territoryKinds, type TerritoryRef } from '../figures.port.js';
import { definitionDiffers } from '../problems/verification.problems.js';
import type { TablePlan, TableSources } from './publishing.js';
import { buildTables } from './tables/build-tables.js';
import { redrawnAcademies } from './redrawn-academies.js';
import { definitionFingerprint } from './tables/dictionaries.js';
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
  definitions: manifest.catalogue.indicators.map(indicatorKey),
  position: position(BigInt(manifest.position)),
});

/** Definitions that the catalogue at hand does not have, or has otherwise under the same version. */
const changedDefinitions = (
  { definitions }: Catalogue,
  { catalogue }: PublicationManifest,
): readonly Problem[] =>
  catalogue.indicators.flatMap((one) => {
    const known = definitions.get(indicatorKey(one));
    const found = known === undefined ? '' : definitionFingerprint(known);
    return found === one.fingerprint
      ? []
      : [definitionDiffers(indicatorKey(one), found, one.fingerprint)];
  });

/**
 * Computes the tables of a publication again, from the log at its position and with the definitions that it names,
 * and says which have other bytes, and which académies are drawn otherwise by the catalogue at hand. When it has no
 * longer these definitions, it says which.
 */
export const recompute = async (
  sources: TableSources,
  manifest: PublicationManifest,
): Promise<readonly Problem[]> => {
  const changed = changedDefinitions(sources.catalogue, manifest);
  if (changed.length > 0) return changed;
  const { tables } = await buildTables(sources, planOf(manifest));
  const differing = recomputedProblems(manifest, tables);
  const redrawn = redrawnAcademies(sources.catalogue.territories, manifest);
  return differing.length === 0 ? [] : [...redrawn, ...differing];
};

import type { TerritoryRef } from '#application';

import { atlasOf, keyOf, nearestTo } from '../../api/access/atlas.js';
import type { Observatory } from '../composition/observatory.js';
import { UsageError } from './usage-error.js';

type Sources = Pick<Observatory, 'catalogue' | 'directory' | 'histories'>;

const isKnown = async (
  { catalogue, directory, histories }: Sources,
  ref: TerritoryRef,
): Promise<boolean> => {
  const { kind, code } = ref;
  if (kind === 'school') return (await directory.school(code)) !== undefined;
  if (kind === 'circonscription' || kind === 'bassin')
    return (await histories.zone(kind, code)) !== undefined;
  return atlasOf(catalogue.territories).has(keyOf(ref));
};

/** Throws a `UsageError` that names those that do not exist. */
export const requireTerritories = async (
  sources: Sources,
  refs: readonly TerritoryRef[] = [],
): Promise<void> => {
  const known = await Promise.all(refs.map((ref) => isKnown(sources, ref)));
  const unknown = refs.filter((_, index) => known[index] !== true);
  if (unknown.length === 0) return;
  const { catalogue, directory } = sources;
  const nearest = await nearestTo({ atlas: atlasOf(catalogue.territories), directory }, unknown);
  const meant = nearest.join(', ');
  const names = unknown.map(keyOf).join(', ');
  throw new UsageError({
    fr: `Territoire inconnu : ${names}.${meant === '' ? '' : ` Vouliez-vous dire ${meant} ?`}`,
    en: `Unknown territory: ${names}.${meant === '' ? '' : ` Did you mean ${meant}?`}`,
  });
};

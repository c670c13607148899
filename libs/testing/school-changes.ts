import type { Respondent } from '#domain/campaign';
import type { TerritoryEvent } from '#domain/territory';

import type { OnStream } from './small-survey.js';

type Change = { readonly uai: string; readonly effectiveFrom: string };

/** A fact of a school as stored at its first version; codecs make the rest. */
const fact = (type: TerritoryEvent['type'], { uai, ...data }: Change): OnStream => ({
  stream: `school-${uai}`,
  event: { type, data: { uai, source: 'made for tests', ...data } } as unknown as TerritoryEvent,
});

export const move = (change: Change & Pick<Respondent, 'department' | 'academy'>): OnStream => {
  const commune = { communeCode: `${change.department}02`, commune: 'OTHER' };
  return fact('SchoolRelocated', { ...change, ...commune });
};

export const reclassification = (
  change: Change & Pick<Respondent, 'schoolType' | 'sector' | 'degree'>,
): OnStream => fact('SchoolReclassified', change);

export const absorption = (change: Change & { readonly into: string }): OnStream =>
  fact('SchoolAbsorbed', change);

export const closure = (change: Change): OnStream =>
  fact('SchoolClosed', { ...change, reason: 'closed' } as Change);

export const zoning = (
  change: Change & { readonly kind: 'circonscription' | 'bassin'; readonly code: string },
): OnStream => fact('SchoolZoned', { ...change, name: change.code } as Change);

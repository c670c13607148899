import type { Respondent } from '#domain/campaign';
import type { TerritoryEvent } from '#domain/territory';

import type { OnStream } from './small-survey.js';

type Change = { readonly uai: string; readonly effectiveFrom: string };

type Data = Readonly<Record<string, unknown>> & Pick<Change, 'uai'>;

/** An event of a school as stored at its first version; codecs make the rest. */
const stored = (type: TerritoryEvent['type'], data: Data): OnStream => ({
  stream: `school-${data.uai}`,
  event: { type, data } as unknown as TerritoryEvent,
});

const fact = (type: TerritoryEvent['type'], { uai, ...data }: Change): OnStream =>
  stored(type, { uai, source: 'made for tests', ...data });

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

/** Takes back what earlier events of the school said, by their place in its stream: 1 is the first. */
export const retraction = (about: {
  readonly uai: string;
  readonly revisions: readonly number[];
}): OnStream => stored('SchoolFactsRetracted', { ...about, importId: 'test', reason: 'not so' });

import { fingerprintsOf } from '#catalogue';
import type { AdoptDefinitions, AdoptionEvent, DefinitionChange } from '#domain/indicator';
import { BrokenAssumption } from '#kernel';

import { definitions } from '../aggregate.js';
import { execute } from '../executor.js';
import { nameUuid } from '../identity.js';
import type { RequestContext, Services } from '../services.js';
import { definitionsStream } from '../streams.js';

type Needs = Pick<Services, 'store' | 'catalogue'>;

const commandOf = ({ catalogue }: Needs): AdoptDefinitions => {
  const { indicators, questionnaires } = fingerprintsOf(catalogue);
  return {
    type: 'AdoptDefinitions',
    catalogue: catalogue.fingerprint,
    indicators: indicators.map(({ latest: { id, version, reason }, fingerprint }) => ({
      indicator: id,
      version,
      fingerprint,
      reason: reason ?? null,
    })),
    questionnaires: Array.from(questionnaires, ([questionnaire, fingerprint]) => ({
      questionnaire,
      fingerprint,
    })),
  };
};

/**
 * Records that figures are computed with this catalogue from now on, when it is not the one that was adopted
 * last; answers with what changed. However many processes start at once, one event says so.
 */
export const adoptDefinitions = async (
  needs: Needs,
  context: RequestContext,
): Promise<readonly DefinitionChange[]> => {
  const command = commandOf(needs);
  const eventId = (revision: number): string =>
    nameUuid(`${definitionsStream}|${String(revision)}|${JSON.stringify(command)}`);
  const order = { stream: definitionsStream, command, context, eventId };
  const executed = await execute({ store: needs.store, aggregate: definitions }, order);
  if (!executed.ok)
    throw new BrokenAssumption(`the catalogue was not adopted: ${JSON.stringify(executed.error)}`);
  return executed.value.written.flatMap(({ data }) => (data as AdoptionEvent['data']).changes);
};

import { adoptDefinitions, type RequestContext } from '#application';
import type { DefinitionChange } from '#domain/indicator';

import type { Observatory } from './observatory.js';

/**
 * Lets read models follow the log, once the log itself says with which catalogue: rows are never made anew with
 * definitions that nobody has adopted. Answers with what the catalogue changes.
 */
export const startProjector = async (
  { services, projector }: Pick<Observatory, 'services' | 'projector'>,
  context: RequestContext,
): Promise<readonly DefinitionChange[]> => {
  const changes = await adoptDefinitions(services, context);
  projector.start();
  return changes;
};

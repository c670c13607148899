import type { SchoolDirectory } from '#application';
import { parseUai } from '#kernel';

import { requireSchool } from '../access/reach.js';
import type { GraphqlContext } from '../graphql/context.js';
import type { ResponseInput } from './response.input.js';

/** As the directory writes it when it can be read; as it was sent otherwise, for the rules to say what is wrong. */
const canonical = (text: string): string => {
  const uai = parseUai(text);
  return uai.ok ? uai.value : text;
};

export const about = ({ campaign, uai, expectedRevision }: ResponseInput) => ({
  campaign,
  uai: canonical(uai),
  expectedRevision: expectedRevision ?? null,
});

/** A school acts for itself, which its token says; an observatory for its schools, which the directory says. */
export const requireWithinReach = async (
  directory: Pick<SchoolDirectory, 'school'>,
  uai: string,
  { caller, reach }: Pick<GraphqlContext, 'caller' | 'reach'>,
): Promise<void> => {
  if (caller.role === 'operator') return;
  if (caller.role === 'observatory') {
    requireSchool((await reach()).schools, uai, await directory.school(uai));
    return;
  }
  const own = caller.role === 'school' ? caller.uai : null;
  requireSchool(own === null ? { kind: 'none' } : { kind: 'school', uai: own }, uai, undefined);
};

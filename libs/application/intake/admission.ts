import type { InboundMessage } from '#contracts';
import type { Problem } from '#kernel';

import type { SchoolDirectory } from '../directory.port.js';
import {
  messageKeyWrong,
  schoolOutOfReach,
  sourceNotAllowed,
} from '../problems/intake.problems.js';
import { canonicalUai } from './asked.js';

/** What a tool answers for: the schools of some académies, or all of them. */
export type SourceScope = '*' | readonly string[];

/** The tools that may send messages, by the id under which they are registered. */
export type IntakeSources = ReadonlyMap<string, SourceScope>;

type Admitting = {
  readonly sources: IntakeSources;
  readonly directory: Pick<SchoolDirectory, 'school'>;
};

/** The reach of a tool is that of an observatory's account: a school that nobody knows is left to the rules. */
const reachProblems = async (
  directory: Admitting['directory'],
  uai: string,
  academies: readonly string[],
): Promise<readonly Problem[]> => {
  const school = await directory.school(uai);
  const isWithin = school === undefined || academies.includes(school.academy);
  return isWithin ? [] : [schoolOutOfReach(uai, academies)];
};

/** Why the sender may not ask this; empty when it may. */
export const admissionProblems = async (
  { sources, directory }: Admitting,
  message: InboundMessage,
  key: string | null,
): Promise<readonly Problem[]> => {
  const scope = sources.get(message.source);
  if (scope === undefined) return [sourceNotAllowed(message.source)];
  const uai = canonicalUai(message.uai);
  if (key === null || canonicalUai(key) !== uai) return [messageKeyWrong(message.uai)];
  return scope === '*' ? [] : reachProblems(directory, uai, scope);
};

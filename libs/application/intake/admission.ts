import type { Academy, Catalogue } from '#catalogue';
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
  readonly catalogue: Pick<Catalogue, 'territories'>;
  readonly directory: Pick<SchoolDirectory, 'school'>;
};

/** An académie and those that were merged into it: directories of their time name them. */
const mergedInto = (academies: readonly Academy[], code: string): readonly string[] => {
  const predecessors = academies.find((one) => one.code === code)?.predecessors ?? [];
  return [code, ...predecessors.flatMap((before) => mergedInto(academies, before))];
};

/** The reach of a tool is that of an observatory's account: a school that nobody knows is left to the rules. */
const reachProblems = async (
  { catalogue, directory }: Admitting,
  uai: string,
  scope: readonly string[],
): Promise<readonly Problem[]> => {
  const { academies } = catalogue.territories;
  const school = await directory.school(uai);
  const isWithin =
    school === undefined ||
    scope.some((code) => mergedInto(academies, code).includes(school.academy));
  return isWithin ? [] : [schoolOutOfReach(uai, scope)];
};

/** Why the sender may not ask this; empty when it may. */
export const admissionProblems = async (
  admitting: Admitting,
  message: InboundMessage,
  key: string | null,
): Promise<readonly Problem[]> => {
  const scope = admitting.sources.get(message.source);
  if (scope === undefined) return [sourceNotAllowed(message.source)];
  const uai = canonicalUai(message.uai);
  if (key === null || canonicalUai(key) !== uai) return [messageKeyWrong(message.uai)];
  return scope === '*' ? [] : reachProblems(admitting, uai, scope);
};

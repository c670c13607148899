import type { Catalogue } from '#catalogue';
import {
  type CompiledQuestionnaire,
  compileQuestionnaire,
  type Questionnaire,
} from '#domain/survey';
import { BrokenAssumption } from '#kernel';

const compiled = new WeakMap<Questionnaire, CompiledQuestionnaire>();

/** The questionnaire of a campaign, ready to use; compiled once. Throws when the catalogue has lost it. */
export const compiledQuestionnaire = (catalogue: Catalogue, key: string): CompiledQuestionnaire => {
  const questionnaire = catalogue.questionnaires.get(key);
  if (questionnaire === undefined) {
    throw new BrokenAssumption(
      `a campaign was opened with the questionnaire ${key}, which the catalogue no longer holds: put it back`,
    );
  }
  const known = compiled.get(questionnaire);
  if (known !== undefined) return known;
  const fresh = compileQuestionnaire(questionnaire);
  compiled.set(questionnaire, fresh);
  return fresh;
};

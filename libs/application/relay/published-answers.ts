import type { Catalogue } from '#catalogue';
import type { IntegrationData } from '#contracts/integration';
import type { ResponseEvent } from '#domain/response';
import { type Questionnaire, questionsOf } from '#domain/survey';
import { type AnswerValue, BrokenAssumption } from '#kernel';

/** Of a questionnaire version, by code of question: whether it is answered by a free text. */
export type TextQuestions = (questionnaire: string) => ReadonlyMap<string, boolean>;

type DataOf<Type extends ResponseEvent['type']> = Extract<ResponseEvent, { type: Type }>['data'];
type Declared = DataOf<'ResponseSubmitted'> | DataOf<'AnswersCorrected'>;

const textsOf = (questionnaire: Questionnaire): ReadonlyMap<string, boolean> =>
  new Map(questionsOf(questionnaire).map(({ code, type }) => [code, type === 'text']));

/** Throws for a questionnaire that the catalogue has lost: nobody could say which answers are texts. */
export const textQuestionsOf = (catalogue: Catalogue): TextQuestions => {
  const known = new Map<string, ReadonlyMap<string, boolean>>();
  return (key) => {
    const texts = known.get(key);
    if (texts !== undefined) return texts;
    const questionnaire = catalogue.questionnaires.get(key);
    if (questionnaire === undefined)
      throw new BrokenAssumption(
        `an answer was given to the questionnaire ${key}, which the catalogue no longer holds: put it back`,
      );
    const found = textsOf(questionnaire);
    known.set(key, found);
    return found;
  };
};

const copied = (value: AnswerValue) => (typeof value === 'object' ? [...value] : value);

const copiedOrNull = (value: AnswerValue | null) => (value === null ? null : copied(value));

/** Only answers to questions of the questionnaire that are no texts are published. */
export const publishedDeclaration = (
  { questionnaire, answers, notConcerned, channel, contentHash }: Declared,
  textQuestions: TextQuestions,
) => {
  const isText = textQuestions(questionnaire);
  const given = Object.entries(answers);
  return {
    questionnaire,
    answers: Object.fromEntries(
      given
        .filter(([code]) => isText.get(code) === false)
        .map(([code, value]) => [code, copied(value)]),
    ),
    textsAnswered: given.flatMap(([code]) => (isText.get(code) === true ? [code] : [])).sort(),
    notConcerned: notConcerned.filter((code) => isText.has(code)),
    channel,
    contentHash,
  };
};

export const publishedChanges = (
  { questionnaire, changes }: DataOf<'AnswersCorrected'>,
  textQuestions: TextQuestions,
): IntegrationData<'AnswersCorrected'>['changes'] => {
  const isText = textQuestions(questionnaire);
  return Object.fromEntries(
    Object.entries(changes)
      .filter(([code]) => isText.get(code) === false)
      .map(([code, { from, to }]) => [code, { from: copiedOrNull(from), to: copiedOrNull(to) }]),
  );
};

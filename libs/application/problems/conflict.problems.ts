import type { AnswerConflict, Problem, Said } from '#kernel';

import { quote, refused, text } from './problem.js';

const shown = ({ value, notConcerned }: Said): string => {
  if (value !== null) return quote(typeof value === 'string' ? value : JSON.stringify(value));
  return notConcerned ? 'NC' : '';
};

const described = (said: Said) => {
  const value = shown(said);
  return value === '' ? text('sans réponse', 'no answer') : text(value, value);
};

/** Two people write on the same response. */
export type Conflict = {
  readonly on: 'DRAFT_CONFLICT' | 'RESPONSE_CHANGED';
  readonly seen: number;
  readonly actual: number;
  /** What the other has changed, by question; empty when the author sends no answers. */
  readonly answers: readonly (AnswerConflict & { readonly question: string })[];
};

type Told = Conflict['answers'][number];

const changedBy = (on: Conflict['on'], { question, ...conflict }: Told): Problem => {
  const theirs = described(conflict.theirs);
  const base = described(conflict.base);
  return {
    ...refused(on, {
      field: question,
      found: shown(conflict.mine),
      message: text(
        `Une autre personne a enregistré : ${theirs.fr} (avant : ${base.fr}).`,
        `Somebody else has saved: ${theirs.en} (before: ${base.en}).`,
      ),
      allowed: theirs,
      remedy: conflict.resolvable
        ? text(
            'Vous n’y avez pas touché, ou vous dites de même : reprenez cette valeur.',
            'You have not touched it, or you say the same: take that value.',
          )
        : text(
            'Choisissez laquelle des deux valeurs est juste.',
            'Choose which of both values is right.',
          ),
    }),
    conflict,
  };
};

const whatChanged = {
  DRAFT_CONFLICT: (actual: number) =>
    text(
      `Ce brouillon a été enregistré par quelqu’un d’autre : il en est à la révision ${actual}.`,
      `Somebody else has saved this draft: it stands at revision ${actual}.`,
    ),
  RESPONSE_CHANGED: (actual: number) =>
    text(
      `La réponse a changé depuis que vous l’avez lue : elle en est à la révision ${actual}.`,
      `The response has changed since you read it: it stands at revision ${actual}.`,
    ),
};

const remedyOf = ({ actual, answers }: Conflict) => {
  if (answers.length === 0)
    return text('Relisez-la, puis recommencez.', 'Read it again, then start over.');
  return answers.every(({ resolvable }) => resolvable)
    ? text(
        `Vos réponses et les siennes ne se croisent pas : reprenez les siennes et enregistrez sur la révision ${actual}.`,
        `Your answers and theirs do not overlap: take theirs in and save on revision ${actual}.`,
      )
    : text(
        `Choisissez pour chaque question en cause, puis enregistrez sur la révision ${actual}.`,
        `Choose for each question below, then save on revision ${actual}.`,
      );
};

/** What revision stands; then each question that somebody else has changed since, with what it takes to merge. */
export const conflictProblems = (conflict: Conflict): readonly Problem[] => {
  const { on, seen, actual, answers } = conflict;
  return [
    refused(on, {
      field: 'expectedRevision',
      found: String(seen),
      message: whatChanged[on](actual),
      allowed: text(String(actual), String(actual)),
      remedy: remedyOf(conflict),
    }),
    ...answers.map((one) => changedBy(on, one)),
  ];
};

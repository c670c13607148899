import { differingQuestions } from '#domain/response';
import type { Declaration, Problem } from '#kernel';

import { quote, refused, text } from './problem.js';

const nothing: Declaration = { answers: {}, notConcerned: [] };

const shown = ({ answers, notConcerned }: Declaration, code: string): string => {
  const answer = answers[code];
  if (answer !== undefined)
    return quote(typeof answer === 'string' ? answer : JSON.stringify(answer));
  return notConcerned.includes(code) ? 'NC' : '';
};

const described = (value: string) =>
  value === '' ? text('sans réponse', 'no answer') : text(value, value);

type Conflict = {
  readonly seen: number;
  readonly actual: number;
  /** What the author sends, and what stands now; null where there is none. */
  readonly mine: Declaration | null;
  readonly current: Declaration | null;
};

const differences = ({ mine, current }: Conflict): readonly Problem[] => {
  if (mine === null) return [];
  const standing = current ?? nothing;
  return differingQuestions(mine, standing).map((code) => {
    const value = described(shown(standing, code));
    return refused('DRAFT_CONFLICT', {
      field: code,
      found: shown(mine, code),
      message: text(
        `Une autre personne a enregistré : ${value.fr}.`,
        `Somebody else has saved: ${value.en}.`,
      ),
      allowed: value,
      remedy: text(
        'Choisissez laquelle des deux valeurs est juste.',
        'Choose which of both values is right.',
      ),
    });
  });
};

/** Two people save the same draft: what revision stands, then each question that differs and its value now. */
export const draftConflict = (conflict: Conflict): readonly Problem[] => {
  const { seen, actual } = conflict;
  return [
    refused('DRAFT_CONFLICT', {
      field: 'expectedRevision',
      found: String(seen),
      message: text(
        `Ce brouillon a été enregistré par quelqu’un d’autre : il en est à la révision ${actual}.`,
        `Somebody else has saved this draft: it stands at revision ${actual}.`,
      ),
      allowed: text(String(actual), String(actual)),
      remedy: text(
        `Relisez le brouillon, réunissez vos réponses et enregistrez sur la révision ${actual}.`,
        `Read the draft again, merge your answers and save on revision ${actual}.`,
      ),
    }),
    ...differences(conflict),
  ];
};

export const responseChanged = (seen: number, actual: number): Problem =>
  refused('RESPONSE_CHANGED', {
    field: 'expectedRevision',
    found: String(seen),
    message: text(
      `La réponse a changé depuis que vous l’avez lue : elle en est à la révision ${actual}.`,
      `The response has changed since you read it: it stands at revision ${actual}.`,
    ),
    allowed: text(String(actual), String(actual)),
    remedy: text('Relisez-la, puis recommencez.', 'Read it again, then start over.'),
  });

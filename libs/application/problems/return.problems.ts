import type { ResponseRefusal } from '#domain/response';
import type { Bilingual, Problem } from '#kernel';

import { dayPast } from './access.problems.js';
import { quote, reasonRequired, refused, text } from './problem.js';

type ReturnKind =
  | 'ReturnNeedsMessage'
  | 'ReturnEndsInThePast'
  | 'QuestionNotReturned'
  | 'ReturnExpired'
  | 'ConfirmationNeedsReason'
  | 'CancellationNeedsReason';
export type ReturnRefusal = Extract<ResponseRefusal, { kind: ReturnKind }>;

const messageRequired = (): Problem =>
  refused('MESSAGE_REQUIRED', {
    field: 'message',
    message: text(
      'L’école doit savoir pourquoi la question lui revient.',
      'The school must know why the question comes back to it.',
    ),
    allowed: text('un message en quelques mots', 'a message in a few words'),
    remedy: text('Écrivez ce qui surprend.', 'Write what is surprising.'),
  });

const notReturned = (question: string, returned: readonly string[]): Problem =>
  refused('QUESTION_NOT_RETURNED', {
    field: question,
    found: quote(question),
    message: text(
      `La question « ${quote(question)} » n’a pas été retournée : sa réponse ne peut plus changer.`,
      `The question "${quote(question)}" was not returned: its answer can no longer change.`,
    ),
    allowed:
      returned.length === 0
        ? text('une question retournée', 'a question that was returned')
        : text(returned.join(', '), returned.join(', ')),
    remedy: text(
      'Laissez cette réponse telle quelle, ou demandez à l’observatoire de votre académie de la retourner.',
      'Leave that answer as it is, or ask the observatory of your académie to return it.',
    ),
  });

/** `remedy`: the questions that may have been meant. */
export const questionUnknown = (
  question: string,
  known: readonly string[],
  remedy: Bilingual,
): Problem =>
  refused('QUESTION_UNKNOWN', {
    field: 'questions',
    found: quote(question),
    message: text(
      `Le questionnaire de la campagne n’a pas de question « ${quote(question)} ».`,
      `The questionnaire of the campaign has no question "${quote(question)}".`,
    ),
    allowed: text(known.join(', '), known.join(', ')),
    remedy,
  });

const expired = (question: string, until: string): Problem =>
  refused('RETURN_EXPIRED', {
    field: question,
    found: until,
    message: text(
      `Le retour de la question « ${question} » a pris fin le ${until}.`,
      `The return of the question "${question}" ended on ${until}.`,
    ),
    allowed: text(`une réponse jusqu’au ${until}`, `an answer until ${until}`),
    remedy: text(
      'Demandez à l’observatoire de votre académie de la retourner avec une autre date.',
      'Ask the observatory of your académie to return it with another day.',
    ),
  });

/** A refusal of the rules of returns: one problem for each question that it names. */
export const returnProblems = (refusal: ReturnRefusal): readonly Problem[] => {
  switch (refusal.kind) {
    case 'ReturnNeedsMessage':
      return [messageRequired()];
    case 'ReturnEndsInThePast':
      return [dayPast(refusal.until, refusal.today)];
    case 'QuestionNotReturned':
      return refusal.questions.map((question) => notReturned(question, refusal.returned));
    case 'ReturnExpired':
      return [expired(refusal.question, refusal.until)];
    case 'ConfirmationNeedsReason':
      return [
        reasonRequired(
          text(
            'Confirmer une réponse demande une justification.',
            'Confirming an answer takes a justification.',
          ),
          'justification',
        ),
      ];
    case 'CancellationNeedsReason':
      return [
        reasonRequired(
          text('Annuler un retour demande un motif.', 'Cancelling a return takes a reason.'),
        ),
      ];
  }
};

const kinds: ReadonlySet<string> = new Set<ReturnKind>([
  'ReturnNeedsMessage',
  'ReturnEndsInThePast',
  'QuestionNotReturned',
  'ReturnExpired',
  'ConfirmationNeedsReason',
  'CancellationNeedsReason',
]);

export const isReturnRefusal = (refusal: ResponseRefusal): refusal is ReturnRefusal =>
  kinds.has(refusal.kind);

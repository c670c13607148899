import type { Bilingual } from '#kernel';

/** Every code that the assessment of answers gives, and what it means. */
export const answerCodes = {
  DECLARATION_MALFORMED: {
    fr: 'L’envoi n’a pas la forme d’une déclaration.',
    en: 'The input does not have the shape of a declaration.',
  },
  QUESTION_NOT_ASKED: {
    fr: 'Cette version du questionnaire ne pose pas cette question.',
    en: 'This version of the questionnaire does not ask this question.',
  },
  ANSWER_MISSING: {
    fr: 'Une question obligatoire est sans réponse.',
    en: 'A required question has no answer.',
  },
  ANSWER_TO_HIDDEN_QUESTION: {
    fr: 'Une réponse est donnée à une question que les autres réponses masquent.',
    en: 'An answer is given to a question that the other answers hide.',
  },
  NOT_CONCERNED_NOT_ALLOWED: {
    fr: '« Non concerné » n’est pas admis pour cette question.',
    en: '"Not concerned" is not allowed for this question.',
  },
  ANSWERED_AND_NOT_CONCERNED: {
    fr: 'Une question porte à la fois une réponse et « non concerné ».',
    en: 'A question has both an answer and "not concerned".',
  },
  VALUE_NOT_A_NUMBER: { fr: 'La valeur n’est pas un nombre.', en: 'The value is not a number.' },
  VALUE_NOT_INTEGER: {
    fr: 'La valeur n’est pas un nombre entier.',
    en: 'The value is not a whole number.',
  },
  VALUE_BELOW_MINIMUM: {
    fr: 'La valeur est inférieure au minimum.',
    en: 'The value is below the minimum.',
  },
  VALUE_ABOVE_MAXIMUM: {
    fr: 'La valeur dépasse le maximum.',
    en: 'The value exceeds the maximum.',
  },
  VALUE_TOO_PRECISE: {
    fr: 'La valeur a trop de décimales.',
    en: 'The value has too many decimals.',
  },
  NUMBER_WRITTEN_WITH_SEPARATORS: {
    fr: 'Le nombre est écrit avec des séparateurs de milliers, ou un exposant.',
    en: 'The number is written with thousands separators, or an exponent.',
  },
  VALUE_NOT_BOOLEAN: {
    fr: 'La valeur n’est ni oui ni non.',
    en: 'The value is neither yes nor no.',
  },
  VALUE_NOT_A_LIST: {
    fr: 'La valeur n’est pas une liste de codes.',
    en: 'The value is not a list of codes.',
  },
  OPTION_UNKNOWN: {
    fr: 'La valeur n’est pas une réponse proposée.',
    en: 'The value is not among the proposed answers.',
  },
  TEXT_REFUSED: {
    fr: 'Le texte est trop long ou contient des caractères de contrôle.',
    en: 'The text is too long or holds control characters.',
  },
  RULE_BROKEN: {
    fr: 'Des réponses se contredisent : une règle du questionnaire est enfreinte.',
    en: 'Answers contradict each other: a rule of the questionnaire is broken.',
  },
  JUSTIFICATION_NEEDED: {
    fr: 'Des réponses surprennent : elles demandent une justification.',
    en: 'Answers are surprising: they ask for a justification.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

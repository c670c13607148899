import type { Bilingual, Problem } from '#kernel';
import { both, didYouMean, nearest } from '#domain/expression';

import type { Question, Rule } from './questionnaire.js';

const longestFound = 80;

/** What was found, as a text short enough to be shown. */
export const shown = (value: unknown): string => {
  // JSON has no word for 1e400
  const isWord = typeof value === 'string' || typeof value === 'number';
  const text = isWord ? String(value) : JSON.stringify(value ?? null);
  return text.length > longestFound ? `${text.slice(0, longestFound)}…` : text;
};

const grouped = (number: string, separator: string): string => {
  const [whole = '', fraction] = number.split('.');
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, separator);
  return fraction === undefined ? groups : `${groups}${separator === ',' ? '.' : ','}${fraction}`;
};

/** A number as each language writes it: 10 000 and 10,000. */
const written = (number: string): Bilingual => ({
  fr: grouped(number, '\u202f'),
  en: grouped(number, ','),
});

const range = ({ min = '', max = '' }: Question): Bilingual => ({
  fr: `entre ${written(min).fr} et ${written(max).fr}`,
  en: `between ${written(min).en} and ${written(max).en}`,
});

/** Everything that a question accepts, in words. */
export const allowedBy = (question: Question): Bilingual => {
  const { type, options, maxLength = 0, decimals = 0 } = question;
  const codes = options.map(({ code }) => code).join(', ');
  switch (type) {
    case 'integer':
      return {
        fr: `un nombre entier ${range(question).fr}`,
        en: `a whole number ${range(question).en}`,
      };
    case 'decimal':
      return {
        fr: `un nombre ${range(question).fr}, ${String(decimals)} décimale(s) au plus`,
        en: `a number ${range(question).en}, at most ${String(decimals)} decimal(s)`,
      };
    case 'boolean':
      return { fr: 'oui ou non', en: 'yes (oui) or no (non)' };
    case 'choice':
      return { fr: `un code parmi ${codes}`, en: `one code among ${codes}` };
    case 'choices':
      return { fr: `un ou plusieurs codes parmi ${codes}`, en: `one or more codes among ${codes}` };
    case 'text':
      return {
        fr: `un texte d’au plus ${String(maxLength)} caractères`,
        en: `a text of at most ${String(maxLength)} characters`,
      };
  }
};

type Told = {
  readonly code: string;
  readonly found: unknown;
  readonly remedy: Bilingual;
  readonly message: Bilingual;
};

const labelled = ({ label }: Question, message: Bilingual): Bilingual => ({
  fr: `« ${label.fr} » : ${message.fr}`,
  en: `"${label.en}": ${message.en}`,
});

/** An error on one question. */
const problemOn = (question: Question, { code, found, remedy, message }: Told): Problem => ({
  code,
  severity: 'error',
  field: question.code,
  found: shown(found),
  allowed: allowedBy(question),
  remedy,
  message: labelled(question, message),
});

const leaveEmpty: Bilingual = {
  fr: 'Écrivez le nombre en chiffres, ou laissez vide si vous ne le connaissez pas.',
  en: 'Write the number in digits, or leave it empty if you do not know it.',
};

const grouping = /^[+-]?\d{1,3}(?:[ \t\u00a0\u202f'’]\d{3})+(?:[.,]\d+)?$/;

/** Whether thousands are set apart by blanks or apostrophes: `1 234,5`. */
export const isGrouped = (text: string): boolean => grouping.test(text);

/** A number as it is written without separators: `1 234,5` → `1234.5`. */
export const plainNumber = (text: string): string =>
  text.replace(/[\s\u00a0\u202f'’]/g, '').replace(',', '.');

/** The number that a text of a JSON file means. */
const meantNumber = (found: unknown): string | undefined => {
  if (typeof found !== 'string') return undefined;
  const text = found.trim();
  const plain = isGrouped(text) ? plainNumber(text) : text.replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : undefined;
};

export const notANumber = (question: Question, found: unknown): Problem => {
  const meant = meantNumber(found);
  return problemOn(question, {
    code: 'VALUE_NOT_A_NUMBER',
    found,
    remedy:
      meant === undefined
        ? leaveEmpty
        : { fr: `Écrivez ${meant} sans guillemets.`, en: `Write ${meant} without quotes.` },
    message: {
      fr: `« ${shown(found)} » n’est pas un nombre.`,
      en: `"${shown(found)}" is not a number.`,
    },
  });
};

const neighbours = (found: number): Bilingual => {
  const [below, above] = [Math.floor(found), Math.ceil(found)].map((value) =>
    written(String(value)),
  );
  return {
    fr: `Donnez un nombre entier, par exemple ${below?.fr ?? ''} ou ${above?.fr ?? ''}.`,
    en: `Give a whole number, for example ${below?.en ?? ''} or ${above?.en ?? ''}.`,
  };
};

export const notAnInteger = (question: Question, found: unknown, value: number): Problem =>
  problemOn(question, {
    code: 'VALUE_NOT_INTEGER',
    found,
    remedy: neighbours(value),
    message: {
      fr: `« ${shown(found)} » n’est pas un nombre entier.`,
      en: `"${shown(found)}" is not a whole number.`,
    },
  });

export const belowMinimum = (question: Question, found: unknown): Problem => {
  const least = written(question.min ?? '');
  return problemOn(question, {
    code: 'VALUE_BELOW_MINIMUM',
    found,
    remedy: {
      fr: `Donnez au moins ${least.fr} ; si vous ne savez pas, laissez vide.`,
      en: `Give at least ${least.en}; leave it empty if you do not know.`,
    },
    message: {
      fr: `${shown(found)} est inférieur au minimum, ${least.fr}.`,
      en: `${shown(found)} is below the minimum, ${least.en}.`,
    },
  });
};

export const aboveMaximum = (question: Question, found: unknown): Problem => {
  const most = written(question.max ?? '');
  return problemOn(question, {
    code: 'VALUE_ABOVE_MAXIMUM',
    found,
    remedy: {
      fr: 'Vérifiez le nombre de chiffres saisis.',
      en: 'Check how many digits were typed.',
    },
    message: {
      fr: `${shown(found)} dépasse le maximum, ${most.fr}.`,
      en: `${shown(found)} exceeds the maximum, ${most.en}.`,
    },
  });
};

/** Of a number that has more digits than any bound. */
export const outOfBounds = (question: Question, text: string): Problem =>
  text.startsWith('-') ? belowMinimum(question, text) : aboveMaximum(question, text);

export const tooPrecise = (question: Question, found: unknown): Problem => {
  const places = String(question.decimals ?? 0);
  return problemOn(question, {
    code: 'VALUE_TOO_PRECISE',
    found,
    remedy: { fr: `Arrondissez à ${places} décimale(s).`, en: `Round to ${places} decimal(s).` },
    message: {
      fr: `${shown(found)} a trop de décimales.`,
      en: `${shown(found)} has too many decimals.`,
    },
  });
};

/** `meant`: the numbers that it may mean, the likeliest first. */
export const writtenWithSeparators = (
  question: Question,
  found: string,
  meant: readonly string[],
): Problem =>
  problemOn(question, {
    code: 'NUMBER_WRITTEN_WITH_SEPARATORS',
    found,
    remedy: { fr: `Écrivez ${meant.join(' ou ')}.`, en: `Write ${meant.join(' or ')}.` },
    message: {
      fr: `« ${shown(found)} » n’est pas écrit en chiffres seuls.`,
      en: `"${shown(found)}" is not written in digits alone.`,
    },
  });

export const notABoolean = (question: Question, found: unknown): Problem =>
  problemOn(question, {
    code: 'VALUE_NOT_BOOLEAN',
    found,
    remedy: {
      fr: 'Répondez oui ou non (dans un fichier JSON : true ou false).',
      en: 'Answer oui or non (in a JSON file: true or false).',
    },
    message: {
      fr: `« ${shown(found)} » n’est ni oui ni non.`,
      en: `"${shown(found)}" is neither yes nor no.`,
    },
  });

export const unknownOption = (question: Question, found: unknown): Problem => {
  const names = question.options.map(({ code }) => code);
  return problemOn(question, {
    code: 'OPTION_UNKNOWN',
    found,
    remedy: didYouMean(nearest(shown(found), names), {
      fr: `Choisissez parmi ${names.join(', ')}.`,
      en: `Choose among ${names.join(', ')}.`,
    }),
    message: {
      fr: `« ${shown(found)} » n’est pas une réponse proposée.`,
      en: `"${shown(found)}" is not among the answers.`,
    },
  });
};

export const notAList = (question: Question, found: unknown): Problem =>
  problemOn(question, {
    code: 'VALUE_NOT_A_LIST',
    found,
    remedy: {
      fr: 'Donnez la liste des codes, chacun une fois ([] si aucun).',
      en: 'Give the list of codes, each once ([] for none).',
    },
    message: { fr: 'une liste de codes est attendue.', en: 'a list of codes is expected.' },
  });

export const badText = (question: Question, found: unknown): Problem =>
  problemOn(question, {
    code: 'TEXT_REFUSED',
    found,
    remedy: {
      fr: 'Raccourcissez le texte et retirez les caractères invisibles.',
      en: 'Shorten the text and remove invisible characters.',
    },
    message: {
      fr: 'ce texte est trop long ou contient des caractères de contrôle.',
      en: 'this text is too long or contains control characters.',
    },
  });

export const missing = (question: Question): Problem =>
  problemOn(question, {
    code: 'ANSWER_MISSING',
    found: '',
    remedy: {
      fr: 'Répondez à cette question : elle est obligatoire.',
      en: 'Answer this question: it is required.',
    },
    message: {
      fr: 'aucune réponse à une question obligatoire.',
      en: 'no answer to a required question.',
    },
  });

export const mustConcern = (question: Question): Problem =>
  problemOn(question, {
    code: 'NOT_CONCERNED_NOT_ALLOWED',
    found: 'NC',
    remedy: {
      fr: 'Donnez une réponse (0 en est une), ou laissez vide si vous ne savez pas.',
      en: 'Give an answer (0 is one), or leave it empty if you do not know.',
    },
    message: {
      fr: 'toutes les écoles sont concernées par cette question.',
      en: 'this question concerns every school.',
    },
  });

export const answeredAndNotConcerned = (question: Question, found: unknown): Problem =>
  problemOn(question, {
    code: 'ANSWERED_AND_NOT_CONCERNED',
    found,
    remedy: {
      fr: 'Gardez la réponse, ou « non concerné », pas les deux.',
      en: 'Keep the answer or "not concerned", not both.',
    },
    message: {
      fr: 'une réponse est donnée, et « non concerné » est coché.',
      en: 'an answer is given, and "not concerned" is ticked.',
    },
  });

export const hidden = (question: Question, found: unknown): Problem =>
  problemOn(question, {
    code: 'ANSWER_TO_HIDDEN_QUESTION',
    found,
    remedy: {
      fr: `Retirez cette réponse, ou changez celle dont elle dépend : la question est posée quand ${question.askedWhen ?? ''}.`,
      en: `Remove this answer, or change the one it depends on: the question is asked when ${question.askedWhen ?? ''}.`,
    },
    message: {
      fr: 'les autres réponses disent que cette question ne se pose pas.',
      en: 'the other answers say that this question does not arise.',
    },
  });

export const notAsked = (code: string, known: readonly string[], found: unknown): Problem => ({
  code: 'QUESTION_NOT_ASKED',
  severity: 'error',
  field: code,
  found: shown(found),
  allowed: both(known.join(', ')),
  remedy: didYouMean(nearest(code, known), {
    fr: 'Retirez cette réponse : elle appartient à un autre questionnaire ou à une autre version.',
    en: 'Remove this answer: it belongs to another questionnaire or another version.',
  }),
  message: {
    fr: `La question « ${shown(code)} » n’est pas posée par cette version du questionnaire.`,
    en: `The question "${shown(code)}" is not asked by this version of the questionnaire.`,
  },
});

export const malformed = (field: 'answers' | 'notConcerned', found: unknown): Problem => {
  const allowed =
    field === 'answers'
      ? { fr: 'un objet {"code": réponse}', en: 'an object {"code": answer}' }
      : { fr: 'une liste de codes de questions', en: 'a list of question codes' };
  return {
    code: 'DECLARATION_MALFORMED',
    severity: 'error',
    field,
    found: shown(found),
    allowed,
    remedy: { fr: `Donnez ${allowed.fr}.`, en: `Give ${allowed.en}.` },
    message: {
      fr: `« ${field} » n’a pas la forme attendue.`,
      en: `"${field}" does not have the expected shape.`,
    },
  };
};

/** What a cross-question rule says. `found` lists the values that it read. */
export const ruleProblem = (rule: Rule, found: string): Problem => ({
  code: rule.severity === 'error' ? 'RULE_BROKEN' : 'JUSTIFICATION_NEEDED',
  severity: rule.severity,
  field: rule.questions[0] ?? '',
  found,
  allowed: rule.allowed,
  remedy: rule.remedy,
  message: rule.message,
  rule: rule.code,
});

import { both, type DefinitionMistake, unitsOf } from '#domain/expression';

import type { Question } from './questionnaire.js';

type Path = DefinitionMistake['path'];

/** A code that its list holds twice. */
export const repeated = (path: Path, found: string): DefinitionMistake => ({
  path,
  code: 'CODE_REPEATED',
  start: 0,
  end: found.length,
  found,
  allowed: { fr: 'un code qui ne sert qu’une fois', en: 'a code that is used once' },
  remedy: {
    fr: 'Donnez-lui un autre code, ou retirez-le.',
    en: 'Give it another code, or remove it.',
  },
  message: { fr: `Le code « ${found} » sert deux fois.`, en: `The code "${found}" is used twice.` },
});

/** Sums of a hundred thousand schools stay far from 2^53. */
const largestBound = 10 ** 9;

const badBound = (path: Path, name: 'min' | 'max', found: string): DefinitionMistake => ({
  path: [...path, name],
  code: 'BOUND_REFUSED',
  start: 0,
  end: found.length,
  found,
  allowed: {
    fr: `de -${String(largestBound)} à ${String(largestBound)}, sans plus de décimales que la question`,
    en: `-${String(largestBound)} to ${String(largestBound)}, with no more decimals than the question`,
  },
  remedy: {
    fr: 'Donnez une borne que la question peut atteindre.',
    en: 'Give a bound that the question can reach.',
  },
  message: {
    fr: `« ${found} » ne peut pas borner cette question.`,
    en: `"${found}" cannot bound this question.`,
  },
});

const boundsReversed = (path: Path, { min = '', max = '' }: Question): DefinitionMistake => ({
  path: [...path, 'min'],
  code: 'BOUNDS_REVERSED',
  start: 0,
  end: min.length,
  found: `${min} > ${max}`,
  allowed: both('min ≤ max'),
  remedy: { fr: 'Échangez min et max.', en: 'Swap min and max.' },
  message: { fr: 'Le minimum dépasse le maximum.', en: 'The minimum exceeds the maximum.' },
});

const isReachable = (bound: string, decimals: number): boolean =>
  Math.abs(Number(bound)) <= largestBound && unitsOf(bound, decimals) !== null;

const boundMistakes = (question: Question, path: Path): readonly DefinitionMistake[] => {
  const refused = (['min', 'max'] as const).flatMap((name) => {
    const bound = question[name];
    const reachable = bound === undefined || isReachable(bound, question.decimals ?? 0);
    return reachable ? [] : [badBound(path, name, bound)];
  });
  return refused.length === 0 && Number(question.min) > Number(question.max)
    ? [boundsReversed(path, question)]
    : refused;
};

const optionMistakes = (question: Question, path: Path): readonly DefinitionMistake[] =>
  question.options.flatMap(({ code }, index) =>
    question.options.findIndex((option) => option.code === code) < index
      ? [repeated([...path, 'options', index, 'code'], code)]
      : [],
  );

/** What a question gets wrong by itself. */
export const questionMistakes = (question: Question, path: Path): readonly DefinitionMistake[] => [
  ...boundMistakes(question, path),
  ...optionMistakes(question, path),
];

export const unknownRuleQuestion = (
  path: Path,
  found: string,
  known: Iterable<string>,
): DefinitionMistake => ({
  ...repeated(path, found),
  code: 'RULE_UNKNOWN_QUESTION',
  allowed: both([...known].join(', ')),
  remedy: {
    fr: 'Donnez le code d’une question du questionnaire.',
    en: 'Give the code of a question of the questionnaire.',
  },
  message: {
    fr: `La question « ${found} » n’existe pas.`,
    en: `The question "${found}" does not exist.`,
  },
});

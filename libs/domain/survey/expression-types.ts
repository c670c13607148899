import type { ExpressionType } from '#domain/expression';

import { type Question, type Questionnaire, questionsOf } from './questionnaire.js';

/** What a question is worth in an expression. */
export const expressionTypeOf = (question: Question): ExpressionType => {
  const options = question.options.map(({ code }) => code);
  switch (question.type) {
    case 'integer':
      return { kind: 'number', scale: 0 };
    case 'decimal':
      return { kind: 'number', scale: question.decimals ?? 0 };
    case 'choice':
    case 'choices':
      return { kind: question.type, options };
    case 'boolean':
    case 'text':
      return { kind: question.type };
  }
};

const union = (
  older: readonly string[] | null,
  newer: readonly string[] | null,
): readonly string[] => [...new Set([...(older ?? []), ...(newer ?? [])])];

const merged = (older: ExpressionType | undefined, newer: ExpressionType): ExpressionType => {
  if (older === undefined) return newer;
  if (older.kind === 'number' && newer.kind === 'number') {
    return { kind: 'number', scale: Math.max(older.scale, newer.scale) };
  }
  const coded = 'options' in older && 'options' in newer;
  return coded ? { ...newer, options: union(older.options, newer.options) } : newer;
};

/**
 * The questions of all versions of a survey, as an expression sees them: a choice has the options of
 * every version, a number the finest scale.
 */
export const expressionTypesOf = (
  versions: Iterable<Questionnaire>,
): ReadonlyMap<string, ExpressionType> => {
  const types = new Map<string, ExpressionType>();
  for (const question of [...versions].flatMap(questionsOf)) {
    types.set(question.code, merged(types.get(question.code), expressionTypeOf(question)));
  }
  return types;
};

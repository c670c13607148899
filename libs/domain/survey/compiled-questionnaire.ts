import { BrokenAssumption, err, ok, type Result } from '#kernel';
import {
  type Compiled,
  compileExpression,
  type DefinitionMistake,
  type ExpressionType,
} from '#domain/expression';

import { answerReaderOf, type AnswerReader } from './answer-text.js';
import { type ValueCheck, valueCheckOf } from './answer-value.js';
import { type CanonicalNames, canonicalNamesOf } from './canonical-declaration.js';
import { expressionTypeOf } from './expression-types.js';
import { questionMistakes, repeated, unknownRuleQuestion } from './definition-mistakes.js';
import { type Question, type Questionnaire, questionnaireKey, type Rule } from './questionnaire.js';

export type CompiledQuestion = {
  readonly question: Question;
  readonly check: ValueCheck;
  /** Reads a cell of a file: see `parseAnswerText`. */
  readonly read: AnswerReader;
  /** Null: always asked. */
  readonly askedWhen: Compiled | null;
};

export type CompiledRule = { readonly rule: Rule; readonly violatedWhen: Compiled };

/** A questionnaire whose expressions are ready to run. Make it once, use it for every declaration. */
export type CompiledQuestionnaire = {
  readonly key: string;
  readonly questionnaire: Questionnaire;
  /** In the questionnaire's order. */
  readonly questions: readonly CompiledQuestion[];
  readonly byCode: ReadonlyMap<string, CompiledQuestion>;
  /** Codes in the questionnaire's order. */
  readonly codes: readonly string[];
  /** For `canonicalDeclaration`. */
  readonly canonicalNames: CanonicalNames;
  readonly rules: readonly CompiledRule[];
};

type Path = DefinitionMistake['path'];
type Mistakes = DefinitionMistake[];
type Types = ReadonlyMap<string, ExpressionType>;

type Condition = {
  readonly source: string;
  readonly path: Path;
  readonly questions: Types;
  readonly previous: boolean;
  readonly school: boolean;
};

const condition = (asked: Condition, mistakes: Mistakes): Compiled | null => {
  const { source, path, ...symbols } = asked;
  const compiled = compileExpression(source, symbols);
  if (!compiled.ok) {
    mistakes.push(...compiled.error.map((mistake) => ({ ...mistake, path })));
    return null;
  }
  if (compiled.value.type.kind === 'boolean') return compiled.value;
  mistakes.push({
    path,
    code: 'EXPRESSION_TYPE',
    start: 0,
    end: source.length,
    found: source,
    allowed: { fr: 'une condition (vrai ou faux)', en: 'a condition (true or false)' },
    remedy: {
      fr: 'Comparez, par exemple nb_eleves > 0.',
      en: 'Compare, for example nb_eleves > 0.',
    },
    message: { fr: 'Une condition est attendue ici.', en: 'A condition is expected here.' },
  });
  return null;
};

type Placed = { readonly question: Question; readonly path: Path };

const placed = ({ sections }: Questionnaire): readonly Placed[] =>
  sections.flatMap((section, s) =>
    section.questions.map((question, q) => ({ question, path: ['sections', s, 'questions', q] })),
  );

const compileQuestions = (
  questionnaire: Questionnaire,
  mistakes: Mistakes,
): readonly CompiledQuestion[] => {
  const before = new Map<string, ExpressionType>();
  return placed(questionnaire).map(({ question, path }) => {
    if (before.has(question.code)) mistakes.push(repeated([...path, 'code'], question.code));
    mistakes.push(...questionMistakes(question, path));
    const where = {
      path: [...path, 'askedWhen'],
      questions: new Map(before),
      previous: false,
      school: false,
    };
    const { askedWhen: source } = question;
    const askedWhen = source === undefined ? null : condition({ source, ...where }, mistakes);
    before.set(question.code, expressionTypeOf(question));
    const check = valueCheckOf(question);
    return { question, check, read: answerReaderOf(question, check), askedWhen };
  });
};

const compileRules = (
  { rules }: Questionnaire,
  questions: Types,
  mistakes: Mistakes,
): readonly CompiledRule[] =>
  rules.flatMap((rule, index) => {
    if (rules.findIndex(({ code }) => code === rule.code) < index) {
      mistakes.push(repeated(['rules', index, 'code'], rule.code));
    }
    rule.questions.forEach((code, at) => {
      if (!questions.has(code))
        mistakes.push(
          unknownRuleQuestion(['rules', index, 'questions', at], code, questions.keys()),
        );
    });
    const where = {
      path: ['rules', index, 'violatedWhen'],
      questions,
      previous: true,
      school: true,
    };
    const violatedWhen = condition({ source: rule.violatedWhen, ...where }, mistakes);
    return violatedWhen === null ? [] : [{ rule, violatedWhen }];
  });

/** Checks a questionnaire: ready to use, or every mistake that its codes, bounds and expressions hold. */
export const checkQuestionnaire = (
  questionnaire: Questionnaire,
): Result<CompiledQuestionnaire, readonly DefinitionMistake[]> => {
  const mistakes: Mistakes = [];
  const questions = compileQuestions(questionnaire, mistakes);
  const types = new Map(
    questions.map(({ question }) => [question.code, expressionTypeOf(question)]),
  );
  const rules = compileRules(questionnaire, types, mistakes);
  if (mistakes.length > 0) return err(mistakes);

  return ok({
    key: questionnaireKey(questionnaire.survey, questionnaire.version),
    questionnaire,
    questions,
    byCode: new Map(questions.map((compiled) => [compiled.question.code, compiled])),
    codes: questions.map(({ question }) => question.code),
    canonicalNames: canonicalNamesOf(questions.map(({ question }) => question.code)),
    rules,
  });
};

/** Compiles a questionnaire of the catalogue, which its loader has checked; throws on one that is not sound. */
export const compileQuestionnaire = (questionnaire: Questionnaire): CompiledQuestionnaire => {
  const compiled = checkQuestionnaire(questionnaire);
  if (compiled.ok) return compiled.value;
  const [first] = compiled.error;
  throw new BrokenAssumption(
    `questionnaire ${questionnaire.survey}@${questionnaire.version} at ${first?.path.join('.') ?? ''}: ${first?.message.en ?? ''}`,
  );
};

import { BrokenAssumption, err, ok, type Result } from '#kernel';
import {
  type Compiled,
  compileExpression,
  type DefinitionMistake,
  type ExpressionType,
  type Symbols,
} from '#domain/expression';

import { type Indicator, indicatorKey } from './indicator.js';

/** An indicator whose expressions are ready to run. */
export type CompiledIndicator = {
  readonly indicator: Indicator;
  readonly key: string;
  readonly numerator: Compiled;
  /** Null exactly for a total. */
  readonly denominator: Compiled | null;
  readonly scope: Compiled | null;
  /** Places after the point of the numerator's and the denominator's units. */
  readonly numeratorScale: number;
  readonly denominatorScale: number;
  /** Questions that it reads, sorted: it is measured on the versions that ask them all. */
  readonly references: readonly string[];
};

/** What a `coverage` indicator counts, for each expected school, as 0 or 1. */
const coverageCounts = ['expected', 'received', 'validated', 'late'] as const;
export type CoverageCount = (typeof coverageCounts)[number];

const coverageTypes: ReadonlyMap<string, ExpressionType> = new Map(
  coverageCounts.map((name) => [name, { kind: 'number', scale: 0 }]),
);

type Field = 'numerator' | 'denominator' | 'scope';
type Mistakes = DefinitionMistake[];
type Part = {
  readonly field: Field;
  readonly wanted: 'number' | 'boolean';
  readonly symbols: Symbols;
};

const wantedKind = {
  number: { fr: 'un nombre', en: 'a number' },
  boolean: { fr: 'une condition (vrai ou faux)', en: 'a condition (true or false)' },
};

const remedy = {
  number: {
    fr: 'Pour compter des écoles, écrivez count_where(condition).',
    en: 'To count schools, write count_where(condition).',
  },
  boolean: {
    fr: "Comparez, par exemple school.sector = 'PU'.",
    en: "Compare, for example school.sector = 'PU'.",
  },
};

const part = (
  source: string | undefined,
  { field, wanted, symbols }: Part,
  mistakes: Mistakes,
): Compiled | null => {
  if (source === undefined) return null;
  const compiled = compileExpression(source, symbols);
  if (!compiled.ok) {
    mistakes.push(...compiled.error.map((mistake) => ({ ...mistake, path: [field] })));
    return null;
  }
  if (compiled.value.type.kind === wanted) return compiled.value;
  mistakes.push({
    path: [field],
    code: 'EXPRESSION_TYPE',
    start: 0,
    end: source.length,
    found: source,
    allowed: wantedKind[wanted],
    remedy: remedy[wanted],
    message: {
      fr: `${wantedKind[wanted].fr} est attendu ici.`,
      en: `${wantedKind[wanted].en} is expected here.`,
    },
  });
  return null;
};

const denominatorMistake = ({ aggregation, denominator }: Indicator): DefinitionMistake | null => {
  const isTotal = aggregation === 'total';
  if (isTotal === (denominator === undefined)) return null;
  return {
    path: [isTotal ? 'denominator' : 'aggregation'],
    code: isTotal ? 'DENOMINATOR_NOT_WANTED' : 'DENOMINATOR_MISSING',
    start: 0,
    end: 0,
    found: denominator ?? aggregation,
    allowed: {
      fr: 'un dénominateur pour ratio, share, per-100 et per-1000 ; aucun pour total',
      en: 'a denominator for ratio, share, per-100 and per-1000; none for total',
    },
    remedy: isTotal
      ? { fr: 'Retirez « denominator ».', en: 'Remove "denominator".' }
      : { fr: 'Ajoutez « denominator ».', en: 'Add "denominator".' },
    message: isTotal
      ? { fr: 'Un total n’a pas de dénominateur.', en: 'A total has no denominator.' }
      : {
          fr: `« ${aggregation} » demande un dénominateur.`,
          en: `"${aggregation}" needs a denominator.`,
        },
  };
};

const scaleMistake = (
  { aggregation, decimals }: Indicator,
  numerator: Compiled | null,
): DefinitionMistake | null => {
  if (aggregation !== 'total' || numerator?.type.kind !== 'number') return null;
  const { scale } = numerator.type;
  if (decimals <= scale) return null;
  return {
    path: ['decimals'],
    code: 'DECIMALS_TOO_MANY',
    start: 0,
    end: 0,
    found: String(decimals),
    allowed: { fr: `0 à ${String(scale)}`, en: `0 to ${String(scale)}` },
    remedy: { fr: `Écrivez decimals: ${String(scale)}.`, en: `Write decimals: ${String(scale)}.` },
    message: {
      fr: 'Ce total ne peut pas avoir plus de décimales que ce qu’il additionne.',
      en: 'This total cannot have more decimals than what it adds up.',
    },
  };
};

const scaleOf = (compiled: Compiled | null): number =>
  compiled?.type.kind === 'number' ? compiled.type.scale : 0;

/**
 * Checks an indicator against the questions of its survey (all versions together; ignored for `coverage`):
 * ready to use, or every mistake that it holds.
 */
export const checkIndicator = (
  indicator: Indicator,
  surveyQuestions: ReadonlyMap<string, ExpressionType>,
): Result<CompiledIndicator, readonly DefinitionMistake[]> => {
  const mistakes: Mistakes = [];
  const questions = indicator.source === 'coverage' ? coverageTypes : surveyQuestions;
  const symbols: Symbols = { questions, school: true, previous: false };
  const alone: Symbols = { questions: new Map(), school: true, previous: false };
  const numerator = part(
    indicator.numerator,
    { field: 'numerator', wanted: 'number', symbols },
    mistakes,
  );
  const denominator = part(
    indicator.denominator,
    { field: 'denominator', wanted: 'number', symbols },
    mistakes,
  );
  const scope = part(
    indicator.scope,
    { field: 'scope', wanted: 'boolean', symbols: alone },
    mistakes,
  );
  for (const mistake of [denominatorMistake(indicator), scaleMistake(indicator, numerator)]) {
    if (mistake !== null) mistakes.push(mistake);
  }
  if (mistakes.length > 0 || numerator === null) return err(mistakes);

  return ok({
    indicator,
    key: indicatorKey(indicator),
    numerator,
    denominator,
    scope,
    numeratorScale: scaleOf(numerator),
    denominatorScale: scaleOf(denominator),
    references: [...new Set([...numerator.references, ...(denominator?.references ?? [])])].sort(),
  });
};

/** Compiles an indicator of the catalogue, which its loader has checked; throws on one that is not sound. */
export const compileIndicator = (
  indicator: Indicator,
  surveyQuestions: ReadonlyMap<string, ExpressionType>,
): CompiledIndicator => {
  const compiled = checkIndicator(indicator, surveyQuestions);
  if (compiled.ok) return compiled.value;
  throw new BrokenAssumption(
    `indicator ${indicatorKey(indicator)}: ${compiled.error[0]?.message.en ?? ''}`,
  );
};

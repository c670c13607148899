import { describe, expect, it } from '@jest/globals';

import { college, compile, questions, symbols } from '../../testing/trial-expressions.js';
import { compileExpression, type ExpressionMistake, type Symbols } from './index.js';

const mistakes = (source: string, known: Symbols = symbols): readonly ExpressionMistake[] => {
  const compiled = compileExpression(source, known);
  return compiled.ok ? [] : compiled.error;
};

const told = (source: string, known: Symbols = symbols): readonly (readonly unknown[])[] =>
  mistakes(source, known).map(({ code, start, end, found, remedy }) => [
    code,
    start,
    end,
    found,
    remedy.en,
  ]);

describe('a mistake in an expression', () => {
  it.each([
    ['nb_elevs + 1', 'EXPRESSION_UNKNOWN_QUESTION', 0, 8, 'nb_elevs', 'Did you mean "nb_eleves"?'],
    [
      '1 + cuont_where(filtrage)',
      'EXPRESSION_UNKNOWN_FUNCTION',
      4,
      15,
      'cuont_where',
      'Did you mean "count_where"?',
    ],
    [
      "charte_usage = 'elèves'",
      'EXPRESSION_UNKNOWN_OPTION',
      15,
      23,
      "'elèves'",
      'Did you mean "eleves"?',
    ],
    ["'tut' = charte_usage", 'EXPRESSION_UNKNOWN_OPTION', 0, 5, "'tut'", 'Did you mean "tous"?'],
    [
      "charte_usage in ('non', 'tout')",
      'EXPRESSION_UNKNOWN_OPTION',
      24,
      30,
      "'tout'",
      'Did you mean "tous"?',
    ],
    [
      "contains(maintenance, 'academy')",
      'EXPRESSION_UNKNOWN_OPTION',
      22,
      31,
      "'academy'",
      'Did you mean "academie"?',
    ],
    [
      'school.kind',
      'EXPRESSION_UNKNOWN_SCHOOL_FIELD',
      0,
      11,
      'school.kind',
      'Choose among: type, sector, degree, pupils.',
    ],
    [
      'filtrage + 1',
      'EXPRESSION_TYPE',
      0,
      8,
      'filtrage',
      'To count, write count_where(condition).',
    ],
    [
      'nb_eleves and filtrage',
      'EXPRESSION_TYPE',
      0,
      9,
      'nb_eleves',
      'Write a condition (true or false), for example with a comparison or a function.',
    ],
    [
      "maintenance = 'academie'",
      'EXPRESSION_TYPE',
      0,
      11,
      'maintenance',
      "For a multiple choice, write contains(question, 'code') or count_chosen(question).",
    ],
    [
      "charte_usage > 'non'",
      'EXPRESSION_NO_ORDER',
      0,
      20,
      "charte_usage > 'non'",
      "Codes have no order: list them, question in ('a', 'b').",
    ],
    [
      "nb_eleves in ('a')",
      'EXPRESSION_TYPE',
      14,
      17,
      "'a'",
      'Write a number, with at most the decimals of the question.',
    ],
    [
      'nb_eleves in (0.5)',
      'EXPRESSION_TYPE',
      14,
      17,
      '0.5',
      'Write a number, with at most the decimals of the question.',
    ],
    [
      'charte_usage in (1)',
      'EXPRESSION_TYPE',
      17,
      18,
      '1',
      "Write a code between single quotes: 'tous'.",
    ],
    [
      'contains(maintenance, academie)',
      'EXPRESSION_TYPE',
      22,
      30,
      'academie',
      "Write contains(maintenance, 'academie').",
    ],
    [
      "contains(charte_usage, 'non')",
      'EXPRESSION_TYPE',
      9,
      21,
      'charte_usage',
      "Compare the choice with a code: question = 'code'.",
    ],
    [
      'if(filtrage, 1, filtrage)',
      'EXPRESSION_TYPE',
      16,
      24,
      'filtrage',
      'To count, write count_where(condition).',
    ],
    [
      'count_where()',
      'EXPRESSION_ARGUMENTS',
      0,
      13,
      'count_where()',
      'Write for example count_where(nb_tablettes > 0).',
    ],
    [
      'answered(1)',
      'EXPRESSION_NOT_A_QUESTION',
      9,
      10,
      '1',
      'Write for example answered(charte_usage).',
    ],
    [
      'previous(nb_eleves + 1)',
      'EXPRESSION_NOT_A_QUESTION',
      9,
      22,
      'nb_eleves + 1',
      'Write for example previous(nb_eleves).',
    ],
    [
      '0.0001 * 0.0001',
      'EXPRESSION_TOO_FINE',
      0,
      15,
      '0.0001 * 0.0001',
      'A product adds up the decimals of its factors: use fewer.',
    ],
    [
      'nb_eleves > 12345678901234567',
      'EXPRESSION_NUMBER_TOO_LARGE',
      12,
      29,
      '12345678901234567',
      'Shorten this number.',
    ],
    ['nb_eleves == 1', 'EXPRESSION_CHARACTER', 10, 12, '==', 'Write "=".'],
    ['filtrage && filtrage', 'EXPRESSION_CHARACTER', 9, 11, '&&', 'Write "and".'],
    [
      'charte_usage = "non"',
      'EXPRESSION_CHARACTER',
      15,
      16,
      '"',
      "Write texts between single quotes: 'tous'.",
    ],
    [
      "charte_usage = 'non",
      'EXPRESSION_CHARACTER',
      15,
      16,
      "'",
      'Close the text with a single quote.',
    ],
    [
      'nb_eleves > 1,5',
      'EXPRESSION_SYNTAX',
      13,
      14,
      ',',
      'An operator is missing (+ - * = and or …), or what follows is too much.',
    ],
    [
      'nb_eleves > 12abc',
      'EXPRESSION_CHARACTER',
      12,
      17,
      '12abc',
      'Write a number with a point: 12 or 0.5.',
    ],
    [
      'nb_eleves nb_tablettes',
      'EXPRESSION_SYNTAX',
      10,
      22,
      'nb_tablettes',
      'An operator is missing (+ - * = and or …), or what follows is too much.',
    ],
    ['(nb_eleves + 1', 'EXPRESSION_UNFINISHED', 14, 14, '', 'Add ")".'],
    [
      'nb_eleves +',
      'EXPRESSION_UNFINISHED',
      11,
      11,
      '',
      'Write a number, a text, a question or a function here.',
    ],
    [
      '',
      'EXPRESSION_UNFINISHED',
      0,
      0,
      '',
      'Write a number, a text, a question or a function here.',
    ],
    ['school', 'EXPRESSION_UNFINISHED', 6, 6, '', 'Add ".".'],
    ['school.', 'EXPRESSION_UNFINISHED', 7, 7, '', 'Write for example "school.type".'],
    [
      '0 < nb_eleves < 9',
      'EXPRESSION_SYNTAX',
      14,
      15,
      '<',
      'Comparisons do not chain: write "a < b and b < c".',
    ],
    [
      'charte_usage in (filtrage)',
      'EXPRESSION_SYNTAX',
      17,
      25,
      'filtrage',
      "Write the values thus: in ('eleves', 'tous').",
    ],
  ])('%s: %s', (source, ...expected) => {
    expect(told(source)).toEqual([expected]);
  });

  it('explains why there is no division', () => {
    expect(told('nb_eleves / nb_tablettes')).toEqual([
      [
        'EXPRESSION_DIVISION',
        10,
        11,
        '/',
        'A quotient does not add up across schools: put the dividend in "numerator" and the divisor in "denominator", or compare products (a > 100 * b).',
      ],
    ]);
  });

  it('does not stop at the first: every part is checked', () => {
    expect(
      told("nb_elevs > 0 and filtrge and charte_usage = 'tou'").map(
        ([code]: readonly unknown[]) => code,
      ),
    ).toEqual([
      'EXPRESSION_UNKNOWN_QUESTION',
      'EXPRESSION_UNKNOWN_QUESTION',
      'EXPRESSION_UNKNOWN_OPTION',
    ]);
  });

  it('refuses the previous campaign and the school where they cannot be known', () => {
    const alone: Symbols = { questions, school: false, previous: false };
    expect(told('previous(nb_eleves) > 0', alone)).toEqual([
      [
        'EXPRESSION_PREVIOUS_NOT_HERE',
        9,
        18,
        'nb_eleves',
        'Only the rules of a questionnaire read the previous campaign: remove previous(…).',
      ],
    ]);
    expect(told('answered(previous(nb_eleves))', alone).map(([code]) => code)).toEqual([
      'EXPRESSION_PREVIOUS_NOT_HERE',
    ]);
    expect(told("school.type = 'LP'", alone)).toEqual([
      [
        'EXPRESSION_SCHOOL_NOT_HERE',
        0,
        11,
        'school.type',
        'Remove "school.": only answers count here.',
      ],
    ]);
  });

  it('refuses to be nested without end', () => {
    const [mistake] = mistakes(`${'('.repeat(5000)}1${')'.repeat(5000)}`);
    expect(mistake?.remedy.en).toBe('Simplify the expression: it is nested too deeply.');
  });

  it('accepts any code where definitions were checked before', () => {
    const lenient: Symbols = {
      ...symbols,
      questions: new Map([['charte_usage', { kind: 'choice', options: null }]]),
    };
    expect(compile("charte_usage = 'disparue'", lenient).evaluate(college)).toBe(false);
  });
});

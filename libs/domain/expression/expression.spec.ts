import { describe, expect, it } from '@jest/globals';

import { schoolTypes, sectors, degrees } from '#domain/territory';

import {
  type Compiled,
  compileExpression,
  type Environment,
  type ExpressionMistake,
  type ExpressionType,
  schoolFields,
  type Symbols,
} from './index.js';

const integer: ExpressionType = { kind: 'number', scale: 0 };

const questions: ReadonlyMap<string, ExpressionType> = new Map<string, ExpressionType>([
  ['nb_eleves', integer],
  ['nb_ordinateurs_fixes', integer],
  ['nb_tablettes', integer],
  ['debit_mesure', { kind: 'number', scale: 2 }],
  ['filtrage', { kind: 'boolean' }],
  ['charte_usage', { kind: 'choice', options: ['non', 'eleves', 'tous'] }],
  ['maintenance', { kind: 'choices', options: ['collectivite', 'academie', 'prestataire'] }],
  ['remarque', { kind: 'text' }],
]);

const symbols: Symbols = { questions, school: true, previous: true };

const college: Environment = {
  answers: {
    nb_eleves: 480,
    nb_ordinateurs_fixes: 0,
    debit_mesure: '12.5',
    filtrage: true,
    charte_usage: 'eleves',
    maintenance: ['collectivite', 'prestataire'],
    remarque: "l'accès",
  },
  previous: { nb_eleves: 500 },
  school: { type: 'COLLEGE', sector: 'PU', degree: '2D', pupils: 475 },
};

const compile = (source: string, known: Symbols = symbols): Compiled => {
  const compiled = compileExpression(source, known);
  if (!compiled.ok) throw new Error(compiled.error.map(({ message }) => message.en).join(' '));
  return compiled.value;
};

const worth = (source: string, environment: Environment = college): unknown =>
  compile(source).evaluate(environment);

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

describe('an expression over answers', () => {
  it.each([
    ['nb_eleves', 480],
    ['nb_eleves + nb_ordinateurs_fixes', 480],
    ['2 + 3 * 4 - 1', 13],
    ['(2 + 3) * 4', 20],
    ['-nb_eleves + 1', -479],
    ['0 * -1', 0],
    ['min(nb_eleves, 100, 7)', 7],
    ['max(nb_eleves, 1000)', 1000],
    ['nb_eleves > 100 * nb_ordinateurs_fixes', true],
    ['nb_eleves in (1, 480)', true],
    ["charte_usage in ('eleves', 'tous')", true],
    ["charte_usage != 'eleves'", false],
    ["not filtrage or charte_usage = 'eleves' and nb_eleves >= 480", true],
    ['filtrage = true', true],
    ["remarque = 'l''accès'", true],
    ["contains(maintenance, 'prestataire')", true],
    ["contains(maintenance, 'academie')", false],
    ['count_chosen(maintenance)', 2],
    ['count_where(nb_ordinateurs_fixes = 0)', 1],
    ["count_where(charte_usage = 'tous')", 0],
    ['if(filtrage, nb_eleves, 0)', 480],
    ["if(nb_eleves < 10, 'petite', 'grande') = 'grande'", true],
    ['answered(nb_ordinateurs_fixes)', true],
    ['answered(nb_tablettes)', false],
    ['blank_as(nb_tablettes, 0)', 0],
    ['blank_as(nb_ordinateurs_fixes, 9)', 0],
    ['previous(nb_eleves) - nb_eleves', 20],
    ['answered(previous(nb_tablettes))', false],
    ["school.type = 'COLLEGE' and school.sector = 'PU' and school.degree = '2D'", true],
    ['school.pupils', 475],
  ])('%s is %j', (source, expected) => {
    expect(worth(source)).toBe(expected);
  });

  it.each([
    'nb_tablettes',
    'nb_tablettes + 1',
    'nb_eleves * nb_tablettes',
    '-nb_tablettes',
    'nb_tablettes > 0',
    'nb_tablettes in (0, 1)',
    'min(nb_tablettes, 1)',
    'not (nb_tablettes > 0)',
    'count_where(nb_tablettes > 0)',
    'if(nb_tablettes > 0, 1, 2)',
    'previous(nb_tablettes)',
    'filtrage and nb_tablettes > 0',
  ])('%s is blank when the answer is', (source) => {
    expect(worth(source)).toBeNull();
  });

  it.each([
    ['filtrage or nb_tablettes > 0', true],
    ['nb_tablettes > 0 or filtrage', true],
    ['not filtrage and nb_tablettes > 0', false],
    ['nb_tablettes > 0 and not filtrage', false],
  ])('%s is %j: one side settles it, blank or not', (source, expected) => {
    expect(worth(source)).toBe(expected);
  });

  it('counts decimals in exact units of a scale that is known before any answer', () => {
    expect(compile('debit_mesure * 0.1').type).toEqual({ kind: 'number', scale: 3 });
    expect(worth('debit_mesure * 0.1')).toBe(1250);
    expect(compile('debit_mesure + nb_eleves').type).toEqual({ kind: 'number', scale: 2 });
    expect(worth('debit_mesure + nb_eleves')).toBe(49_250);
    expect(worth('debit_mesure = 12.50')).toBe(true);
    expect(worth('0.1 + 0.2 = 0.3')).toBe(true);
  });

  it('takes an answer of another kind, left by an older version, as blank', () => {
    const older: Environment = {
      ...college,
      answers: { nb_eleves: '480', filtrage: 'oui', maintenance: 'collectivite' },
    };
    expect([
      worth('nb_eleves', older),
      worth('filtrage', older),
      worth('count_chosen(maintenance)', older),
    ]).toEqual([null, null, null]);
  });

  it('lists the questions that it reads, those of the previous campaign apart', () => {
    const { references, previousReferences } = compile(
      'nb_tablettes > 3 * previous(nb_eleves) and answered(filtrage)',
    );
    expect({ references, previousReferences }).toEqual({
      references: ['filtrage', 'nb_tablettes'],
      previousReferences: ['nb_eleves'],
    });
  });

  it('throws rather than round beyond the safe integers', () => {
    expect(() => worth('nb_eleves * 999999999999999')).toThrow(
      'an expression left the safe integers: 479999999999999500',
    );
  });

  it('knows the types, sectors and degrees of schools as the directory does', () => {
    expect(schoolFields).toEqual({
      type: { kind: 'choice', options: schoolTypes },
      sector: { kind: 'choice', options: sectors },
      degree: { kind: 'choice', options: degrees },
      pupils: { kind: 'number', scale: 0 },
    });
  });
});

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

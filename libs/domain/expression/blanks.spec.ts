import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { college, compile, symbols } from '../../testing/trial-expressions.js';
import { type Environment, explainBlank } from './index.js';

const nobody: Environment = {
  answers: {},
  previous: null,
  school: { ...college.school, pupils: null },
};

const why = (source: string, environment: Environment = nobody): readonly string[] =>
  explainBlank(source, symbols)(environment);

describe('why an expression is blank', () => {
  it('names each question that it needs and that has no answer, once', () => {
    expect([
      why('nb_eleves + nb_tablettes - nb_eleves'),
      why("count_where(charte_usage = 'tous')"),
      why("count_chosen(maintenance) + count_where(contains(maintenance, 'academie'))"),
      why('-nb_eleves'),
      why('nb_eleves in (1, 2)', { ...nobody, answers: { nb_tablettes: 1 } }),
    ]).toEqual([
      ['nb_eleves', 'nb_tablettes'],
      ['charte_usage'],
      ['maintenance'],
      ['nb_eleves'],
      ['nb_eleves'],
    ]);
  });

  it('blames no answer that the expression does without', () => {
    expect([
      why('blank_as(nb_tablettes, 0) + nb_eleves'),
      why('blank_as(nb_tablettes, nb_eleves)'),
      why('count_where(answered(nb_tablettes) or filtrage)'),
      why('blank_as(nb_tablettes, 0) + school.pupils'),
      why('if(answered(filtrage), nb_eleves, nb_tablettes)'),
      why('if(filtrage, nb_eleves, nb_tablettes)'),
      why('max(previous(nb_eleves), 0)'),
    ]).toEqual([
      ['nb_eleves'],
      ['nb_tablettes', 'nb_eleves'],
      ['filtrage'],
      ['school.pupils'],
      ['nb_tablettes'],
      ['filtrage'],
      ['previous(nb_eleves)'],
    ]);
  });

  it('has nothing to say of an expression that has a value', () => {
    expect([
      why('nb_eleves + nb_ordinateurs_fixes', college),
      why('false and filtrage'),
      why('blank_as(nb_eleves, 0)'),
    ]).toEqual([[], [], []]);
  });

  it('refuses an expression that was never checked', () => {
    expect(() => why('nb_eleves +')).toThrow('check it first');
    expect(() => why('nb_unknown + 1')).toThrow('check it first');
  });
});

const number = fc.constantFrom('nb_eleves', 'nb_tablettes', 'debit_mesure', 'school.pupils', '7');
const truth = fc.constantFrom('filtrage', 'answered(nb_eleves)', "charte_usage = 'tous'", 'true');

const { expression } = fc.letrec<{ expression: string; condition: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    number,
    fc
      .tuple(tie('expression'), fc.constantFrom('+', '-'), tie('expression'))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(fc.constantFrom('blank_as', 'min', 'max'), tie('expression'), tie('expression'))
      .map(([name, left, right]) => `${name}(${left}, ${right})`),
    fc
      .tuple(tie('condition'), tie('expression'), tie('expression'))
      .map((parts) => `if(${parts.join(', ')})`),
    tie('condition').map((condition) => `count_where(${condition})`),
  ),
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    truth,
    fc
      .tuple(tie('condition'), fc.constantFrom('and', 'or'), tie('condition'))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc.tuple(tie('expression'), tie('expression')).map((sides) => `(${sides.join(' > ')})`),
    tie('condition').map((condition) => `(not ${condition})`),
  ),
}));

const maybe = <Value>(value: Value) => fc.option(fc.constant(value), { nil: undefined });

const environment: fc.Arbitrary<Environment> = fc
  .record({
    nb_eleves: maybe(480),
    nb_tablettes: maybe(0),
    debit_mesure: maybe('12.5'),
    filtrage: fc.option(fc.boolean(), { nil: undefined }),
    charte_usage: maybe('tous'),
    pupils: fc.option(fc.constant(475), { nil: null }),
  })
  .map(({ pupils, ...answers }) => ({
    answers: JSON.parse(JSON.stringify(answers)) as Environment['answers'],
    previous: null,
    school: { ...college.school, pupils },
  }));

describe('laws of blanks', () => {
  it('something is missing exactly when the expression is blank', () => {
    fc.assert(
      fc.property(expression, environment, (source, read) => {
        const isBlank = compile(source).evaluate(read) === null;
        expect(why(source, read).length > 0).toBe(isBlank);
      }),
    );
  });

  it('what is named is blank, and once it is there it is blamed no more', () => {
    const values: Environment['answers'] = {
      nb_eleves: 1,
      nb_tablettes: 1,
      debit_mesure: '1',
      filtrage: true,
      charte_usage: 'tous',
    };
    fc.assert(
      fc.property(expression, environment, (source, read) => {
        for (const name of why(source, read)) {
          const isSchool = name === 'school.pupils';
          expect(isSchool ? read.school.pupils : (read.answers[name] ?? null)).toBeNull();
          const filled: Environment = isSchool
            ? { ...read, school: { ...read.school, pupils: 1 } }
            : { ...read, answers: { ...read.answers, [name]: values[name] ?? 0 } };
          expect(why(source, filled)).not.toContain(name);
        }
        expect(compile(source).type.kind).toBe('number');
      }),
    );
  });
});

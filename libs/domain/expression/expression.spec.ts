import { describe, expect, it } from '@jest/globals';

import { schoolTypes, sectors, degrees } from '#domain/territory';

import { college, compile } from '../../testing/trial-expressions.js';
import { type Environment, schoolFields } from './index.js';

const worth = (source: string, environment: Environment = college): unknown =>
  compile(source).evaluate(environment);

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

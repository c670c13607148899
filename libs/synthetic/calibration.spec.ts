import { describe, expect, it } from '@jest/globals';

import { calibrationFrom, constraintOf, type PublishedFigure } from './calibration.js';

const figure = (given: Partial<PublishedFigure>): PublishedFigure => ({
  indicator: 'eleves_par_ordinateur_1d',
  territory: { kind: 'academy', code: '02' },
  schoolYear: '2013-2014',
  value: '15.56',
  schoolType: null,
  degree: '1D',
  ...given,
});

describe('the calibration', () => {
  it('reads a published figure as a constraint on a campaign', () => {
    expect(constraintOf(figure({ value: '9.8' }))).toEqual({
      indicator: 'eleves_par_ordinateur_1d',
      survey: 'etic-1d',
      year: 2014,
      place: { kind: 'academy', code: '02' },
      schoolType: null,
      value: '9.8',
      decimals: 2,
      origin: 'published',
    });
  });

  it('takes the places that a lone figure is printed with', () => {
    const entries = [
      figure({ indicator: 'classes_mobiles_moyenne', value: '1.8', schoolYear: '2017-2018' }),
      figure({ indicator: 'ecoles_ent_part', value: '15.95', schoolYear: '2017-2018' }),
      figure({ indicator: 'ecoles_ent_part', value: '13', schoolYear: '2017-2018' }),
    ].map((each) => constraintOf({ ...each, territory: { kind: 'academy', code: '16' } }));
    expect(entries.map((each) => [each?.indicator, each?.decimals])).toEqual([
      ['classes_mobiles_moyenne_ecoles', 1],
      ['ecoles_ent_part', 2],
      ['ecoles_ent_part', 0],
    ]);
  });

  it('tells TOUS from a type, and a type that is the whole of the indicator from a part', () => {
    const types = [
      { indicator: 'eleves_par_ordinateur_2d', schoolType: 'TOUS', schoolYear: '2013-2014' },
      { indicator: 'eleves_par_ordinateur_2d', schoolType: 'LP', schoolYear: '2013-2014' },
      {
        indicator: 'classes_mobiles_part_colleges',
        schoolType: 'COLLEGE',
        schoolYear: '2017-2018',
      },
    ].map((each) => constraintOf(figure({ ...each, territory: { kind: 'country', code: 'FR' } })));
    expect(types.map((each) => each?.schoolType)).toEqual([null, 'LP', null]);
  });

  it.each<[string, Partial<PublishedFigure>]>([
    ['another survey', { indicator: 'c2i2e_part_enseignants_1d' }],
    ['a year without a campaign', { schoolYear: '2016-2017' }],
    ['no year', { schoolYear: null }],
    ['no value', { value: null }],
    ['an académie outside the field', { territory: { kind: 'academy', code: '06' } }],
    ['a degree that tells names apart', { indicator: 'classes_mobiles_moyenne', degree: null }],
  ])('leaves aside a figure of %s', (_, given) => {
    expect(constraintOf(figure(given))).toBeUndefined();
  });

  it('assumes the published response rate for the year and the académie that have none', () => {
    const rate = figure({ indicator: 'taux_reponse_etic_1d', value: '35' });
    expect(
      calibrationFrom([rate]).map(({ year, place, value, origin }) => [
        year,
        place.code,
        value,
        origin,
      ]),
    ).toEqual([
      [2014, '02', '35', 'published'],
      [2013, '02', '35', 'assumed'],
      [2013, '16', '35', 'assumed'],
      [2014, '16', '35', 'assumed'],
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';

import type { Environment, School } from '#domain/expression';
import type { Indicator } from '#domain/indicator';
import type { Answers } from '#kernel';

import { trial } from '../testing/trial-questionnaire.js';
import {
  compileCoverageMeasures,
  compileMeasures,
  coverageEnvironment,
  type Measures,
  slotsPerMeasure,
} from './index.js';

const both = (text: string): { fr: string; en: string } => ({ fr: text, en: text });

const indicator = (part: Partial<Indicator> & Pick<Indicator, 'id' | 'numerator'>): Indicator => ({
  version: 1,
  label: both(part.id),
  description: both(part.id),
  survey: 'essai',
  source: 'answers',
  aggregation: 'total',
  unit: both('-'),
  direction: 'neutral',
  decimals: 0,
  targets: [],
  provenance: 'essai',
  ...part,
});

const perComputer = indicator({
  id: 'eleves_par_ordinateur',
  aggregation: 'ratio',
  numerator: 'nb_eleves',
  denominator: 'nb_ordinateurs',
  scope: "school.sector = 'PU'",
});
const area = indicator({ id: 'surface_totale', numerator: 'surface' });
const withEnt = indicator({
  id: 'ent_part',
  aggregation: 'share',
  numerator: 'count_where(ent_deploye)',
  denominator: 'count_where(answered(ent_deploye))',
});
const wireless = indicator({
  id: 'wifi_part',
  aggregation: 'share',
  numerator: 'count_where(wifi)',
  denominator: '1',
});
const otherSurvey = indicator({ id: 'ailleurs', survey: 'autre', numerator: '1' });
const lostOption = indicator({
  id: 'ancienne_solution',
  numerator: "count_where(ent_solution = 'disparue')",
});
const rate = indicator({
  id: 'taux_reponse',
  source: 'coverage',
  aggregation: 'share',
  numerator: 'received',
  denominator: 'expected',
});
const covered = indicator({
  id: 'couverture',
  source: 'coverage',
  aggregation: 'share',
  numerator: 'received * school.pupils',
  denominator: 'expected * school.pupils',
});

const publicSchool: School = { type: 'ECOLE', sector: 'PU', degree: '1D', pupils: 90 };
const measures = compileMeasures(trial, [
  withEnt,
  perComputer,
  wireless,
  otherSurvey,
  rate,
  area,
  lostOption,
]);

const contributions = (
  { layout, contribute }: Measures,
  environment: Environment,
): Readonly<Record<string, readonly number[]>> => {
  const into = new Float64Array(layout.length * slotsPerMeasure).fill(99);
  contribute(environment, into);
  return Object.fromEntries(
    layout.map(({ key }, index) => [
      key,
      [...into.slice(index * slotsPerMeasure, (index + 1) * slotsPerMeasure)],
    ]),
  );
};

const ofAnswers = (
  answers: Answers,
  school = publicSchool,
): Readonly<Record<string, readonly number[]>> =>
  contributions(measures, { answers, previous: null, school });

describe('what a response adds to figures', () => {
  it('is laid out by key, for the indicators that its version measures', () => {
    expect(
      measures.layout.map(({ key, numeratorScale, denominatorScale }) => [
        key,
        numeratorScale,
        denominatorScale,
      ]),
    ).toEqual([
      ['ancienne_solution@1', 0, 0],
      ['eleves_par_ordinateur@1', 0, 0],
      ['ent_part@1', 0, 0],
      ['surface_totale@1', 2, 0],
    ]);
  });

  it('is a numerator and a denominator in whole units; a zero counts', () => {
    expect(
      ofAnswers({
        nb_eleves: 90,
        nb_ordinateurs: 0,
        surface: '12.5',
        ent_deploye: false,
        ent_solution: 'atrium',
      }),
    ).toEqual({
      'ancienne_solution@1': [1, 0, 0],
      'eleves_par_ordinateur@1': [1, 90, 0],
      'ent_part@1': [1, 0, 1],
      'surface_totale@1': [1, 1250, 0],
    });
  });

  it('is nothing when either side is blank', () => {
    expect(ofAnswers({ nb_eleves: 90 })).toEqual({
      'ancienne_solution@1': [0, 0, 0],
      'eleves_par_ordinateur@1': [0, 0, 0],
      'ent_part@1': [0, 0, 0],
      'surface_totale@1': [0, 0, 0],
    });
    expect(ofAnswers({ nb_ordinateurs: 4 })['eleves_par_ordinateur@1']).toEqual([0, 0, 0]);
  });

  it('is nothing outside the scope', () => {
    const answers = { nb_eleves: 90, nb_ordinateurs: 3 };
    expect(
      ofAnswers(answers, { ...publicSchool, sector: 'PR' })['eleves_par_ordinateur@1'],
    ).toEqual([0, 0, 0]);
    expect(ofAnswers(answers)['eleves_par_ordinateur@1']).toEqual([1, 90, 3]);
  });

  it('does not remember the response before', () => {
    ofAnswers({ nb_eleves: 90, nb_ordinateurs: 3, surface: '1', ent_deploye: true });
    expect(ofAnswers({})['ent_part@1']).toEqual([0, 0, 0]);
  });

  it('fills a plain array as well', () => {
    const into: number[] = [];
    measures.contribute(
      { answers: { surface: '0.05' }, previous: null, school: publicSchool },
      into,
    );
    expect(into.slice(9)).toEqual([1, 5, 0]);
  });

  it('refuses to count a definition that nobody has checked', () => {
    expect(() =>
      compileMeasures(trial, [indicator({ id: 'faux', numerator: 'nb_eleves > 1' })]),
    ).toThrow('indicator faux@1: a number is expected here.');
  });
});

describe('what an expected school adds to coverage', () => {
  const coverage = compileCoverageMeasures('essai', [rate, covered, perComputer]);
  const state = { expected: 1, received: 1, validated: 0, late: 1, school: publicSchool };

  it('is one among the expected, and one among the received once it has answered', () => {
    expect(contributions(coverage, coverageEnvironment(state))).toEqual({
      'couverture@1': [1, 90, 90],
      'taux_reponse@1': [1, 1, 1],
    });
    expect(contributions(coverage, coverageEnvironment({ ...state, received: 0 }))).toEqual({
      'couverture@1': [1, 0, 90],
      'taux_reponse@1': [1, 0, 1],
    });
  });

  it('leaves a school without head count out of what counts pupils', () => {
    const unknown = coverageEnvironment({ ...state, school: { ...publicSchool, pupils: null } });
    expect(contributions(coverage, unknown)).toEqual({
      'couverture@1': [0, 0, 0],
      'taux_reponse@1': [1, 1, 1],
    });
  });
});

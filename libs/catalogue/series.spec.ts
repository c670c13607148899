import { afterAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';

import type { Question, Questionnaire } from '#domain/survey';
import { schoolYearOfCampaign } from '#kernel';

import { folderWith, tabletsCount } from '../testing/candidate.js';
import { indicator, smallCatalogue } from '../testing/small-survey.js';
import { type Catalogue, readCatalogue, seriesFinder, shippedCatalogue } from './index.js';

const folder = folderWith({ 'eleves_par_ordinateur_1d.v2.yaml': tabletsCount });
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const read = await readCatalogue(shippedCatalogue(), [folder]);
if (!read.ok) throw new Error(JSON.stringify(read.error));
const catalogue = read.value;
const find = seriesFinder(catalogue);

const year = schoolYearOfCampaign;
const surveyed = (campaign: number, version: string, survey = 'etic-1d') => ({
  schoolYear: year(campaign),
  questionnaires: [`${survey}@${version}`],
});

describe('the series of an indicator', () => {
  it('has one definition over all years, the latest, or the one that is asked for', () => {
    const versions = ['eleves_par_ordinateur_1d', 'eleves_par_ordinateur_1d@1'].map((reference) =>
      [2014, 2018].map((campaign) => find(reference, 'LATEST')?.at(year(campaign)).version),
    );
    expect(versions).toEqual([
      [2, 2],
      [1, 1],
    ]);
  });

  it('has for each year the definition in force then, unless a version is asked for', () => {
    const inForce = find('eleves_par_ordinateur_1d', 'IN_FORCE');
    const pinned = find('eleves_par_ordinateur_1d@2', 'IN_FORCE');
    expect([
      [2014, 2017, 2018, 2026].map((campaign) => inForce?.at(year(campaign)).version),
      pinned?.at(year(2014)).version,
      find('eleves_par_ordinateur_1d@3', 'IN_FORCE'),
      find('nothing', 'LATEST'),
    ]).toEqual([[1, 1, 2, 2], 2, undefined, undefined]);
  });

  it('breaks where a definition does, and nowhere when one definition serves all years', () => {
    const [before, after] = [surveyed(2017, '2014'), surveyed(2018, '2018')];
    expect([
      find('eleves_par_ordinateur_1d', 'IN_FORCE')?.breakBetween(before, after),
      find('eleves_par_ordinateur_1d', 'LATEST')?.breakBetween(before, after),
      find('eleves_par_ordinateur_1d', 'LATEST')?.yearsBefore(year(2018)),
    ]).toEqual([
      {
        cause: 'definition',
        reason: {
          fr: 'Les tablettes comptent comme des ordinateurs.',
          en: 'Tablets count as computers.',
        },
        questions: [],
      },
      null,
      [],
    ]);
  });

  it('breaks where a question that it reads does: the bands of speed of ETIC 2018', () => {
    const broken = [...catalogue.indicators.keys()].filter((id) => {
      const series = find(id, 'LATEST');
      const { survey = '' } = series ?? {};
      const [from, to] = [surveyed(2014, '2014', survey), surveyed(2018, '2018', survey)];
      return series?.breakBetween(from, to) !== null;
    });
    const series = find('debit_2m_plus_part_ecoles', 'LATEST');
    expect([
      broken,
      series?.breakBetween(surveyed(2017, '2014'), surveyed(2018, '2018')),
      series?.breakBetween(surveyed(2018, '2018'), surveyed(2019, '2018')),
      series?.yearsBefore(year(2015)),
    ]).toEqual([
      ['debit_10m_plus_part_etab', 'debit_2m_plus_part_ecoles', 'debit_512k_2m_part_ecoles'],
      {
        cause: 'questionnaire',
        reason: {
          fr: 'Les tranches de débit ont changé en 2018.',
          en: 'The bands of speed changed in 2018.',
        },
        questions: ['debit_internet'],
      },
      null,
      ['2013-2014', '2012-2013', '2011-2012'],
    ]);
  });

  it('breaks through versions in between, when a year was left out', () => {
    const small = threeVersions(['2014', 'break'], ['2018', 'identical']);
    const series = seriesFinder(small)('computers', 'LATEST');
    const between = (from: string, to: string) =>
      series?.breakBetween(
        { schoolYear: year(Number(from)), questionnaires: [`small@${from}`] },
        { schoolYear: year(Number(to)), questionnaires: [`small@${to}`] },
      )?.questions;
    expect([between('2014', '2022'), between('2018', '2022'), between('2014', '2018')]).toEqual([
      ['computers'],
      undefined,
      ['computers'],
    ]);
  });

  it('goes on where the later version says so itself', () => {
    const small = threeVersions(['2014', 'break'], ['2014', 'comparable']);
    const series = seriesFinder(small)('computers', 'LATEST');
    expect(
      series?.breakBetween(
        { schoolYear: year(2014), questionnaires: ['small@2014'] },
        { schoolYear: year(2022), questionnaires: ['small@2022'] },
      ),
    ).toBeNull();
  });
});

type Marking = readonly [with_: string, status: 'identical' | 'comparable' | 'break'];

/** The small survey with versions 2014, 2018 and 2022: how computers of the later two compare. */
function threeVersions(of2018: Marking, of2022: Marking): Catalogue {
  const small = smallCatalogue([
    indicator({ id: 'computers', aggregation: 'total', numerator: 'computers', decimals: 0 }),
  ]);
  const base = small.questionnaires.get('small@2018') as Questionnaire;
  const marked = (version: string, [other, status]: Marking): Questionnaire => ({
    ...base,
    version,
    firstCampaign: Number(version),
    sections: base.sections.map((section) => ({
      ...section,
      questions: section.questions.map((question): Question => ({
        ...question,
        comparability: question.code === 'computers' ? [{ with: other, status }] : [],
      })),
    })),
  });
  const later = [marked('2018', of2018), marked('2022', of2022)];
  return {
    ...small,
    questionnaires: new Map([
      ...small.questionnaires,
      ...later.map((one) => [`small@${one.version}`, one] as const),
    ]),
  };
}

import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compileIndicator } from '#domain/indicator';
import { expressionTypesOf, type Questionnaire, questionsOf } from '#domain/survey';
import { schoolYearOfCampaign } from '#kernel';
import { compileMeasures } from '#statistics';

import {
  type Catalogue,
  changesSince,
  describeMistake,
  questionnaireOfCampaign,
  readCatalogue,
  referencesFor,
  referencesOf,
  shippedCatalogue,
} from './index.js';

const load = async (): Promise<Catalogue> => {
  const loaded = await readCatalogue(shippedCatalogue());
  if (loaded.ok) return loaded.value;
  throw new Error(loaded.error.map((mistake) => describeMistake(mistake, 'en')).join('\n'));
};

const catalogue = await load();
const published = new Set(catalogue.references.map(({ indicator }) => indicator));

const versionOf = (key: string): Questionnaire => {
  const questionnaire = catalogue.questionnaires.get(key);
  if (questionnaire === undefined) throw new Error(key);
  return questionnaire;
};

const codesOf = (key: string): readonly string[] =>
  questionsOf(versionOf(key)).map(({ code }) => code);

const first = [
  ...[
    'nb_eleves',
    'nb_enseignants',
    'nb_classes',
    'nb_ordinateurs_fixes',
    'nb_ordinateurs_portables',
    'nb_tablettes',
  ],
  ...[
    'nb_classes_mobiles',
    'nb_tbi_tni',
    'nb_vpi',
    'nb_videoprojecteurs',
    'type_acces_internet',
    'debit_internet',
  ],
  ...[
    'part_salles_internet',
    'filtrage',
    'charte_usage',
    'ent_deploye',
    'ent_solution',
    'volet_numerique_projet',
  ],
  ...['maintenance', 'nb_eleves_b2i_concernes', 'nb_eleves_b2i_valides'],
];
const second = [
  ...first,
  ...[
    'nb_salles',
    'nb_terminaux_moins_5_ans',
    'services_en_ligne',
    'comite_numerique',
    'plan_formation_numerique',
    'referent_numerique',
  ],
];

const schemas = join(shippedCatalogue(), 'schemas');

describe('a schema that ships', () => {
  it.each(readdirSync(schemas))('%s is a sound JSON Schema', (name) => {
    const schema = JSON.parse(readFileSync(join(schemas, name), 'utf8')) as object;
    expect(new Ajv({ strict: false }).validateSchema(schema)).toBe(true);
  });
});

describe('the catalogue that ships', () => {
  it.each([
    ['etic-1d@2014', first],
    ['etic-1d@2018', [...first, 'wifi']],
    ['etic-2d@2014', second],
    ['etic-2d@2018', [...second, 'wifi', 'nb_imprimantes_3d']],
  ])('%s asks its questions, and no other', (key, codes) => {
    expect([...codesOf(key)].sort()).toEqual([...codes].sort());
  });

  it('says that its questionnaires are reconstructed, and where each question comes from', () => {
    const questionnaires = [...catalogue.questionnaires.values()];
    expect(questionnaires.map(({ reconstructed }) => reconstructed)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(
      questionnaires.flatMap(questionsOf).filter(({ provenance }) => provenance === ''),
    ).toEqual([]);
  });

  it('compares every question of 2018 that 2014 asks, and breaks the series of bandwidths', () => {
    for (const survey of ['etic-1d', 'etic-2d']) {
      const [from, to] = [versionOf(`${survey}@2014`), versionOf(`${survey}@2018`)];
      const compared = questionsOf(to).filter(({ comparability }) => comparability.length > 0);
      expect(compared.map(({ code }) => code).sort()).toEqual(
        [...codesOf(`${survey}@2014`)].sort(),
      );
      const breaking = changesSince(from, to).filter(({ change }) => change === 'break');
      expect(breaking.map(({ question }) => question)).toEqual(['debit_internet']);
    }
  });

  it.each([
    [2011, undefined],
    [2012, '2014'],
    [2017, '2014'],
    [2018, '2018'],
    [2026, '2018'],
  ])('serves the campaign of %i with version %s', (year, version) => {
    expect(questionnaireOfCampaign(catalogue, 'etic-1d', year)?.version).toBe(version);
  });

  it('computes every published figure whose source is ETIC, and those that ETIC explains', () => {
    const explained = [
      ...[
        'eleves_par_ordinateur_1d',
        'eleves_par_ordinateur_2d',
        'taux_reponse_etic_1d',
        'taux_reponse_etic_2d',
      ],
      ...[
        'b2i_niveau1_part_eleves',
        'b2i_niveau3_part_eleves',
        'charte_part_ecoles',
        'nb_tbi_tni_1d',
      ],
      ...[
        'volet_numerique_part_ecoles',
        'charte_part_etab',
        'charte_tous_membres_part_etab',
        'comite_numerique_part_etab',
      ],
      ...[
        'plan_formation_part_etab',
        'parc_moins_5_ans',
        'ecoles_ent_part',
        'ent_2d_part',
        'classes_mobiles_part_colleges',
      ],
      ...[
        'classes_mobiles_part_ecoles',
        'ecoles_dotees_ent',
        'eple_dotes_ent',
        'eple_services_en_ligne',
      ],
    ];
    expect(explained.filter((id) => !catalogue.indicators.has(id) || !published.has(id))).toEqual(
      [],
    );
    const etic = catalogue.references
      .filter(({ survey }) => survey === 'ETIC')
      .map(({ indicator }) => indicator);
    expect(etic.filter((id) => !catalogue.indicators.has(id))).toEqual([]);
  });

  it('gives each indicator what others published of it', () => {
    const moyenne = catalogue.indicators.get('classes_mobiles_moyenne_colleges');
    const computers = catalogue.indicators.get('eleves_par_ordinateur_1d');
    if (moyenne === undefined || computers === undefined) throw new Error('missing');
    expect(referencesOf(catalogue, moyenne).map(({ value }) => value)).toEqual(['2.1']);
    const query = {
      territory: { kind: 'department', code: '013' },
      schoolYear: schoolYearOfCampaign(2014),
    };
    expect(
      referencesFor(referencesOf(catalogue, computers), query).map(({ value }) => value),
    ).toEqual(['17.53']);
  });

  it('holds the 195 published figures with their targets', () => {
    const targets = [...catalogue.indicators.values()].flatMap(({ id, targets: of }) =>
      of.map(({ value }) => `${id} ${value}`),
    );
    expect([catalogue.references.length, targets]).toEqual([
      195,
      [
        'b2i_niveau1_part_eleves 95',
        'b2i_niveau3_part_eleves 80',
        'charte_part_ecoles 100',
        'charte_part_etab 100',
        'comite_numerique_part_etab 100',
        'ecoles_dotees_ent 700',
        'eple_services_en_ligne 310',
        'nb_tbi_tni_1d 1000',
        'plan_formation_part_etab 100',
        'volet_numerique_part_ecoles 100',
      ],
    ]);
  });

  it('measures what a version asks: wifi since 2018 only', () => {
    const keys = (key: string): readonly string[] =>
      compileMeasures(versionOf(key), catalogue.indicators.values()).layout.map(
        ({ indicator }) => indicator.id,
      );
    expect(keys('etic-1d@2018').filter((id) => !keys('etic-1d@2014').includes(id))).toEqual([
      'wifi_part_ecoles',
    ]);
    expect(keys('etic-2d@2018').filter((id) => !keys('etic-2d@2014').includes(id))).toEqual([
      'imprimantes_3d_part_etab',
      'wifi_part_etab',
    ]);
  });

  it('counts public schools only', () => {
    const privateSchool = {
      answers: {},
      previous: null,
      school: { type: 'COLLEGE', sector: 'PR', degree: '2D', pupils: 300 },
    };
    const counted = [...catalogue.indicators.values()].filter((indicator) => {
      const versions = [...catalogue.questionnaires.values()].filter(
        ({ survey }) => survey === indicator.survey,
      );
      return (
        compileIndicator(indicator, expressionTypesOf(versions)).scope?.evaluate(privateSchool) !==
        false
      );
    });
    expect(counted.map(({ id }) => id)).toEqual([]);
  });

  it('knows the thirty académies of today, those that became Normandie, and every department once', () => {
    const { academies, departments, academicRegions } = catalogue.territories;
    const today = academies.filter(({ until }) => until === null);
    expect([today.length, departments.length, academicRegions.length]).toEqual([30, 101, 18]);
    expect(today.flatMap((academy) => academy.departments).sort()).toEqual(
      departments.map(({ code }) => code).sort(),
    );
    expect(
      academies
        .filter(({ from, until }) => from !== null || until !== null)
        .map(({ name, from, until }) => [name, from, until]),
    ).toEqual([
      ['Caen', null, '2019-12-31'],
      ['Rouen', null, '2019-12-31'],
      ['Mayotte', '2020-01-01', null],
      ['Normandie', '2020-01-01', null],
    ]);
    expect(academies.find(({ code }) => code === '02')?.academicRegion).toBe('93');
  });
});

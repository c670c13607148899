import { type Catalogue, versionsByKey } from '#catalogue';
import type { Indicator } from '#domain/indicator';
import type { Questionnaire } from '#domain/survey';

const same = (text: string) => ({ fr: text, en: text });

const questionnaire: Questionnaire = {
  survey: 'etic-1d',
  version: '2014',
  label: same('ETIC 1D'),
  degree: '1D',
  reconstructed: true,
  provenance: 'for tests',
  firstCampaign: 2012,
  sections: [
    {
      code: 'equipement',
      label: same('Équipement'),
      questions: [
        {
          code: 'nb_ordinateurs_fixes',
          label: same('Ordinateurs fixes'),
          type: 'integer',
          required: true,
          mayNotConcern: false,
          min: '0',
          max: '5000',
          options: [],
          comparability: [],
          provenance: 'for tests',
        },
      ],
    },
  ],
  rules: [],
};

const indicator: Indicator = {
  id: 'eleves_par_ordinateur_1d',
  version: 1,
  label: same('Élèves par ordinateur'),
  description: same('Élèves ÷ ordinateurs'),
  survey: 'etic-1d',
  source: 'answers',
  aggregation: 'ratio',
  numerator: 'nb_eleves',
  denominator: 'nb_ordinateurs_fixes',
  unit: same('élèves'),
  direction: 'lower-is-better',
  decimals: 2,
  targets: [
    {
      territory: { kind: 'academy', code: '02' },
      schoolYear: '2016-2017',
      value: '10',
      source: 'for tests',
    },
  ],
  provenance: 'for tests',
};

/** A catalogue small enough to know by heart: one question, one indicator, two départements of one académie. */
export const fakeCatalogue: Catalogue = {
  questionnaires: new Map([['etic-1d@2014', questionnaire]]),
  ...versionsByKey([indicator, { ...indicator, id: 'nb_tbi_tni_1d' }]),
  territories: {
    departments: [
      { code: '013', name: 'Bouches-du-Rhône' },
      { code: '084', name: 'Vaucluse' },
      { code: '031', name: 'Haute-Garonne' },
      { code: '014', name: 'Calvados' },
    ],
    academies: [
      academy('02', 'Aix-Marseille', { academicRegion: '93', departments: ['013', '084'] }),
      academy('16', 'Toulouse', { academicRegion: '76', departments: ['031'] }),
      academy('70', 'Normandie', {
        academicRegion: '28',
        departments: ['014'],
        from: '2020-01-01',
        predecessors: ['05'],
        legalBasis: 'Décret 2019-1056',
      }),
      academy('05', 'Caen', { academicRegion: '28', departments: ['014'], until: '2019-12-31' }),
    ],
    academicRegions: [
      { code: '28', name: 'Normandie' },
      { code: '76', name: 'Occitanie' },
      { code: '93', name: 'Provence-Alpes-Côte d’Azur' },
    ],
  },
  references: [
    {
      indicator: 'eleves_par_ordinateur_1d',
      label: 'Nombre d’élèves par ordinateur',
      territory: { kind: 'academy', code: '02' },
      schoolYear: '2013-2014',
      value: '15.56',
      unit: 'élèves',
      survey: 'ETIC',
      schoolType: null,
      degree: '1D',
      category: null,
      comparator: null,
      target: null,
      targetYear: null,
      note: null,
      source: 'feuille de route',
    },
  ],
  fingerprint: 'test',
};

type Academy = Catalogue['territories']['academies'][number];

function academy(code: string, name: string, over: Partial<Academy>): Academy {
  return {
    code,
    name,
    academicRegion: '',
    from: null,
    until: null,
    departments: [],
    predecessors: [],
    legalBasis: null,
    ...over,
  };
}

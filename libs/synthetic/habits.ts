import type { Answers } from '#kernel';

import type { SyntheticSchool } from './school.js';

/**
 * How the questions that no published figure settles are answered, on the whole. The levels are those of
 * the national surveys of 2014 to 2019 where one is known, and plausible otherwise: they bind nothing.
 */
export type Habit =
  | { readonly kind: 'yes'; readonly percent: number }
  /** Relative weights by option code; an option that is not named weighs 1. */
  | { readonly kind: 'one-of'; readonly weights: Readonly<Record<string, number>> }
  /** Percent of schools that tick each option; one that is not named is ticked by 10. */
  | { readonly kind: 'some-of'; readonly percents: Readonly<Record<string, number>> }
  | {
      readonly kind: 'count';
      readonly perThousandPupils: number;
      /** Percent of schools that have none. */
      readonly none: number;
    };

/** An absent part does not restrict. */
type Where = {
  readonly survey?: 'etic-1d' | 'etic-2d';
  /** First campaign. */
  readonly from?: number;
  readonly academy?: string;
  readonly department?: string;
  readonly schoolType?: string;
};

export type Setting = {
  readonly survey: string;
  readonly year: number;
  readonly school: SyntheticSchool;
};

const yes = (percent: number): Habit => ({ kind: 'yes', percent });
const count = (perThousandPupils: number, none: number): Habit => ({
  kind: 'count',
  perThousandPupils,
  none,
});
const oneOf = (weights: Readonly<Record<string, number>>): Habit => ({ kind: 'one-of', weights });
const someOf = (percents: Readonly<Record<string, number>>): Habit => ({
  kind: 'some-of',
  percents,
});

type Known = readonly (readonly [Where, Habit])[];

const everywhere: Where = {};
const in2d: Where = { survey: 'etic-2d' };

/** By question; the last that fits a school is the one that counts. */
const known: Readonly<Record<string, Known>> = {
  nb_tablettes: [
    [everywhere, count(9, 70)],
    [in2d, count(22, 50)],
    [{ from: 2018 }, count(45, 40)],
  ],
  nb_tbi_tni: [[in2d, count(10, 15)]],
  nb_vpi: [
    [everywhere, count(3, 75)],
    [in2d, count(8, 40)],
  ],
  nb_videoprojecteurs: [
    [everywhere, count(12, 30)],
    [in2d, count(40, 3)],
  ],
  nb_imprimantes_3d: [[everywhere, count(2, 45)]],
  type_acces_internet: [
    [
      everywhere,
      oneOf({ aucun: 2, adsl: 78, sdsl: 6, cable: 4, fibre: 5, satellite: 2, '4g': 1, nsp: 4 }),
    ],
    [
      { from: 2018 },
      oneOf({ aucun: 1, adsl: 52, sdsl: 6, cable: 5, fibre: 28, satellite: 2, '4g': 3, nsp: 3 }),
    ],
    [
      in2d,
      oneOf({ aucun: 0, adsl: 42, sdsl: 18, cable: 6, fibre: 32, satellite: 1, '4g': 0, nsp: 1 }),
    ],
  ],
  debit_internet: [
    [everywhere, oneOf({ moins_512k: 12, '512k_2m': 52, '2m_plus': 36 })],
    [
      { from: 2018 },
      oneOf({ moins_512k: 8, '512k_2m': 34, '2m_10m': 38, '10m_100m': 17, '100m_plus': 3 }),
    ],
    [in2d, oneOf({ moins_2m: 22, '2m_10m': 48, '10m_plus': 30 })],
    [
      { ...in2d, from: 2018 },
      oneOf({ moins_512k: 1, '512k_2m': 9, '2m_10m': 38, '10m_100m': 40, '100m_plus': 12 }),
    ],
  ],
  part_salles_internet: [
    [everywhere, oneOf({ aucune: 4, moins_moitie: 24, moitie_ou_plus: 22, toutes: 50 })],
    [in2d, oneOf({ aucune: 1, moins_moitie: 4, moitie_ou_plus: 15, toutes: 80 })],
  ],
  wifi: [[everywhere, yes(48)]],
  filtrage: [
    [everywhere, yes(73)],
    [in2d, yes(97)],
  ],
  volet_numerique_projet: [[in2d, yes(70)]],
  ent_solution: [
    [everywhere, oneOf({ iconito_plus: 40, beneylu: 25, netecole: 15, ent_ecole: 10, autre: 10 })],
    [
      { academy: '16' },
      oneOf({ iconito_plus: 4, beneylu: 30, netecole: 8, ent_ecole: 48, autre: 10 }),
    ],
    [
      { ...in2d, academy: '02' },
      oneOf({ its_learning: 1, provence: 4, atrium: 85, entmip: 0, ecollege31: 0, autre: 10 }),
    ],
    [
      { ...in2d, department: '004', schoolType: 'COLLEGE' },
      oneOf({ its_learning: 95, provence: 1, atrium: 2, entmip: 0, ecollege31: 0, autre: 2 }),
    ],
    [
      { ...in2d, department: '084', schoolType: 'COLLEGE' },
      oneOf({ its_learning: 0, provence: 70, atrium: 15, entmip: 0, ecollege31: 0, autre: 15 }),
    ],
    [
      { ...in2d, academy: '16' },
      oneOf({ its_learning: 0, provence: 0, atrium: 0, entmip: 97, ecollege31: 0, autre: 3 }),
    ],
    [
      { ...in2d, department: '031', schoolType: 'COLLEGE' },
      oneOf({ its_learning: 0, provence: 0, atrium: 0, entmip: 2, ecollege31: 97, autre: 1 }),
    ],
  ],
  maintenance: [
    [everywhere, someOf({ collectivite: 72, academie: 28, etablissement: 30, prestataire: 18 })],
  ],
  services_en_ligne: [
    [
      everywhere,
      someOf({
        cahier_de_textes: 88,
        notes: 92,
        absences: 74,
        messagerie: 66,
        reservation: 35,
        autre: 12,
      }),
    ],
  ],
  referent_numerique: [[everywhere, oneOf({ aucun: 8, cotice: 34, referent: 58 })]],
};

const fits = (where: Where, { survey, year, school }: Setting): boolean =>
  (where.survey ?? survey) === survey &&
  (where.from ?? year) <= year &&
  (where.academy ?? school.academy) === school.academy &&
  (where.department ?? school.department) === school.department &&
  (where.schoolType ?? school.schoolType) === school.schoolType;

/** How a question is answered on the whole; undefined when nothing is known of it. */
export const habitOf = (question: string, setting: Setting): Habit | undefined =>
  known[question]?.findLast(([where]) => fits(where, setting))?.[1];

const aboutTheAccess: ReadonlySet<string> = new Set([
  'debit_internet',
  'part_salles_internet',
  'wifi',
  'filtrage',
]);

/** A school without access to Internet is not concerned by what is asked of the access. */
export const isPointless = (question: string, answers: Answers): boolean =>
  aboutTheAccess.has(question) && answers['type_acces_internet'] === 'aucun';

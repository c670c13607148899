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

type Known = {
  readonly question: string;
  readonly survey?: 'etic-1d' | 'etic-2d';
  /** First campaign. */
  readonly from?: number;
  readonly habit: Habit;
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

/** The last that fits is the one that counts. */
const known: readonly Known[] = [
  { question: 'nb_tablettes', habit: count(9, 70) },
  { question: 'nb_tablettes', survey: 'etic-2d', habit: count(22, 50) },
  { question: 'nb_tablettes', from: 2018, habit: count(45, 40) },
  { question: 'nb_tbi_tni', survey: 'etic-2d', habit: count(10, 15) },
  { question: 'nb_vpi', habit: count(3, 75) },
  { question: 'nb_vpi', survey: 'etic-2d', habit: count(8, 40) },
  { question: 'nb_videoprojecteurs', habit: count(12, 30) },
  { question: 'nb_videoprojecteurs', survey: 'etic-2d', habit: count(40, 3) },
  { question: 'nb_imprimantes_3d', habit: count(2, 45) },
  {
    question: 'type_acces_internet',
    habit: oneOf({
      aucun: 2,
      adsl: 78,
      sdsl: 6,
      cable: 4,
      fibre: 5,
      satellite: 2,
      '4g': 1,
      nsp: 4,
    }),
  },
  {
    question: 'type_acces_internet',
    from: 2018,
    habit: oneOf({
      aucun: 1,
      adsl: 52,
      sdsl: 6,
      cable: 5,
      fibre: 28,
      satellite: 2,
      '4g': 3,
      nsp: 3,
    }),
  },
  {
    question: 'part_salles_internet',
    habit: oneOf({ aucune: 4, moins_moitie: 24, moitie_ou_plus: 22, toutes: 50 }),
  },
  {
    question: 'part_salles_internet',
    survey: 'etic-2d',
    habit: oneOf({ aucune: 1, moins_moitie: 4, moitie_ou_plus: 15, toutes: 80 }),
  },
  { question: 'wifi', habit: yes(48) },
  { question: 'filtrage', habit: yes(73) },
  { question: 'filtrage', survey: 'etic-2d', habit: yes(97) },
  { question: 'volet_numerique_projet', habit: yes(70) },
  {
    question: 'maintenance',
    habit: someOf({ collectivite: 72, academie: 28, etablissement: 30, prestataire: 18 }),
  },
  {
    question: 'services_en_ligne',
    habit: someOf({
      cahier_de_textes: 88,
      notes: 92,
      absences: 74,
      messagerie: 66,
      reservation: 35,
      autre: 12,
    }),
  },
  { question: 'referent_numerique', habit: oneOf({ aucun: 8, cotice: 34, referent: 58 }) },
];

/** How a question is answered on the whole; undefined when nothing is known of it. */
export const habitOf = (question: string, survey: string, year: number): Habit | undefined =>
  known.findLast(
    (each) =>
      each.question === question &&
      (each.survey ?? survey) === survey &&
      (each.from ?? year) <= year,
  )?.habit;

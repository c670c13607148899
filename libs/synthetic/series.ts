/** Published figures that answers to ETIC explain, and the indicator of the catalogue that computes them. */
export type Series = {
  readonly indicator: string;
  /** The name under which the figures were gathered, when it is not the indicator's. */
  readonly publishedAs?: string;
  /** Tells apart figures gathered under one name. */
  readonly degree?: '1D' | '2D';
  readonly survey: 'etic-1d' | 'etic-2d';
  /** Types of school that the indicator is about; absent: all. */
  readonly schoolTypes?: readonly string[];
  /** Places of the whole series: `9.8` among figures printed with two stands for `9.80`. */
  readonly decimals?: number;
};

const lycees = ['LEGT', 'LP', 'LPO'];

const series: readonly Series[] = [
  { indicator: 'taux_reponse_etic_1d', survey: 'etic-1d' },
  { indicator: 'taux_reponse_etic_2d', survey: 'etic-2d' },
  { indicator: 'eleves_par_ordinateur_1d', survey: 'etic-1d', decimals: 2 },
  { indicator: 'eleves_par_ordinateur_2d', survey: 'etic-2d', decimals: 2 },
  { indicator: 'charte_part_ecoles', survey: 'etic-1d' },
  { indicator: 'volet_numerique_part_ecoles', survey: 'etic-1d' },
  { indicator: 'nb_tbi_tni_1d', survey: 'etic-1d' },
  { indicator: 'b2i_niveau1_part_eleves', survey: 'etic-1d' },
  { indicator: 'b2i_niveau3_part_eleves', survey: 'etic-2d', schoolTypes: lycees },
  { indicator: 'charte_part_etab', survey: 'etic-2d' },
  { indicator: 'charte_tous_membres_part_etab', survey: 'etic-2d' },
  { indicator: 'comite_numerique_part_etab', survey: 'etic-2d' },
  { indicator: 'plan_formation_part_etab', survey: 'etic-2d' },
  { indicator: 'parc_moins_5_ans', survey: 'etic-2d' },
  { indicator: 'ecoles_ent_part', survey: 'etic-1d' },
  { indicator: 'ent_2d_part', survey: 'etic-2d' },
  { indicator: 'classes_mobiles_part_ecoles', survey: 'etic-1d' },
  { indicator: 'classes_mobiles_part_colleges', survey: 'etic-2d', schoolTypes: ['COLLEGE'] },
  {
    indicator: 'classes_mobiles_moyenne_ecoles',
    publishedAs: 'classes_mobiles_moyenne',
    degree: '1D',
    survey: 'etic-1d',
  },
  {
    indicator: 'classes_mobiles_moyenne_colleges',
    publishedAs: 'classes_mobiles_moyenne',
    degree: '2D',
    survey: 'etic-2d',
    schoolTypes: ['COLLEGE'],
  },
];

export const seriesOf = (figure: {
  readonly indicator: string;
  readonly degree: string | null;
}): Series | undefined =>
  series.find(
    ({ indicator, publishedAs, degree }) =>
      (publishedAs ?? indicator) === figure.indicator &&
      (degree === undefined || degree === figure.degree),
  );

/** The types of school that a calibrated indicator is about; undefined: all. */
export const schoolTypesOf = (indicator: string): readonly string[] | undefined =>
  series.find((each) => each.indicator === indicator)?.schoolTypes;

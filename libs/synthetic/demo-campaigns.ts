/** So many schools in a hundred answer, for want of a published rate; the first that fits a type counts. */
type Participation = { readonly schoolTypes: readonly string[] | null; readonly percent: number };

export type DemoCampaign = {
  readonly survey: 'etic-1d' | 'etic-2d';
  readonly degree: '1D' | '2D';
  readonly year: number;
  readonly academies: readonly string[];
  readonly participation: 'as-published' | readonly Participation[];
};

const aixMarseille = '02';
const toulouse = '16';

const asPublished = (survey: DemoCampaign['survey'], year: number): DemoCampaign => ({
  survey,
  degree: survey === 'etic-1d' ? '1D' : '2D',
  year,
  academies: [aixMarseille, toulouse],
  participation: 'as-published',
});

/**
 * What the demonstration opens. In 2018 Toulouse published a follow-up of nearly all its schools, with no
 * response rate: 44 % of collèges is only the sum of its departments when every collège counts.
 */
export const demoCampaigns: readonly DemoCampaign[] = [
  asPublished('etic-1d', 2013),
  asPublished('etic-2d', 2013),
  asPublished('etic-1d', 2014),
  asPublished('etic-2d', 2014),
  {
    survey: 'etic-1d',
    degree: '1D',
    year: 2018,
    academies: [toulouse],
    participation: [{ schoolTypes: null, percent: 95 }],
  },
  {
    survey: 'etic-2d',
    degree: '2D',
    year: 2018,
    academies: [toulouse],
    participation: [
      { schoolTypes: ['COLLEGE'], percent: 100 },
      { schoolTypes: null, percent: 88 },
    ],
  },
];

/** `etic-1d-2014` */
export const campaignIdOf = ({ survey, year }: Pick<DemoCampaign, 'survey' | 'year'>): string =>
  `${survey}-${String(year)}`;

/** First and last day for answers: the campaigns of ETIC were held in spring. */
export const daysOf = ({
  year,
}: Pick<DemoCampaign, 'year'>): { readonly opensOn: string; readonly closesOn: string } => ({
  opensOn: `${String(year)}-05-13`,
  closesOn: `${String(year)}-06-28`,
});

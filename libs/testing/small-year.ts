import fc from 'fast-check';

import type { CampaignEvent, Respondent } from '#domain/campaign';
import { checkLetterOf } from '#kernel';

import { absorption, move, reclassification } from './school-changes.js';
import {
  closing,
  correction,
  draft,
  type OnStream,
  opening,
  registration,
  respondent,
  submission,
  validation,
  withdrawal,
} from './small-survey.js';

const places = [
  { department: '013', academy: '02' },
  { department: '004', academy: '02' },
  { department: '006', academy: '23' },
  { department: '031', academy: '16' },
] as const;

const uaiOf = (index: number): string => {
  const digits = `013${String(index).padStart(4, '0')}`;
  return digits + checkLetterOf(digits);
};

/** Ten schools of four departments, of two types and both sectors. */
export const someSchools: readonly Respondent[] = Array.from({ length: 10 }, (_, index) =>
  respondent(uaiOf(index), {
    ...places[index % 4],
    sector: index % 3 === 0 ? 'PR' : 'PU',
    schoolType: index % 5 < 3 ? 'ECOLE' : 'COLLEGE',
    pupils: index === 7 ? null : 10 * (index + 1),
  }),
);

const twoCampaigns = ['small-2014', 'small-2018'] as const;
type Campaign = (typeof twoCampaigns)[number];

const excluded = (uai: string): CampaignEvent & { type: 'RespondentsListed' } => ({
  type: 'RespondentsListed',
  data: {
    campaign: 'small-2018',
    respondents: someSchools.slice(6),
    exclusions: [
      { uai, reason: 'closed', school: null },
      {
        uai: uaiOf(90),
        reason: 'closed',
        school: { ...places[0], schoolType: 'ECOLE', sector: 'PU' },
      },
    ],
  },
});

/** The schools in the directory; then both campaigns open, the second with a list in two parts. */
export const twoOpenings: readonly OnStream[] = [
  ...someSchools.map((school) => registration(school)),
  ...opening({ campaign: 'small-2014', respondents: someSchools }),
  ...opening({
    campaign: 'small-2018',
    version: '2018',
    schoolYear: '2017-2018',
    respondents: someSchools.slice(0, 5),
  }),
  { stream: 'campaign-small-2018', event: excluded(uaiOf(5)) },
];

export type Deed = {
  readonly what: 'draft' | 'send' | 'validate' | 'withdraw' | 'close' | 'pause' | 'move' | 'absorb';
  readonly campaign: Campaign;
  readonly school: number;
  readonly computers: number;
};

export const someDeeds = (maxLength: number): fc.Arbitrary<readonly Deed[]> =>
  fc.array(
    fc.record<Deed>({
      what: fc.constantFrom(
        'draft',
        'send',
        'send',
        'send',
        'validate',
        'withdraw',
        'pause',
        'close',
        'move',
        'move',
        'absorb',
      ),
      campaign: fc.constantFrom(...twoCampaigns),
      school: fc.integer({ min: 0, max: 4 }),
      computers: fc.integer({ min: 0, max: 9_000_000 }),
    }),
    { minLength: 5, maxLength },
  );

type Progress = Readonly<Record<'received' | 'closed' | 'absorbed', Set<string>>>;

const sent = ({ campaign, computers }: Deed, uai: string, again: boolean): OnStream => {
  const isLater = campaign === 'small-2018';
  const about = {
    campaign,
    uai,
    answers: { pupils: 3, computers, ...(isLater ? { surface: `${String(computers)}.25` } : {}) },
    questionnaire: isLater ? 'small@2018' : 'small@2014',
  };
  return again ? correction(about) : submission({ ...about, late: computers % 3 === 0 });
};

type Step = { readonly progress: Progress; readonly deed: Deed; readonly uai: string };

const keyOf = ({ deed, uai }: Step): string => `${deed.campaign}.${uai}`;
const isReceived = (step: Step): boolean => step.progress.received.has(keyOf(step));

const close = ({ progress: { closed }, deed: { campaign } }: Step): readonly OnStream[] => {
  if (closed.has(campaign)) return [];
  closed.add(campaign);
  return [closing(campaign)];
};

const send = (step: Step): readonly OnStream[] => {
  const again = isReceived(step);
  step.progress.received.add(keyOf(step));
  return [sent(step.deed, step.uai, again)];
};

const withdraw = (step: Step): readonly OnStream[] =>
  step.progress.received.delete(keyOf(step))
    ? [withdrawal({ campaign: step.deed.campaign, uai: step.uai })]
    : [];

const deciders: Readonly<Record<Deed['what'], (step: Step) => readonly OnStream[]>> = {
  pause: () => [],
  draft: (step) =>
    isReceived(step) ? [] : [draft({ campaign: step.deed.campaign, uai: step.uai })],
  send,
  validate: (step) =>
    isReceived(step) ? [validation({ campaign: step.deed.campaign, uai: step.uai })] : [],
  withdraw,
  close,
  move: ({ uai, deed: { school, computers } }) => {
    const place = places[computers % places.length] ?? places[0];
    const isCollege = computers % 3 === 0;
    const degree = isCollege ? '2D' : '1D';
    const schoolType = isCollege ? 'COLLEGE' : 'ECOLE';
    const effectiveFrom = school % 2 === 0 ? '2015-09-01' : '2013-09-02';
    return computers % 2 === 0
      ? [move({ uai, effectiveFrom, ...place })]
      : [reclassification({ uai, effectiveFrom, schoolType, degree, sector: 'PU' })];
  },
  absorb: ({ uai, progress: { absorbed }, deed: { computers } }) => {
    const into = someSchools[5 + (computers % 5)]?.uai ?? '';
    if (absorbed.has(uai)) return [];
    absorbed.add(uai);
    return [absorption({ uai, effectiveFrom: '2016-09-01', into })];
  },
};

/** Events that deciders would make of each deed: what a state does not allow makes none. */
export const eventsOfEach = (deeds: readonly Deed[]): readonly (readonly OnStream[])[] => {
  const progress: Progress = { received: new Set(), closed: new Set(), absorbed: new Set() };
  return deeds.map((deed) => {
    const uai = someSchools[deed.school]?.uai ?? '';
    return deciders[deed.what]({ progress, deed, uai });
  });
};

import fc from 'fast-check';

import type { CampaignEvent, Respondent } from '#domain/campaign';
import { checkLetterOf } from '#kernel';

import {
  absorption,
  closure,
  move,
  reclassification,
  retraction,
  zoning,
} from './school-changes.js';
import {
  closing,
  confirmation,
  correction,
  draft,
  locking,
  type OnStream,
  opening,
  registration,
  respondent,
  returning,
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

/** Both campaigns open, the second with a list in two parts. */
export const theOpenings: readonly OnStream[] = [
  ...opening({ campaign: 'small-2014', respondents: someSchools }),
  ...opening({
    campaign: 'small-2018',
    version: '2018',
    schoolYear: '2017-2018',
    respondents: someSchools.slice(0, 5),
  }),
  { stream: 'campaign-small-2018', event: excluded(uaiOf(5)) },
];

/** The schools in the directory; then both campaigns open. */
export const twoOpenings: readonly OnStream[] = [
  ...someSchools.map((school) => registration(school)),
  ...theOpenings,
];

const whats = [
  ...(['draft', 'send', 'send', 'send', 'validate', 'withdraw', 'return', 'settle'] as const),
  ...(['lock', 'close', 'pause', 'move', 'move', 'absorb', 'shut', 'retract'] as const),
];

export type Deed = {
  readonly what: (typeof whats)[number];
  readonly campaign: Campaign;
  readonly school: number;
  readonly computers: number;
};

export const someDeeds = (maxLength: number): fc.Arbitrary<readonly Deed[]> =>
  fc.array(
    fc.record<Deed>({
      what: fc.constantFrom(...whats),
      campaign: fc.constantFrom(...twoCampaigns),
      school: fc.integer({ min: 0, max: 4 }),
      computers: fc.integer({ min: 0, max: 9_000_000 }),
    }),
    { minLength: 5, maxLength },
  );

type Progress = Readonly<Record<'received' | 'closed' | 'gone', Set<string>>> & {
  /** How many events there have been of a school. */
  readonly told: Map<string, number>;
  /** Schools whose last event still stands, and may be taken back. */
  readonly standing: Set<string>;
};

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
const questionOf = ({ deed: { campaign }, uai }: Step) => ({ campaign, uai, question: 'pupils' });
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

/** An event of a school that is not its first: it is registered. */
const told = ({ progress, uai }: Step, event: OnStream): readonly OnStream[] => {
  progress.told.set(uai, (progress.told.get(uai) ?? 1) + 1);
  progress.standing.add(uai);
  return [event];
};

const moved = (step: Step): readonly OnStream[] => {
  const { uai, deed } = step;
  const { school, computers } = deed;
  const effectiveFrom = school % 2 === 0 ? '2015-09-01' : '2013-09-02';
  if (computers % 5 === 0) {
    const kind = school % 2 === 0 ? 'bassin' : 'circonscription';
    return told(step, zoning({ uai, effectiveFrom, kind, code: `Z${String(computers % 3)}` }));
  }
  if (computers % 2 === 0) {
    const place = places[Math.floor(computers / 2) % places.length] ?? places[0];
    return told(step, move({ uai, effectiveFrom, ...place }));
  }
  const kind =
    computers % 3 === 0
      ? ({ degree: '2D', schoolType: 'COLLEGE' } as const)
      : ({ degree: '1D', schoolType: 'ECOLE' } as const);
  return told(step, reclassification({ uai, effectiveFrom, ...kind, sector: 'PU' }));
};

/** A school goes once. */
const gone = (step: Step, event: OnStream): readonly OnStream[] => {
  if (step.progress.gone.has(step.uai)) return [];
  step.progress.gone.add(step.uai);
  return told(step, event);
};

const retract = (step: Step): readonly OnStream[] => {
  const { progress, uai } = step;
  if (!progress.standing.has(uai)) return [];
  const events = told(step, retraction({ uai, revisions: [progress.told.get(uai) ?? 1] }));
  progress.standing.delete(uai);
  return events;
};

const ifReceived = (step: Step, event: OnStream): readonly OnStream[] =>
  isReceived(step) ? [event] : [];

const deciders: Readonly<Record<Deed['what'], (step: Step) => readonly OnStream[]>> = {
  pause: () => [],
  draft: (step) =>
    isReceived(step) ? [] : [draft({ campaign: step.deed.campaign, uai: step.uai })],
  send,
  validate: (step) => ifReceived(step, validation({ campaign: step.deed.campaign, uai: step.uai })),
  withdraw,
  return: (step) => ifReceived(step, returning(questionOf(step))),
  settle: (step) => ifReceived(step, confirmation(questionOf(step))),
  lock: ({ deed: { campaign }, uai }) => [locking(campaign, { kind: 'school', code: uai }, null)],
  close,
  move: moved,
  absorb: (step) => {
    const into = someSchools[5 + (step.deed.computers % 5)]?.uai ?? '';
    return gone(step, absorption({ uai: step.uai, effectiveFrom: '2016-09-01', into }));
  },
  shut: (step) => gone(step, closure({ uai: step.uai, effectiveFrom: '2014-10-01' })),
  retract,
};

/** Events that deciders would make of each deed: what a state does not allow makes none. */
export const eventsOfEach = (deeds: readonly Deed[]): readonly (readonly OnStream[])[] => {
  const progress: Progress = {
    received: new Set(),
    closed: new Set(),
    gone: new Set(),
    told: new Map(),
    standing: new Set(),
  };
  return deeds.map((deed) => {
    const uai = someSchools[deed.school]?.uai ?? '';
    return deciders[deed.what]({ progress, deed, uai });
  });
};

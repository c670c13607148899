import { createHash } from 'node:crypto';

import { type Catalogue, versionsByKey } from '#catalogue';
import {
  type CampaignEvent,
  type CampaignPart,
  type Respondent,
  storedCampaignData,
} from '#domain/campaign';
import type { Indicator } from '#domain/indicator';
import type { ResponseEvent } from '#domain/response';
import type { Question, Questionnaire } from '#domain/survey';
import type { TerritoryEvent } from '#domain/territory';
import type { Answers, EventMetadata, NewEvent, SchoolYear } from '#kernel';

const both = (text: string) => ({ fr: text, en: text });

const whole = (code: string): Question => ({
  code,
  label: both(code),
  type: 'integer',
  min: '0',
  max: '99999',
  required: false,
  mayNotConcern: true,
  options: [],
  comparability: [],
  provenance: 'made for tests',
});

const area: Question = {
  ...whole('surface'),
  type: 'decimal',
  decimals: 2,
};

/** Asks about pupils, computers and, in tenths and hundredths, a surface. */
const questionnaire = (version: string, questions: readonly Question[]): Questionnaire => ({
  survey: 'small',
  version,
  label: both('Small'),
  degree: '1D',
  reconstructed: false,
  provenance: 'made for tests',
  firstCampaign: Number(version),
  sections: [{ code: 'all', label: both('All'), questions }],
  rules: [],
});

type Definition = Pick<Indicator, 'id' | 'aggregation' | 'numerator'> & Partial<Indicator>;

export const indicator = (definition: Definition): Indicator => ({
  version: 1,
  label: both(definition.id),
  description: both(definition.id),
  survey: 'small',
  source: 'answers',
  unit: both('unit'),
  direction: 'neutral',
  decimals: 2,
  targets: [],
  provenance: 'made for tests',
  ...definition,
});

export const smallIndicators: readonly Indicator[] = [
  indicator({
    id: 'pupils_per_computer',
    aggregation: 'ratio',
    numerator: 'pupils',
    denominator: 'computers',
    scope: "school.sector = 'PU'",
  }),
  indicator({ id: 'computers', aggregation: 'total', numerator: 'computers', decimals: 0 }),
  indicator({
    id: 'surface_per_pupil',
    aggregation: 'ratio',
    numerator: 'surface',
    denominator: 'pupils',
  }),
  indicator({
    id: 'response_rate',
    source: 'coverage',
    aggregation: 'share',
    numerator: 'received',
    denominator: 'expected',
    decimals: 1,
  }),
];

/** Three académies of two régions académiques, one survey in two versions: the first has no surface. */
export const smallCatalogue = (indicators: readonly Indicator[] = smallIndicators): Catalogue => {
  const questionnaires = [
    questionnaire('2014', [whole('pupils'), whole('computers')]),
    questionnaire('2018', [whole('pupils'), whole('computers'), area]),
  ];
  const academy = (code: string, departments: readonly string[], academicRegion: string) => ({
    code,
    name: code,
    academicRegion,
    from: null,
    until: null,
    departments,
    predecessors: [],
    legalBasis: null,
  });
  return {
    questionnaires: new Map(questionnaires.map((one) => [`${one.survey}@${one.version}`, one])),
    ...versionsByKey(indicators),
    territories: {
      departments: ['004', '013', '006', '031'].map((code) => ({ code, name: code })),
      academies: [
        academy('02', ['004', '013'], '93'),
        academy('23', ['006'], '93'),
        academy('16', ['031'], '76'),
      ],
      academicRegions: ['93', '76'].map((code) => ({ code, name: code })),
    },
    references: [],
    fingerprint: createHash('sha256').update(JSON.stringify(indicators)).digest('hex'),
  };
};

/** Deterministic ids: the same facts make the same log. */
const idOf = (...parts: readonly (string | number)[]): string => {
  const hex = createHash('sha256').update(parts.join('|')).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
    .concat(hex.slice(20, 32))
    .join('-');
};

const metadata: EventMetadata = {
  actor: { role: 'school', id: 'test' },
  cause: 'submission',
  correlationId: 'c7f6a1c2-0b8e-4b52-8a51-3a6a6d1f0a01',
};

type AnyEvent = CampaignEvent | ResponseEvent | TerritoryEvent;

export type OnStream = {
  readonly stream: string;
  readonly event: AnyEvent;
  readonly synthetic?: true;
};

const isCampaign = (event: AnyEvent): event is CampaignEvent => !('uai' in event.data);

/** An event as the log stores it; `count` tells apart those that say the same. */
export const newEvent = ({ stream, event, synthetic }: OnStream, count: number): NewEvent => ({
  id: idOf(stream, count),
  type: event.type,
  schemaVersion: 1,
  data: isCampaign(event) ? storedCampaignData(event) : event.data,
  metadata: synthetic === true ? { ...metadata, synthetic } : metadata,
});

export const respondent = (
  uai: string,
  over: Partial<Omit<Respondent, 'uai'>> = {},
): Respondent => ({
  uai,
  name: `School ${uai}`,
  schoolType: 'ECOLE',
  sector: 'PU',
  degree: '1D',
  department: '013',
  academy: '02',
  pupils: 100,
  ...over,
});

type Opening = {
  readonly campaign: string;
  readonly survey?: string;
  readonly version?: string;
  readonly schoolYear?: string;
  readonly respondents: readonly Respondent[];
  readonly exclusions?: Extract<CampaignEvent, { type: 'RespondentsListed' }>['data']['exclusions'];
};

/** A campaign that opens, with its list. */
export const opening = (about: Opening): readonly OnStream[] => {
  const { campaign, survey = 'small', version = '2014', schoolYear = '2013-2014' } = about;
  const { respondents, exclusions = [] } = about;
  const stream = `campaign-${campaign}`;
  const opened: CampaignEvent = {
    type: 'CampaignOpened',
    data: {
      campaign,
      survey,
      version,
      schoolYear: schoolYear as SchoolYear,
      title: campaign,
      opensOn: '2014-01-06',
      closesOn: '2014-03-31',
      field: {},
      expected: respondents.length,
      excluded: exclusions.length,
    },
  };
  return [
    { stream, event: opened },
    { stream, event: { type: 'RespondentsListed', data: { campaign, respondents, exclusions } } },
  ];
};

type Answering = { readonly campaign: string; readonly uai: string; readonly answers: Answers };

const hashOf = (answers: Answers): string =>
  createHash('sha256').update(JSON.stringify(answers)).digest('hex');

const responseOf = ({ campaign, uai }: Pick<Answering, 'campaign' | 'uai'>): string =>
  `response-${campaign}.${uai}`;

export const submission = (
  about: Answering & { readonly questionnaire?: string; readonly late?: boolean },
): OnStream => {
  const { campaign, uai, answers, questionnaire = 'small@2014', late = false } = about;
  return {
    stream: responseOf(about),
    event: {
      type: 'ResponseSubmitted',
      data: {
        campaign,
        uai,
        answers,
        notConcerned: [],
        questionnaire,
        justifications: [],
        late,
        channel: 'form',
        contentHash: hashOf(answers),
      },
    },
  };
};

export const correction = (about: Answering & { readonly questionnaire?: string }): OnStream => {
  const { campaign, uai, answers, questionnaire = 'small@2014' } = about;
  return {
    stream: responseOf(about),
    event: {
      type: 'AnswersCorrected',
      data: {
        campaign,
        uai,
        answers,
        notConcerned: [],
        questionnaire,
        changes: {},
        reason: 'counted again',
        justifications: [],
        channel: 'form',
        contentHash: hashOf(answers),
      },
    },
  };
};

type About = Pick<Answering, 'campaign' | 'uai'>;

export const draft = ({ campaign, uai }: About): OnStream => ({
  stream: responseOf({ campaign, uai }),
  event: { type: 'DraftSaved', data: { campaign, uai, answers: {}, notConcerned: [] } },
});

export const validation = ({ campaign, uai }: About): OnStream => ({
  stream: responseOf({ campaign, uai }),
  event: { type: 'ResponseValidated', data: { campaign, uai } },
});

export const withdrawal = ({ campaign, uai }: About): OnStream => ({
  stream: responseOf({ campaign, uai }),
  event: { type: 'ResponseWithdrawn', data: { campaign, uai, reason: 'sent by mistake' } },
});

export const closing = (campaign: string): OnStream => ({
  stream: `campaign-${campaign}`,
  event: { type: 'CampaignClosed', data: { campaign, reason: null } },
});

export const registration = (school: Pick<Respondent, 'uai'> & Partial<Respondent>): OnStream => {
  const { uai, name, schoolType, sector, degree, department, academy } = {
    ...respondent(school.uai),
    ...school,
  };
  return {
    stream: `school-${uai}`,
    event: {
      type: 'SchoolRegistered',
      data: {
        uai,
        name,
        schoolType,
        sector,
        degree,
        department,
        academy,
        communeCode: `${department}01`,
        commune: 'COMMUNE',
        effectiveFrom: '2013-09-01',
        source: 'made for tests',
        openedOn: null,
        socialPositionIndex: null,
      } as unknown as Extract<TerritoryEvent, { type: 'SchoolRegistered' }>['data'],
    },
  };
};

export const relocation = (uai: string, department: string, academy: string): OnStream => ({
  stream: `school-${uai}`,
  event: {
    type: 'SchoolRelocated',
    data: {
      uai,
      department,
      academy,
      communeCode: `${department}02`,
      commune: 'OTHER',
      effectiveFrom: '2016-09-01',
      source: 'made for tests',
    } as unknown as Extract<TerritoryEvent, { type: 'SchoolRelocated' }>['data'],
  },
});

type Returning = About & { readonly question: string; readonly until?: string };

export const returning = ({ question, until = '2014-09-30', ...about }: Returning): OnStream => ({
  stream: responseOf(about),
  event: { type: 'QuestionReturned', data: { ...about, question, message: 'Really?', until } },
});

export const confirmation = ({ question, ...about }: Returning): OnStream => ({
  stream: responseOf(about),
  event: {
    type: 'ReturnAnswered',
    data: { ...about, question, outcome: 'confirmed', text: 'counted twice' },
  },
});

export const locking = (campaign: string, part: CampaignPart, until: string | null): OnStream => ({
  stream: `campaign-${campaign}`,
  event: { type: 'AnswersLocked', data: { campaign, part, until, reason: null } },
});

export const exception = (campaign: string, part: CampaignPart, until: string): OnStream => ({
  stream: `campaign-${campaign}`,
  event: { type: 'ExceptionGranted', data: { campaign, part, until, reason: 'a fire' } },
});

export const exceptionWithdrawn = (campaign: string, part: CampaignPart): OnStream => ({
  stream: `campaign-${campaign}`,
  event: { type: 'ExceptionWithdrawn', data: { campaign, part, reason: 'a mistake' } },
});

import type { IntegrationData, IntegrationEventType } from '#contracts/integration';
import type { CampaignEvent, Exclusion, Respondent } from '#domain/campaign';
import type { AdoptionEvent } from '#domain/indicator';
import type { PublicationEvent } from '#domain/publication';
import type { ResponseEvent } from '#domain/response';
import type { TerritoryEvent } from '#domain/territory';

import { publishedChanges, publishedDeclaration, type TextQuestions } from './published-answers.js';

type Event = { readonly type: string; readonly data: unknown };

/** For each type, what is published of its data: each field is named here, and no other leaves the program. */
type Published<Union extends Event, Context = undefined> = {
  readonly [Type in Union['type'] & IntegrationEventType]: (
    data: Extract<Union, { type: Type }>['data'],
    context: Context,
  ) => IntegrationData<Type>;
};

type Dated = { readonly uai: string; readonly effectiveFrom: string };
type Located = Pick<
  Extract<TerritoryEvent, { type: 'SchoolRelocated' }>['data'],
  'communeCode' | 'commune' | 'department' | 'academy'
>;
type Classified = Pick<
  Extract<TerritoryEvent, { type: 'SchoolReclassified' }>['data'],
  'schoolType' | 'degree' | 'sector'
>;

const dated = ({ uai, effectiveFrom }: Dated) => ({ uai, effectiveFrom });
const located = ({ communeCode, commune, department, academy }: Located) => ({
  communeCode,
  commune,
  department,
  academy,
});
const classified = ({ schoolType, degree, sector }: Classified) => ({ schoolType, degree, sector });

export const territoryData: Published<TerritoryEvent> = {
  SchoolRegistered: (data) => ({
    ...dated(data),
    ...located(data),
    ...classified(data),
    name: data.name,
    openedOn: data.openedOn,
    socialPositionIndex: data.socialPositionIndex,
    isOpen: data.isOpen,
  }),
  SchoolRenamed: (data) => ({ ...dated(data), name: data.name }),
  SchoolReclassified: (data) => ({ ...dated(data), ...classified(data) }),
  SchoolRelocated: (data) => ({ ...dated(data), ...located(data) }),
  SchoolZoned: (data) => ({ ...dated(data), kind: data.kind, code: data.code, name: data.name }),
  SchoolConfirmed: (data) => ({
    ...dated(data),
    academy: data.academy,
    facts: [...data.facts],
  }),
  EnrolmentCounted: ({ uai, schoolYear, pupils, listedOn }) => ({
    uai,
    schoolYear,
    pupils,
    listedOn,
  }),
  SchoolOpened: (data) => ({ ...dated(data), listedOn: data.listedOn }),
  SchoolClosed: (data) => ({ ...dated(data), listedOn: data.listedOn }),
  SchoolReopened: (data) => dated(data),
  SchoolAbsorbed: (data) => ({ ...dated(data), into: data.into }),
  SchoolFactsRetracted: ({ uai, revisions }) => ({ uai, revisions: [...revisions] }),
};

type Field = Extract<CampaignEvent, { type: 'CampaignOpened' }>['data']['field'];

const fieldParts = ['academies', 'departments', 'schoolTypes', 'sectors', 'degrees'] as const;

const publishedField = (field: Field) =>
  Object.fromEntries(
    fieldParts.flatMap((part) => (field[part] === undefined ? [] : [[part, [...field[part]]]])),
  );

const publishedRespondent = (school: Respondent) => ({
  uai: school.uai,
  name: school.name,
  schoolType: school.schoolType,
  sector: school.sector,
  degree: school.degree,
  department: school.department,
  academy: school.academy,
  pupils: school.pupils,
});

const publishedExclusion = ({ uai, reason, school }: Exclusion) => ({
  uai,
  reason,
  school: school && {
    schoolType: school.schoolType,
    sector: school.sector,
    department: school.department,
    academy: school.academy,
  },
});

type OnPart = {
  readonly campaign: string;
  readonly part: IntegrationData<'AnswersUnlocked'>['part'];
};

const onPart = ({ campaign, part: { kind, code } }: OnPart) => ({ campaign, part: { kind, code } });

export const campaignData: Published<CampaignEvent> = {
  CampaignOpened: (data) => ({
    campaign: data.campaign,
    survey: data.survey,
    version: data.version,
    schoolYear: data.schoolYear,
    opensOn: data.opensOn,
    closesOn: data.closesOn,
    field: publishedField(data.field),
    expected: data.expected,
    excluded: data.excluded,
  }),
  RespondentsListed: ({ campaign, respondents, exclusions }) => ({
    campaign,
    respondents: respondents.map(publishedRespondent),
    exclusions: exclusions.map(publishedExclusion),
  }),
  CampaignClosed: ({ campaign }) => ({ campaign }),
  CampaignReopened: ({ campaign, closesOn }) => ({ campaign, closesOn }),
  AnswersLocked: (data) => ({ ...onPart(data), until: data.until }),
  AnswersUnlocked: (data) => onPart(data),
  ExceptionGranted: (data) => ({ ...onPart(data), until: data.until }),
  ExceptionWithdrawn: (data) => onPart(data),
};

type About = { readonly campaign: string; readonly uai: string };

const about = ({ campaign, uai }: About) => ({ campaign, uai });

export const responseData: Published<ResponseEvent, TextQuestions> = {
  DraftSaved: (data) => about(data),
  DraftPrefilled: (data) => ({ ...about(data), fromCampaign: data.fromCampaign }),
  ResponseSubmitted: (data, questions) => ({
    ...about(data),
    ...publishedDeclaration(data, questions),
    late: data.late,
  }),
  AnswersCorrected: (data, questions) => ({
    ...about(data),
    ...publishedDeclaration(data, questions),
    changes: publishedChanges(data, questions),
  }),
  ResponseValidated: (data) => about(data),
  QuestionReturned: (data) => ({ ...about(data), question: data.question, until: data.until }),
  ReturnAnswered: (data) => ({ ...about(data), question: data.question, outcome: data.outcome }),
  ReturnCancelled: (data) => ({ ...about(data), question: data.question }),
  ResponseWithdrawn: (data) => about(data),
};

export const publicationData: Published<PublicationEvent> = {
  PublicationFrozen: (data) => ({
    publication: data.publication,
    series: data.series,
    version: data.version,
    state: data.state,
    position: data.position,
    manifestSha256: data.manifestSha256,
    contentsSha256: data.contentsSha256,
    signature: data.signature,
    keyId: data.keyId,
    publicKey: data.publicKey,
    previous: data.previous && {
      publication: data.previous.publication,
      manifestSha256: data.previous.manifestSha256,
    },
    replaces: data.replaces,
  }),
  PublicationWithdrawn: ({ publication, series }) => ({ publication, series }),
};

export const indicatorData: Published<AdoptionEvent> = {
  DefinitionsAdopted: ({ catalogue, changes, questionnaires }) => ({
    catalogue,
    changes: changes.map(({ indicator, from, to, fingerprint }) => ({
      indicator,
      from,
      to,
      fingerprint,
    })),
    questionnaires: questionnaires.map(({ questionnaire, fingerprint }) => ({
      questionnaire,
      fingerprint,
    })),
  }),
};

import type { Catalogue } from '#catalogue';
import type { Respondent } from '#domain/campaign';
import { type Question, type Questionnaire, questionnaireKey, questionsOf } from '#domain/survey';
import { type AnswerValue, type Declaration, type SchoolYear, schoolYearOfCampaign } from '#kernel';

import {
  correction,
  draft,
  type OnStream,
  opening,
  registration,
  relocation,
  respondent,
  submission,
  validation,
  withdrawal,
} from './small-survey.js';
import { testUai } from './small-observatory.js';

/** Numbers that look drawn and are always the same: a hash of what they are for. */
const drawn = (...about: readonly (string | number)[]): number => {
  let hash = 2_166_136_261;
  for (const character of about.join('|')) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 16_777_619) >>> 0;
  }
  return hash % 9973;
};

const answerTo = (question: Question, draw: number): AnswerValue => {
  const codes = question.options.map(({ code }) => code);
  switch (question.type) {
    case 'integer':
      return draw % 60;
    case 'decimal':
      return `${String(draw % 40)}.5`;
    case 'boolean':
      return draw % 2 === 0;
    case 'choice':
      return codes[draw % codes.length] ?? '';
    case 'choices':
      return codes.filter((_, index) => (draw >> index) % 2 === 0);
    case 'text':
      return 'texte';
  }
};

/** Of ten questions, seven are answered, one is « non concerné », two are left. */
const declarationOf = (questionnaire: Questionnaire, uai: string, round: number): Declaration => {
  const answers: Record<string, AnswerValue> = {};
  const notConcerned: string[] = [];
  for (const question of questionsOf(questionnaire)) {
    const draw = drawn(questionnaire.version, uai, question.code, round);
    if (draw % 10 < 7) answers[question.code] = answerTo(question, draw);
    else if (draw % 10 === 7) notConcerned.push(question.code);
  }
  return { answers, notConcerned: notConcerned.sort() };
};

const places = [
  ['013', '02'],
  ['004', '02'],
  ['006', '23'],
  ['031', '16'],
  ['014', '05'],
  ['076', '21'],
] as const;

const schoolsOf = ({ degree, version }: Questionnaire, size: number): readonly Respondent[] =>
  Array.from({ length: size }, (_, index) => {
    const [department, academy] = places[index % places.length] ?? places[0];
    const uai = testUai(drawn(degree) + index);
    return respondent(uai, {
      department,
      academy,
      degree,
      schoolType:
        degree === '1D' ? 'ECOLE' : ((['COLLEGE', 'LEGT', 'LP'] as const)[index % 3] ?? ''),
      sector: index % 4 === 3 ? 'PR' : 'PU',
      pupils: index % 7 === 6 ? null : 40 + (drawn(uai, version) % 400),
    });
  });

const declared = (fact: OnStream, { notConcerned }: Declaration): OnStream =>
  ({ ...fact, event: { ...fact.event, data: { ...fact.event.data, notConcerned } } }) as OnStream;

export const nationalYear = (version: string): SchoolYear => schoolYearOfCampaign(Number(version));

const ofSurvey = (fact: OnStream, { survey }: Questionnaire): OnStream =>
  fact.event.type === 'CampaignOpened'
    ? { ...fact, event: { ...fact.event, data: { ...fact.event.data, survey } } }
    : fact;

type Phases = { readonly first: readonly OnStream[]; readonly later: readonly OnStream[] };

/** One campaign over France in which schools do all that they may: answer, correct, withdraw, save a draft, wait. */
const campaignOf = (questionnaire: Questionnaire, size: number): Phases => {
  const { survey, version } = questionnaire;
  const campaign = `${survey}-${version}`;
  const key = questionnaireKey(survey, version);
  const all = schoolsOf(questionnaire, size);
  const [closed, ...expected] = all;
  const exclusions =
    closed === undefined ? [] : [{ uai: closed.uai, reason: 'closed' as const, school: closed }];
  const opened = opening({
    campaign,
    version,
    schoolYear: nationalYear(version),
    respondents: expected,
    exclusions,
  }).map((fact) => ofSurvey(fact, questionnaire));
  const sent = (uai: string): OnStream => {
    const declaration = declarationOf(questionnaire, uai, 1);
    const about = { campaign, uai, answers: declaration.answers, questionnaire: key };
    return declared(submission({ ...about, late: drawn(uai) % 5 === 0 }), declaration);
  };
  const corrected = (uai: string): OnStream => {
    const declaration = declarationOf(questionnaire, uai, 2);
    return declared(
      correction({ campaign, uai, answers: declaration.answers, questionnaire: key }),
      declaration,
    );
  };
  const nth = (remainder: number): readonly string[] =>
    expected.filter((_, index) => index % 6 === remainder).map(({ uai }) => uai);
  const uais = expected.map(({ uai }) => uai);
  const silent = new Set([...nth(4).slice(0, 1), ...nth(5)]);
  const first = uais.filter((uai) => !silent.has(uai));
  return {
    first: [
      ...all.map((school) => registration(school)),
      ...opened,
      ...nth(5).map((uai) => draft({ campaign, uai })),
      ...first.map(sent),
      ...nth(1).map((uai) => validation({ campaign, uai })),
    ],
    later: [
      ...nth(0).map(corrected),
      ...nth(2).map((uai) => withdrawal({ campaign, uai })),
      ...nth(5).slice(0, 1).map(sent),
    ],
  };
};

/** A small national log over every questionnaire of a catalogue, made up: what was first, and what came later. */
export const nationalSurvey = ({ questionnaires }: Catalogue, size = 19): Phases => {
  const campaigns = [...questionnaires.values()].map((one) => campaignOf(one, size));
  const registered = new Set<string>();
  const once = ({ stream, event }: OnStream): boolean => {
    if (event.type !== 'SchoolRegistered') return true;
    const isNew = !registered.has(stream);
    registered.add(stream);
    return isNew;
  };
  const moved = testUai(drawn('1D') + 1);
  return {
    first: campaigns.flatMap(({ first }) => first).filter(once),
    later: [...campaigns.flatMap(({ later }) => later), relocation(moved, '006', '23')],
  };
};

import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import type { CampaignRefusal } from '#domain/campaign';
import type { ResponseRefusal } from '#domain/response';
import type { TerritoryRefusal } from '#domain/territory';
import type { Bilingual, Problem, Said, Uai } from '#kernel';

import { intakeProblems } from '../../testing/intake-problems.js';
import { logCopyProblems } from '../../testing/log-copy-problems.js';
import { projectionProblems } from '../../testing/projection-problems.js';
import { publicationProblems } from '../../testing/publication-problems.js';
import type { AppendRefusal } from '../event-store.port.js';
import { partUnknown } from './access.problems.js';
import {
  campaignIdMalformed,
  campaignProblem,
  dateMalformed,
  fieldUnknown,
  openedMeanwhile,
  questionnaireUnknown,
} from './campaign.problems.js';
import { type Conflict, conflictProblems } from './conflict.problems.js';
import { appendProblem, eventLogUnavailable } from './log.problems.js';
import { problemCodes } from './problem-codes.js';
import { nothingToPrefill, responseProblems } from './response.problems.js';
import { questionUnknown } from './return.problems.js';
import {
  closingsTooMany,
  importUnknown,
  listingIncomplete,
  proposalUnknown,
  territoryProblem,
  unknownSchool,
} from './school.problems.js';
import { textProblems } from './text.problems.js';

const uai = '0131884C' as Uai;
const campaign = 'etic-1d-2014';
const opensOn = '2014-03-03';
const closesOn = '2014-06-30';

const campaignRefusals: readonly CampaignRefusal[] = [
  { kind: 'CampaignUnknown', campaign },
  { kind: 'CampaignAlreadyOpened', campaign },
  { kind: 'CampaignAlreadyClosed', campaign },
  { kind: 'CampaignStillOpen', campaign, closesOn },
  { kind: 'CampaignClosesBeforeItOpens', campaign, opensOn, closesOn: '2014-03-02' },
  { kind: 'CampaignFieldEmpty', campaign, considered: 12 },
  { kind: 'SchoolsExpectedElsewhere', campaign, schools: [uai], elsewhere: ['etic-1d-2014-02'] },
  { kind: 'ReopeningNeedsReason', campaign },
  { kind: 'EndsInThePast', until: '2014-06-30', today: '2014-07-01' },
  { kind: 'NotLocked', part: { kind: 'academy', code: '02' } },
  { kind: 'NoException', part: { kind: 'school', code: uai } },
  { kind: 'UnlockingNeedsReason' },
  { kind: 'ExceptionNeedsReason' },
];

const responseRefusals: readonly ResponseRefusal[] = [
  { kind: 'CampaignNotYetOpen', opensOn, today: '2014-03-01' },
  { kind: 'CampaignClosed', closesOn },
  { kind: 'SchoolNotExpected', uai, exclusion: 'closed' },
  { kind: 'SchoolNotExpected', uai, exclusion: 'not-yet-open' },
  { kind: 'SchoolNotExpected', uai, exclusion: 'named' },
  { kind: 'SchoolNotExpected', uai, exclusion: null },
  { kind: 'AlreadySubmitted', status: 'submitted' },
  { kind: 'DraftAlreadyStarted' },
  { kind: 'CorrectionNeedsReason' },
  { kind: 'WithdrawalNeedsReason' },
  { kind: 'NothingSubmitted', status: 'draft' },
  { kind: 'AnswersLocked', until: null },
  { kind: 'AnswersLocked', until: '2014-09-30' },
  { kind: 'ReturnNeedsMessage' },
  { kind: 'ReturnEndsInThePast', until: '2014-06-30', today: '2014-07-01' },
  { kind: 'QuestionNotReturned', questions: ['wifi', 'nb_eleves'], returned: ['filtrage'] },
  { kind: 'QuestionNotReturned', questions: ['wifi'], returned: [] },
  { kind: 'ReturnExpired', question: 'wifi', until: '2014-09-30' },
  { kind: 'ConfirmationNeedsReason' },
  { kind: 'CancellationNeedsReason' },
];

const territoryRefusals: readonly TerritoryRefusal[] = [
  { kind: 'SchoolUnknown', uai },
  { kind: 'SchoolAlreadyClosed', uai, since: '2022-08-31' },
  { kind: 'SchoolAlreadyOpen', uai, since: null },
  { kind: 'SchoolAbsorbsItself', uai },
  { kind: 'SchoolClosesBeforeItOpens', uai, openedOn: '2020-09-01', closedOn: '2019-08-31' },
  { kind: 'SchoolReopensBeforeItCloses', uai, closedOn: '2020-08-31', reopensOn: '2019-09-01' },
];

const appendRefusals: readonly AppendRefusal[] = [
  { kind: 'RevisionConflict', stream: 'school-0131884C', expected: 2, actual: 3 },
  { kind: 'Overloaded', waiting: 10_000, limit: 10_000 },
  { kind: 'EventIdTaken', stream: 'school-0131884C', reason: 'an id' },
  { kind: 'EventRefused', stream: 'school-0131884C', reason: 'a NUL character' },
];

const said = (value: Said['value'], notConcerned = false): Said => ({ value, notConcerned });
const theirs = { by: { role: 'school', id: 'a-1' }, at: '2014-04-01T10:00:00.000000Z' };

const conflict: Conflict = {
  on: 'DRAFT_CONFLICT',
  seen: 1,
  actual: 2,
  answers: [
    {
      question: 'maintenance',
      base: said(null),
      theirs: said(['academie']),
      mine: said(null),
      resolvable: true,
      ...theirs,
    },
    {
      question: 'nb_eleves',
      base: said(3),
      theirs: said(2),
      mine: said(1),
      resolvable: false,
      ...theirs,
    },
    {
      question: 'remarque',
      base: said('a'),
      theirs: said(null),
      mine: said('b'),
      resolvable: false,
      ...theirs,
    },
    {
      question: 'wifi',
      base: said(null, true),
      theirs: said(null),
      mine: said(null, true),
      resolvable: true,
      ...theirs,
    },
  ],
};

const told: readonly Problem[] = [
  ...campaignRefusals.map(campaignProblem),
  ...responseRefusals.flatMap(responseProblems),
  ...territoryRefusals.map(territoryProblem),
  ...appendRefusals.map(appendProblem),
  ...conflictProblems(conflict),
  ...conflictProblems({
    ...conflict,
    on: 'RESPONSE_CHANGED',
    answers: conflict.answers.slice(0, 1),
  }),
  ...conflictProblems({ ...conflict, on: 'RESPONSE_CHANGED', answers: [] }),
  importUnknown('i1'),
  listingIncomplete(3),
  proposalUnknown('0130001F'),
  closingsTooMany({ academy: '02', on: '2022-09-01', missed: 3, open: 20, mostPercent: 10 }),
  campaignIdMalformed('Éssai'),
  openedMeanwhile('essai-2014'),
  dateMalformed('opensOn', 'demain'),
  fieldUnknown('academies', '2', ['02', '16']),
  questionnaireUnknown({ survey: 'etic', year: 2014 }, ['etic-1d@2014']),
  nothingToPrefill(uai),
  ...textProblems({ reason: 'a\u0000b' }),
  questionUnknown('nb_eleve', ['nb_eleves'], { fr: 'nb_eleves ?', en: 'nb_eleves?' }),
  partUnknown({ kind: 'academy', code: '99' }),
  unknownSchool(uai, ['0131885D']),
  eventLogUnavailable(),
  ...intakeProblems,
  ...logCopyProblems,
  ...projectionProblems,
  ...publicationProblems,
];

const isTold = ({ fr, en }: Bilingual): boolean =>
  [fr, en].every((text) => text !== '' && !/undefined|null|\[object/.test(text));

/** The codes that stand between quotes in the sources of a folder. */
const codesIn = (folder: string, isSource: (file: string) => boolean): readonly string[] => {
  const at = new URL(`../../../${folder}/`, import.meta.url);
  const sources = readdirSync(at).filter(isSource);
  const texts = sources.map((file) => readFileSync(new URL(file, at), 'utf8'));
  const codes = texts.flatMap((text) => text.match(/(?<=')[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+(?=')/g));
  return [...new Set(codes.filter((code) => code !== null))].sort();
};

const isProblems = (file: string): boolean => /(^|\.)problems\.ts$/.test(file);

const registered = (family: keyof typeof problemCodes): readonly string[] =>
  Object.keys(problemCodes[family]).sort();

describe('the registry of problems', () => {
  it('holds every code that a use case tells, and no other', () => {
    expect([...new Set(told.map(({ code }) => code))].sort()).toEqual(registered('commands'));
  });

  it('holds every code that the assessment of answers tells, and no other', () => {
    expect(codesIn('libs/domain/survey', isProblems)).toEqual(registered('answers'));
  });

  it('holds every code that reading a file tells, and no other', () => {
    expect(codesIn('libs/contracts', isProblems)).toEqual(registered('files'));
  });

  it('explains each code in both languages, the same wherever it stands', () => {
    const all = Object.values(problemCodes).flatMap((family) => Object.entries(family));
    expect(all.filter(([, meaning]) => !isTold(meaning))).toEqual([]);
    expect(
      all.filter(([code, meaning]) =>
        all.some(([other, said]) => other === code && said.fr !== meaning.fr),
      ),
    ).toEqual([]);
  });
});

describe('a problem', () => {
  it.each(told.map((problem) => [problem.code, problem.message.en, problem] as const))(
    '%s says what is wrong, what is allowed and what to do: %s',
    (_code, _message, problem) => {
      expect([
        problem.severity,
        isTold(problem.message),
        isTold(problem.allowed),
        isTold(problem.remedy),
      ]).toEqual(['error', true, true, true]);
    },
  );

  it('quotes a long input in part', () => {
    const { found } = dateMalformed('opensOn', 'x'.repeat(10_000));
    expect(found).toBe(`${'x'.repeat(79)}…`);
  });

  it('tells what somebody else has changed: mine, what stands, and what it takes to merge', () => {
    const problems = conflictProblems(conflict);
    expect(problems.map(({ field, found, allowed }) => [field, found, allowed.en])).toEqual([
      ['expectedRevision', '1', '2'],
      ['maintenance', '', '["academie"]'],
      ['nb_eleves', '1', '2'],
      ['remarque', 'b', 'no answer'],
      ['wifi', 'NC', 'no answer'],
    ]);
    expect(problems[2]?.conflict).toEqual({
      base: said(3),
      theirs: said(2),
      mine: said(1),
      resolvable: false,
      ...theirs,
    });
  });
});

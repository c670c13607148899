import { describe, expect, it } from '@jest/globals';

import type { Problem } from '#kernel';

import { smallObservatory, testContext, testUai } from '../../testing/small-observatory.js';
import {
  grantException,
  lockAnswers,
  unlockAnswers,
  withdrawException,
} from '../campaigns/campaign-access.js';
import { openCampaign } from '../campaigns/open-campaign.js';
import { closeCampaign } from '../campaigns/run-campaign.js';
import type { Outcome } from '../receipt.js';
import { validateResponse, withdrawResponse } from './lifecycle.js';
import { cancelReturn, confirmAnswer, returnQuestions } from './review.js';
import { correctAnswers, submitResponse } from './submit.js';

const campaign = 'essai-2014';
const uai = testUai(1);
const about = { campaign, uai };
const answers = { nb_eleves: 50, nb_ordinateurs: 4, ent_deploye: false };
const france = { kind: 'country', code: 'FR' } as const;

const summary = (outcome: Outcome) =>
  outcome.ok
    ? [outcome.value.effect, outcome.value.revision]
    : outcome.error.map(({ code, field, found }) => [code, field, found]);

const validated = async () => {
  const observatory = smallObservatory();
  const { services } = observatory;
  const days = { opensOn: '2014-03-03', closesOn: '2014-06-30' };
  const field = { academies: ['02'] };
  await openCampaign(services, { survey: 'essai', year: 2014, field, ...days }, testContext);
  await submitResponse(services, { ...about, declaration: { answers } }, testContext);
  await validateResponse(services, about, testContext);
  return observatory;
};

const closed = async () => {
  const observatory = await validated();
  await closeCampaign(observatory.services, { campaign }, testContext);
  observatory.moment.now = '2014-09-10T10:00:00Z';
  return observatory;
};

const asking = {
  ...about,
  questions: ['nb_ordinateurs'],
  message: 'Seulement quatre ?',
  until: '2014-09-30',
};

describe('a question that is returned after closing and validation', () => {
  it('is corrected alone, through the same rules, and the response is validated again', async () => {
    const { services, store } = await closed();
    const returned = await returnQuestions(services, asking, testContext);
    const correct = async (changes: Record<string, unknown>) =>
      summary(
        await correctAnswers(
          services,
          { ...about, answers: changes, reason: 'oubli' },
          testContext,
        ),
      );

    expect([
      summary(returned),
      await correct({ nb_eleves: 51 }),
      await correct({ nb_ordinateurs: 'douze' }),
      await correct({ nb_ordinateurs: 12 }),
      await correct({ nb_ordinateurs: 13 }),
      summary(await validateResponse(services, about, testContext)),
    ]).toEqual([
      ['recorded', 3],
      [['QUESTION_NOT_RETURNED', 'nb_eleves', 'nb_eleves']],
      [['VALUE_NOT_A_NUMBER', 'nb_ordinateurs', 'douze']],
      ['corrected', 5],
      [['CAMPAIGN_CLOSED', 'campaign', '2014-06-30']],
      ['recorded', 6],
    ]);
    const history = await store.readStream(`response-${campaign}.${uai}`);
    expect(history.slice(2).map(({ type, metadata }) => [type, metadata.cause])).toEqual([
      ['QuestionReturned', 'correction'],
      ['AnswersCorrected', 'correction'],
      ['ReturnAnswered', 'correction'],
      ['ResponseValidated', 'submission'],
    ]);
  });

  it('is confirmed with a justification, and the validation stays', async () => {
    const { services } = await closed();
    await returnQuestions(services, asking, testContext);
    const confirm = async (justification: string) =>
      summary(
        await confirmAnswer(
          services,
          { ...about, question: 'nb_ordinateurs', justification },
          testContext,
        ),
      );
    expect([
      await confirm(' '),
      await confirm('Les autres ont été volés.'),
      await confirm('Les autres ont été volés.'),
      summary(await validateResponse(services, about, testContext)),
    ]).toEqual([
      [['REASON_REQUIRED', 'justification', '']],
      ['recorded', 4],
      ['unchanged', 4],
      ['unchanged', 4],
    ]);
  });

  it('is shut again when it is cancelled, and after its day', async () => {
    const observatory = await closed();
    const { services, moment } = observatory;
    await returnQuestions(services, asking, testContext);
    moment.now = '2014-10-01T10:00:00Z';
    const change = { ...about, answers: { nb_ordinateurs: 12 }, reason: 'oubli' };
    const late = await correctAnswers(services, change, testContext);
    const cancel = { ...about, question: 'nb_ordinateurs', reason: 'vérifié' };
    expect([
      summary(late),
      summary(await cancelReturn(services, cancel, testContext)),
      summary(await correctAnswers(services, change, testContext)),
    ]).toEqual([
      [['RETURN_EXPIRED', 'nb_ordinateurs', '2014-09-30']],
      ['recorded', 4],
      [['CAMPAIGN_CLOSED', 'campaign', '2014-06-30']],
    ]);
  });

  it('is a question of the questionnaire, with a day and a message', async () => {
    const { services } = await closed();
    const attempt = async (change: Partial<typeof asking>) =>
      summary(await returnQuestions(services, { ...asking, ...change }, testContext));
    expect([
      await attempt({ questions: ['nb_ordinateur'], until: 'demain' }),
      await attempt({ questions: [] }),
      await attempt({ until: '2014-09-09' }),
      await attempt({ message: '' }),
    ]).toEqual([
      [
        ['QUESTION_UNKNOWN', 'questions', 'nb_ordinateur'],
        ['DATE_MALFORMED', 'until', 'demain'],
      ],
      [['QUESTION_UNKNOWN', 'questions', '']],
      [['DAY_PAST', 'until', '2014-09-09']],
      [['MESSAGE_REQUIRED', 'message', '']],
    ]);
  });
});

describe('locks and exceptions', () => {
  const submit = async ({ services }: Awaited<ReturnType<typeof closed>>, school: string) =>
    summary(
      await submitResponse(
        services,
        { campaign, uai: school, declaration: { answers } },
        testContext,
      ),
    );

  it('let one school answer late, until a day', async () => {
    const observatory = await closed();
    const { services, store, moment } = observatory;
    const part = { kind: 'school', code: testUai(2).toLowerCase() } as const;
    const exception = { campaign, part, until: '2014-09-20', reason: 'incendie' };
    const before = await submit(observatory, testUai(2));
    await grantException(services, exception, testContext);
    const taken = await submit(observatory, testUai(2));
    const other = await submit(observatory, testUai(3));
    moment.now = '2014-09-21T10:00:00Z';
    const after = summary(
      await withdrawResponse(services, { campaign, uai: testUai(2), reason: 'x' }, testContext),
    );

    const shut = [['CAMPAIGN_CLOSED', 'campaign', '2014-06-30']];
    expect([before, taken, other, after]).toEqual([shut, ['recorded', 1], shut, shut]);
    const [event] = await store.readStream(`response-${campaign}.${testUai(2)}`);
    expect((event?.data as { late: boolean }).late).toBe(true);
  });

  it('shut a part of an open campaign until a day, but for its returns', async () => {
    const observatory = await validated();
    const { services, moment } = observatory;
    const lock = { campaign, part: france, until: '2014-04-10', reason: 'publication' };
    const change = { ...about, answers: { nb_ordinateurs: 12 }, reason: 'oubli' };
    const locked = await lockAnswers(services, lock, testContext);
    const refused = await submit(observatory, testUai(2));
    const withdrawn = await withdrawResponse(services, { ...about, reason: 'x' }, testContext);
    await returnQuestions(services, asking, testContext);
    const corrected = await correctAnswers(services, change, testContext);
    moment.now = '2014-04-11T10:00:00Z';

    const shut = [['ANSWERS_LOCKED', 'campaign', '2014-04-10']];
    expect([
      summary(locked),
      refused,
      summary(withdrawn),
      summary(corrected),
      await submit(observatory, testUai(2)),
    ]).toEqual([['recorded', 3], shut, shut, ['corrected', 5], ['recorded', 1]]);
  });

  it('are lifted and withdrawn with a reason, and told by the register at once', async () => {
    const { services, store } = await validated();
    const academy = { kind: 'academy', code: '02' } as const;
    await lockAnswers(services, { campaign, part: academy }, testContext);
    const exception = { campaign, part: academy, until: '2014-04-20', reason: 'panne' };
    await grantException(services, exception, testContext);
    const found = await services.register.campaign(campaign);
    expect([found?.locks, found?.exceptions]).toEqual([
      [{ part: academy, until: null }],
      [{ part: academy, until: '2014-04-20' }],
    ]);
    const end = { campaign, part: academy, reason: 'erreur' };
    await unlockAnswers(services, end, testContext);
    await withdrawException(services, end, testContext);
    const after = await services.register.campaign(campaign);
    expect([after?.locks, after?.exceptions]).toEqual([[], []]);
    const events = (await store.readStream(`campaign-${campaign}`)).slice(2);
    expect(events.map(({ type, metadata }) => [type, metadata.cause, metadata.academy])).toEqual([
      ['AnswersLocked', 'rule-change', '02'],
      ['ExceptionGranted', 'rule-change', '02'],
      ['AnswersUnlocked', 'rule-change', '02'],
      ['ExceptionWithdrawn', 'rule-change', '02'],
    ]);
  });

  it.each([
    [{ kind: 'country', code: 'DE' }, 'CAMPAIGN_PART_UNKNOWN'],
    [{ kind: 'academy', code: '99' }, 'CAMPAIGN_PART_UNKNOWN'],
    [{ kind: 'department', code: '999' }, 'CAMPAIGN_PART_UNKNOWN'],
    [{ kind: 'bassin', code: '02104' }, 'CAMPAIGN_PART_UNKNOWN'],
    [{ kind: 'school', code: testUai(9) }, 'CAMPAIGN_PART_UNKNOWN'],
    [{ kind: 'school', code: '0130001A' }, 'UAI_CHECK_LETTER_WRONG'],
  ] as const)('are refused for %j: %s', async (part, code) => {
    const { services } = await validated();
    const outcome = await lockAnswers(services, { campaign, part }, testContext);
    expect(outcome.ok ? [] : outcome.error.map((problem) => problem.code)).toEqual([code]);
  });

  it('are refused for a campaign that nobody opened, and for a day that is none', async () => {
    const { services } = await validated();
    const lock = { campaign, part: france, until: 'demain' };
    expect([
      summary(await lockAnswers(services, { ...lock, campaign: 'essai-2020' }, testContext)),
      summary(await lockAnswers(services, lock, testContext)),
    ]).toEqual([
      [['CAMPAIGN_UNKNOWN', 'campaign', 'essai-2020']],
      [['DATE_MALFORMED', 'until', 'demain']],
    ]);
  });
});

describe('two people who correct the same response', () => {
  const said = (value: number | null) => ({ value, notConcerned: false });
  const conflictsOf = (outcome: Outcome): readonly (Problem['conflict'] & object)[] =>
    outcome.ok ? [] : outcome.error.flatMap(({ conflict }) => conflict ?? []);

  it('the second hears, question by question, what the other said, when, and what merges by itself', async () => {
    const { services, store } = await validated();
    const other = { actor: { role: 'school', id: 'b-12' }, correlationId: 'c' };
    await correctAnswers(
      services,
      {
        ...about,
        answers: { nb_ordinateurs: 6, nb_eleves: 52 },
        reason: 'inventaire',
        expectedRevision: 2,
      },
      other,
    );
    const mine = { ...about, answers: { nb_ordinateurs: 5 }, reason: 'oubli', expectedRevision: 2 };
    const outcome = await correctAnswers(services, mine, testContext);
    const at = (await store.readStream(`response-${campaign}.${uai}`)).at(-1)?.recordedAt;

    expect(summary(outcome)).toEqual([
      ['RESPONSE_CHANGED', 'expectedRevision', '2'],
      ['RESPONSE_CHANGED', 'nb_eleves', '50'],
      ['RESPONSE_CHANGED', 'nb_ordinateurs', '5'],
    ]);
    expect(conflictsOf(outcome)).toEqual([
      { base: said(50), theirs: said(52), mine: said(50), by: other.actor, at, resolvable: true },
      { base: said(4), theirs: said(6), mine: said(5), by: other.actor, at, resolvable: false },
    ]);
  });

  it('merge without a choice when they touched different questions', async () => {
    const { services } = await validated();
    const correct = (changes: Record<string, unknown>, expectedRevision: number) =>
      correctAnswers(
        services,
        { ...about, answers: changes, reason: 'oubli', expectedRevision },
        testContext,
      );
    await correct({ nb_eleves: 52 }, 2);
    const refused = await correct({ nb_ordinateurs: 5 }, 2);
    const remedy = refused.ok ? '' : refused.error[0]?.remedy.en;
    expect([
      conflictsOf(refused).map(({ resolvable }) => resolvable),
      remedy,
      summary(await correct({ nb_ordinateurs: 5 }, 3)),
    ]).toEqual([
      [true],
      'Your answers and theirs do not overlap: take theirs in and save on revision 3.',
      ['corrected', 4],
    ]);
  });
});

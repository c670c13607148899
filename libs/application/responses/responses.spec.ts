import { describe, expect, it } from '@jest/globals';

import type { Declaration } from '#kernel';

import { smallObservatory, testContext, testUai } from '../../testing/small-observatory.js';
import { openCampaign } from '../campaigns/open-campaign.js';
import { closeCampaign } from '../campaigns/run-campaign.js';
import { EventLogUnavailable } from '../event-store.port.js';
import type { Outcome } from '../receipt.js';
import { contentHashOf } from './assessment.js';
import { expectedSchool, validateResponse, withdrawResponse } from './lifecycle.js';
import { correctAnswers, submitResponse } from './submit.js';

const campaign = 'essai-2014';
const uai = testUai(1);
const about = { campaign, uai };

const openYear = async (observatory: ReturnType<typeof smallObservatory>, year: number) => {
  observatory.moment.now = `${year}-04-01T10:00:00Z`;
  const days = { opensOn: `${year}-03-03`, closesOn: `${year}-06-30` };
  const field = { academies: ['02'] };
  await openCampaign(observatory.services, { survey: 'essai', year, field, ...days }, testContext);
};

const opened = async () => {
  const observatory = smallObservatory();
  await openYear(observatory, 2014);
  return observatory;
};

const answers = { nb_eleves: 50, nb_ordinateurs: 4, ent_deploye: false };

const summary = (outcome: Outcome) =>
  outcome.ok
    ? [outcome.value.effect, outcome.value.revision]
    : outcome.error.map(({ code, field, found }) => [code, field, found]);

describe('submitting a response', () => {
  it('records what is declared, in canonical form, and answers with a receipt', async () => {
    const { services, store } = await opened();
    const outcome = await submitResponse(
      services,
      {
        ...about,
        uai: uai.toLowerCase(),
        declaration: {
          answers: { ...answers, maintenance: ['academie', 'collectivite'], remarque: '' },
          notConcerned: ['nb_recents'],
        },
      },
      testContext,
    );
    const declaration: Declaration = {
      answers: { ...answers, maintenance: ['collectivite', 'academie'] },
      notConcerned: ['nb_recents'],
    };
    const [submitted] = await store.readStream(`response-${campaign}.${uai}`);
    expect([
      submitted?.type,
      submitted?.schemaVersion,
      submitted?.data,
      submitted?.metadata,
    ]).toEqual([
      'ResponseSubmitted',
      1,
      {
        ...about,
        ...declaration,
        questionnaire: 'essai@1',
        justifications: [],
        late: false,
        channel: 'form',
        contentHash: contentHashOf(declaration),
      },
      { ...testContext, cause: 'submission', academy: '02' },
    ]);
    expect(outcome).toEqual({
      ok: true,
      value: {
        submissionId: submitted?.id,
        stream: `response-${campaign}.${uai}`,
        revision: 1,
        position: submitted?.position,
        recordedAt: submitted?.recordedAt,
        contentHash: contentHashOf(declaration),
        effect: 'recorded',
        warnings: [],
      },
    });
  });

  it('answers with the first receipt when the same content comes again', async () => {
    const { services, store } = await opened();
    const input = { ...about, declaration: { answers } };
    const first = await submitResponse(services, input, testContext);
    await validateResponse(services, about, testContext);
    const reordered = { answers: Object.fromEntries(Object.entries(answers).reverse()) };
    const again = await submitResponse(services, { ...about, declaration: reordered }, testContext);

    expect(again).toEqual({
      ok: true,
      value: { ...(first.ok && first.value), revision: 2, effect: 'unchanged' },
    });
    expect(await store.readStream(`response-${campaign}.${uai}`)).toHaveLength(2);
  });

  it('does not count as late on the last evening in Paris, and does the next minute', async () => {
    const { services, store, moment } = await opened();
    const lateOf = async (instant: string, school: string) => {
      moment.now = instant;
      await submitResponse(
        services,
        { campaign, uai: school, declaration: { answers } },
        testContext,
      );
      const [event] = await store.readStream(`response-${campaign}.${school}`);
      return (event?.data as { late: boolean }).late;
    };
    expect([
      await lateOf('2014-06-30T21:59:59Z', testUai(1)),
      await lateOf('2014-06-30T22:00:00Z', testUai(2)),
    ]).toEqual([false, true]);
  });

  it.each<[string, Record<string, unknown>, unknown]>([
    ['a missing answer', {}, [['ANSWER_MISSING', 'nb_eleves', '']]],
    ['a text for a number', { nb_eleves: 'douze' }, [['VALUE_NOT_A_NUMBER', 'nb_eleves', 'douze']]],
    [
      'a question of another version',
      { nb_eleves: 50, wifi: true },
      [['QUESTION_NOT_ASKED', 'wifi', 'true']],
    ],
    [
      'an error of a rule, which no justification overrides',
      { nb_eleves: 50, nb_ordinateurs: 1, nb_recents: 2 },
      [['RULE_BROKEN', 'nb_recents', 'nb_ordinateurs = 1, nb_recents = 2']],
    ],
  ])('is refused for %s, and records nothing', async (_why, given, problems) => {
    const { services, store } = await opened();
    const input = {
      ...about,
      declaration: { answers: given },
      justifications: [{ rule: 'recents_au_plus_total', text: 'vrai' }],
    };
    expect(summary(await submitResponse(services, input, testContext))).toEqual(problems);
    expect(await store.readStream(`response-${campaign}.${uai}`)).toEqual([]);
  });

  it('asks for a justification when a warning compares with the year before', async () => {
    const observatory = await opened();
    const { services, store } = observatory;
    await submitResponse(services, { ...about, declaration: { answers } }, testContext);
    await openYear(observatory, 2015);
    const input = {
      campaign: 'essai-2015',
      uai,
      declaration: { answers: { ...answers, nb_eleves: 151 } },
    };
    expect(summary(await submitResponse(services, input, testContext))).toEqual([
      ['JUSTIFICATION_NEEDED', 'nb_eleves', 'nb_eleves = 151, previous(nb_eleves) = 50'],
    ]);
    const blank = [{ rule: 'evolution_eleves', text: ' ' }];
    expect(
      summary(await submitResponse(services, { ...input, justifications: blank }, testContext)),
    ).toEqual([['JUSTIFICATION_NEEDED', 'nb_eleves', 'nb_eleves = 151, previous(nb_eleves) = 50']]);

    const justifications = [{ rule: 'evolution_eleves', text: 'fusion de deux écoles' }];
    const taken = await submitResponse(services, { ...input, justifications }, testContext);
    expect([summary(taken), taken.ok && taken.value.warnings.map(({ rule }) => rule)]).toEqual([
      ['recorded', 1],
      ['evolution_eleves'],
    ]);
    const [event] = await store.readStream(`response-essai-2015.${uai}`);
    expect((event?.data as { justifications: unknown }).justifications).toEqual(justifications);
  });

  it.each([
    [
      'a campaign that nobody opened',
      { campaign: 'essai-2020' },
      ['CAMPAIGN_UNKNOWN', 'campaign', 'essai-2020'],
    ],
    ['a wrong check letter', { uai: '0130001A' }, ['UAI_CHECK_LETTER_WRONG', 'uai', '0130001A']],
    ['a school that does not exist', { uai: testUai(99) }, ['UNKNOWN_SCHOOL', 'uai', testUai(99)]],
    ['a school that was closed', { uai: testUai(6) }, ['SCHOOL_NOT_EXPECTED', 'uai', testUai(6)]],
    [
      'a school of another académie',
      { uai: testUai(9) },
      ['SCHOOL_NOT_EXPECTED', 'uai', testUai(9)],
    ],
  ])('is refused for %s', async (_why, change, problem) => {
    const { services } = await opened();
    const input = { ...about, ...change, declaration: { answers } };
    expect(summary(await submitResponse(services, input, testContext))).toEqual([problem]);
    const expected = await expectedSchool(services, { ...about, ...change });
    expect(expected.ok ? [] : expected.error.map(({ code }) => code)).toEqual([problem[0]]);
  });

  it('names the known schools nearest to an unknown one', async () => {
    const { services } = await opened();
    const input = { campaign, uai: testUai(99), declaration: { answers } };
    const outcome = await submitResponse(services, input, testContext);
    const nearest = [1, 2, 3].map(testUai).join(', ');
    expect(outcome.ok ? undefined : outcome.error[0]?.remedy).toEqual({
      fr: `Vouliez-vous dire ${nearest} ?`,
      en: `Did you mean ${nearest}?`,
    });
  });

  it('is refused before the campaign begins and after it is closed, whatever is wrong with it', async () => {
    const { services, moment } = await opened();
    const input = { ...about, declaration: { answers: {} } };
    moment.now = '2014-03-01T10:00:00Z';
    expect(summary(await submitResponse(services, input, testContext))).toEqual([
      ['CAMPAIGN_NOT_OPEN', 'campaign', '2014-03-01'],
    ]);
    moment.now = '2014-04-01T10:00:00Z';
    await closeCampaign(services, { campaign }, testContext);
    expect(summary(await submitResponse(services, input, testContext))).toEqual([
      ['CAMPAIGN_CLOSED', 'campaign', '2014-06-30'],
    ]);
  });

  it('says that the log cannot be reached, and throws what it does not understand', async () => {
    const { services } = await opened();
    const input = { ...about, declaration: { answers } };
    const failing = (fault: Error) =>
      ({
        ...services,
        store: { ...services.store, readStreams: () => Promise.reject(fault) },
      }) as never;
    expect(
      summary(await submitResponse(failing(new EventLogUnavailable('away')), input, testContext)),
    ).toEqual([['EVENT_LOG_UNAVAILABLE', '', '']]);
    await expect(submitResponse(failing(new Error('bug')), input, testContext)).rejects.toThrow(
      'bug',
    );
  });
});

describe('changing what was submitted', () => {
  const submitted = async () => {
    const observatory = await opened();
    const declaration = { answers, notConcerned: ['nb_recents'] };
    await submitResponse(observatory.services, { ...about, declaration }, testContext);
    return observatory;
  };

  it('takes a reason to submit something else', async () => {
    const { services } = await submitted();
    const input = { ...about, declaration: { answers: { ...answers, nb_ordinateurs: 5 } } };
    expect(summary(await submitResponse(services, input, testContext))).toEqual([
      ['REASON_REQUIRED', 'reason', ''],
    ]);
    expect(
      summary(await submitResponse(services, { ...input, reason: 'oubli' }, testContext)),
    ).toEqual(['corrected', 2]);
  });

  it('lays a correction over what stands: null clears, an answer concerns', async () => {
    const { services, store } = await submitted();
    const changes = { nb_ordinateurs: 5, ent_deploye: null, nb_recents: 3 };
    const outcome = await correctAnswers(
      services,
      { ...about, answers: changes, reason: 'inventaire' },
      testContext,
    );
    const corrected = (await store.readStream(`response-${campaign}.${uai}`)).at(-1);
    const declaration = {
      answers: { nb_eleves: 50, nb_ordinateurs: 5, nb_recents: 3 },
      notConcerned: [],
    };
    expect(summary(outcome)).toEqual(['corrected', 2]);
    expect([corrected?.type, corrected?.metadata.cause, corrected?.data]).toEqual([
      'AnswersCorrected',
      'correction',
      {
        ...about,
        ...declaration,
        questionnaire: 'essai@1',
        changes: {
          ent_deploye: { from: false, to: null },
          nb_ordinateurs: { from: 4, to: 5 },
          nb_recents: { from: null, to: 3 },
        },
        reason: 'inventaire',
        justifications: [],
        channel: 'form',
        contentHash: contentHashOf(declaration),
      },
    ]);
  });

  it('corrects nothing when nothing changes, and nothing where nothing was submitted', async () => {
    const { services } = await submitted();
    const input = { ...about, answers: { nb_ordinateurs: 4 }, reason: 'inventaire' };
    expect(summary(await correctAnswers(services, input, testContext))).toEqual(['unchanged', 1]);
    const other = { ...input, uai: testUai(2), answers };
    expect(summary(await correctAnswers(services, other, testContext))).toEqual([
      ['NOTHING_SUBMITTED', '', 'absent'],
    ]);
  });

  it('is refused on a revision that is no longer the last', async () => {
    const { services } = await submitted();
    await validateResponse(services, { ...about, expectedRevision: 1 }, testContext);
    const stale = { ...about, expectedRevision: 1 };
    const problem = [['RESPONSE_CHANGED', 'expectedRevision', '1']];
    const change = { ...stale, answers: { nb_ordinateurs: 9 }, reason: 'oubli' };
    expect([
      summary(await correctAnswers(services, change, testContext)),
      summary(await withdrawResponse(services, { ...stale, reason: 'erreur' }, testContext)),
    ]).toEqual([problem, problem]);
  });

  it('withdraws for a reason, then lets the school submit again', async () => {
    const { services } = await submitted();
    const withdrawn = await withdrawResponse(services, { ...about, reason: 'erreur' }, testContext);
    const again = await submitResponse(
      services,
      { ...about, declaration: { answers } },
      testContext,
    );
    expect([summary(withdrawn), summary(again)]).toEqual([
      ['recorded', 2],
      ['recorded', 3],
    ]);
  });

  it('asks for a reason to withdraw', async () => {
    const { services } = await submitted();
    expect(
      summary(await withdrawResponse(services, { ...about, reason: '' }, testContext)),
    ).toEqual([['REASON_REQUIRED', 'reason', '']]);
  });

  it('validates once, after the campaign too, and again after a correction', async () => {
    const { services } = await submitted();
    const validate = async () => summary(await validateResponse(services, about, testContext));
    expect([await validate(), await validate()]).toEqual([
      ['recorded', 2],
      ['unchanged', 2],
    ]);
    await correctAnswers(
      services,
      { ...about, answers: { nb_eleves: 51 }, reason: 'oubli' },
      testContext,
    );
    await closeCampaign(services, { campaign }, testContext);
    expect(await validate()).toEqual(['recorded', 4]);
  });
});

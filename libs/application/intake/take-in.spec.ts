import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type InboundReply, inboundReply } from '#contracts';
import { err } from '#kernel';

import {
  correctMessage,
  incoming,
  submitMessage,
  testMessageId,
  withdrawMessage,
} from '../../testing/inbound-messages.js';
import { from, openedSmallIntake } from '../../testing/small-intake.js';
import { testContext, testUai } from '../../testing/small-observatory.js';
import { EventLogUnavailable } from '../event-store.port.js';
import { executeOnResponse } from '../responses/response-command.js';
import { takeIn, type TakenIn } from './take-in.js';
const replyIn = ({ outgoing }: TakenIn): InboundReply =>
  inboundReply.parse(JSON.parse(String(outgoing.value)));

const summary = (taken: readonly TakenIn[]) =>
  taken.map((one) => {
    if (one.fate === 'dead-letter') return [one.fate, ...one.codes];
    const reply = replyIn(one);
    return reply.type === 'Accepted'
      ? [one.fate, reply.receipt.effect, reply.receipt.revision]
      : [one.fate, ...reply.problems.map(({ code }) => code)];
  });

const sent = (taken: readonly TakenIn[]) => taken.map(({ outgoing }) => outgoing);

describe('a message of a tool', () => {
  it('is answered with a receipt, on the key that it has and with the reference of its sender', async () => {
    const { take, store } = await openedSmallIntake();
    const [taken] = await take(submitMessage(1));
    const [event] = await store.readStream(`response-essai-2014.${testUai(1)}`);

    expect(taken?.outgoing).toMatchObject({
      topic: 'replies',
      key: Buffer.from(testUai(1)),
      headers: { source: 'outil-a', 'in-reply-to': testMessageId(1) },
    });
    expect(replyIn(taken as TakenIn)).toEqual({
      type: 'Accepted',
      version: 1,
      inReplyTo: testMessageId(1),
      source: 'outil-a',
      reference: 'envoi/1',
      campaign: 'essai-2014',
      uai: testUai(1),
      receipt: {
        submissionId: event?.id,
        contentHash: (event?.data as { contentHash: string }).contentHash,
        recordedAt: event?.recordedAt,
        position: String(event?.position),
        revision: 1,
        effect: 'recorded',
      },
      problems: [],
    });
    expect([event?.metadata, event?.data]).toMatchObject([
      { actor: { role: 'tool', id: 'outil-a' }, cause: 'submission', academy: '02' },
      { channel: 'message' },
    ]);
  });

  it('is refused with everything that is wrong, and nothing is recorded', async () => {
    const { take, events } = await openedSmallIntake();
    const answers = { nb_eleves: 'cinquante', nb_ordinateurs: -1, ent_deploye: false };
    const taken = await take(submitMessage(1, { data: { answers } }));

    expect(replyIn(taken[0] as TakenIn).problems).toMatchObject([
      { code: 'VALUE_NOT_A_NUMBER', field: 'nb_eleves', found: '…', severity: 'error' },
      { code: 'VALUE_BELOW_MINIMUM', field: 'nb_ordinateurs', found: '-1' },
    ]);
    expect(await events()).toEqual([]);
  });

  it('may submit, correct, draft and withdraw', async () => {
    const { take, events } = await openedSmallIntake();
    const draft = { type: 'SaveDraft', data: { answers: { nb_eleves: 3 } } };
    const taken = await take(
      submitMessage(1, draft),
      submitMessage(2),
      correctMessage(3, 9),
      withdrawMessage(4),
    );

    expect(summary(taken)).toEqual([
      ['accepted', 'recorded', 1],
      ['accepted', 'recorded', 2],
      ['accepted', 'corrected', 3],
      ['accepted', 'recorded', 4],
    ]);
    expect(await events()).toEqual([
      'DraftSaved',
      'ResponseSubmitted',
      'AnswersCorrected',
      'ResponseWithdrawn',
    ]);
  });
});

describe('the same message again', () => {
  it('ten times is one submission and the same reply', async () => {
    const { take, events } = await openedSmallIntake();
    const [first] = await take(submitMessage(1));
    const again = await take(...Array.from({ length: 9 }, () => submitMessage(1)));

    expect(sent(again)).toEqual(Array.from({ length: 9 }, () => first?.outgoing));
    expect(again.map(({ fate }) => fate)).toEqual(Array.from({ length: 9 }, () => 'repeated'));
    expect(await events()).toEqual(['ResponseSubmitted']);
  });

  it('is the same however its fields are ordered and whatever its reference', async () => {
    const { take } = await openedSmallIntake();
    const turned = Object.fromEntries(Object.entries(submitMessage(1)).reverse());
    const [first] = await take(submitMessage(1));

    expect(sent(await take({ ...turned, reference: 'encore' }))).toEqual([first?.outgoing]);
  });

  it('is refused when its id was that of another request, and the first reply stays', async () => {
    const { take, events } = await openedSmallIntake();
    const [first] = await take(submitMessage(1));
    const taken = await take(withdrawMessage(1), submitMessage(1));

    expect(summary(taken.slice(0, 1))).toEqual([['refused', 'MESSAGE_ID_REUSED']]);
    expect(taken[1]?.outgoing).toEqual(first?.outgoing);
    expect(await events()).toEqual(['ResponseSubmitted']);
  });

  it('stays refused, and changes nothing, when it would be accepted by then', async () => {
    const { take, events } = await openedSmallIntake();
    const early = await take(correctMessage(1, 9), submitMessage(2));
    const again = await take(correctMessage(1, 9), submitMessage(2));

    expect(summary(early)).toEqual([
      ['refused', 'NOTHING_SUBMITTED'],
      ['accepted', 'recorded', 1],
    ]);
    expect(sent(again)).toEqual(sent(early));
    expect(await events()).toEqual(['ResponseSubmitted']);
  });

  it('that recorded nothing because all was said reverts nothing that came since', async () => {
    const { take, events } = await openedSmallIntake();
    const repeat = submitMessage(2, {
      data: { ...(submitMessage(2)['data'] as object), reason: 'encore' },
    });
    const messages = [submitMessage(1), repeat, correctMessage(3, 9)];
    const first = await take(...messages);

    expect(summary(first)[1]).toEqual(['accepted', 'unchanged', 1]);
    expect(sent(await take(...messages))).toEqual(sent(first));
    expect(await events()).toEqual(['ResponseSubmitted', 'AnswersCorrected']);
  });

  it.each([1, 2, 3])(
    'gives the same after a crash between the append and wave %i of the replies',
    async (crash) => {
      const messages = [submitMessage(1), correctMessage(2, 9), withdrawMessage(3)];
      const calm = await openedSmallIntake();
      const expected = await calm.take(...messages);

      const { ground, book, events } = await openedSmallIntake();
      let waves = 0;
      const crashing: typeof book.keep = (answered) => {
        waves += 1;
        return waves === crash ? Promise.reject(new Error('crash')) : book.keep(answered);
      };
      const batch = { ...from, messages: messages.map((one) => incoming(one)) };
      const replies = { ...book, keep: crashing };

      await expect(takeIn({ ...ground, replies }, batch)).rejects.toThrow('crash');
      expect(sent(await takeIn(ground, batch))).toEqual(sent(expected));
      expect(await events()).toEqual([
        'ResponseSubmitted',
        'AnswersCorrected',
        'ResponseWithdrawn',
      ]);
    },
  );
});

describe('the order of messages', () => {
  it('is kept for each school, however many come at once', async () => {
    const { take, store } = await openedSmallIntake();
    const schools = [1, 2, 3, 4];
    const rounds = [0, 1, 2, 3, 4, 5];
    const messages = rounds.flatMap((round) =>
      schools.map((school) => {
        const over = { uai: testUai(school) };
        const number = round * 10 + school;
        return round === 0 ? submitMessage(number, over) : correctMessage(number, round, over);
      }),
    );
    await take(...messages);

    for (const school of schools) {
      const events = await store.readStream(`response-essai-2014.${testUai(school)}`);
      expect(events.map(({ metadata }) => metadata.causationId)).toEqual(
        rounds.map((round) => testMessageId(round * 10 + school)),
      );
    }
  });

  it('is that of the replies, dead letters among them', async () => {
    const { take } = await openedSmallIntake();
    const taken = await take(
      correctMessage(1, 3),
      Buffer.from('{'),
      submitMessage(2, { uai: testUai(2) }),
      submitMessage(3),
    );

    expect(summary(taken)).toEqual([
      ['refused', 'NOTHING_SUBMITTED'],
      ['dead-letter', 'MESSAGE_NOT_JSON'],
      ['accepted', 'recorded', 1],
      ['accepted', 'recorded', 1],
    ]);
  });
});

describe('who may send what', () => {
  it.each([
    ['a source that nobody has registered', { source: 'inconnu' }, 'SOURCE_NOT_ALLOWED'],
    ['a school of another académie', { source: 'outil-toulouse' }, 'SCHOOL_OUT_OF_REACH'],
    [
      'a school of another académie, in small letters',
      { source: 'outil-toulouse', uai: testUai(1).toLowerCase() },
      'SCHOOL_OUT_OF_REACH',
    ],
    [
      'a school that nobody knows, which the rules explain',
      { source: 'outil-aix', uai: '0999999X' },
      'UAI_CHECK_LETTER_WRONG',
    ],
  ])('refuses %s', async (_, over, code) => {
    const { take, events } = await openedSmallIntake();

    expect(summary(await take(submitMessage(1, over)))).toEqual([['refused', code]]);
    expect(await events()).toEqual([]);
  });

  it('lets a tool answer for the schools of its académies', async () => {
    const { take } = await openedSmallIntake();

    expect(summary(await take(submitMessage(1, { source: 'outil-aix' })))).toEqual([
      ['accepted', 'recorded', 1],
    ]);
  });

  it.each([[null], [Buffer.from(testUai(2))], [Buffer.from([0xff, 0xfe])]])(
    'refuses a message whose key is not its school: %p',
    async (key) => {
      const { ground } = await openedSmallIntake();
      const messages = [incoming(submitMessage(1), { key })];
      const taken = await takeIn(ground, { ...from, messages });

      expect([summary(taken), taken[0]?.outgoing.key]).toEqual([
        [['refused', 'MESSAGE_KEY_WRONG']],
        key,
      ]);
    },
  );
});

describe('a fault', () => {
  const full = { kind: 'Overloaded', waiting: 9, limit: 9 } as const;

  it.each([
    ['is away', () => Promise.reject(new EventLogUnavailable('away')), 'EVENT_LOG_UNAVAILABLE'],
    ['is full', () => Promise.resolve([err(full)]), 'OVERLOADED'],
  ])('is no refusal: when the log %s the message waits, then is done', async (_, trouble, code) => {
    const { take, store, book, events } = await openedSmallIntake();
    const calm = store.trouble;
    store.trouble = trouble;

    await expect(take(submitMessage(1), Buffer.from('?'))).rejects.toMatchObject({
      name: 'IntakePostponed',
      code,
    });
    expect([book.size(), await events()]).toEqual([0, []]);

    store.trouble = calm;
    expect(summary(await take(submitMessage(1), Buffer.from('?')))).toEqual([
      ['accepted', 'recorded', 1],
      ['dead-letter', 'MESSAGE_NOT_JSON'],
    ]);
  });

  it('is no refusal: a correction that others overtake is made on what stands then', async () => {
    const { take, store, services } = await openedSmallIntake();
    await take(submitMessage(1));
    const calm = store.trouble;
    store.trouble = async () => {
      store.trouble = calm;
      await executeOnResponse(
        services,
        {
          type: 'CorrectAnswers',
          campaign: 'essai-2014',
          uai: testUai(1),
          expectedRevision: null,
          answers: { nb_eleves: 51 },
          notConcerned: null,
          justifications: [],
          reason: 'inscription',
        },
        testContext,
      );
      return undefined;
    };

    expect(summary(await take(correctMessage(2, 9)))).toEqual([['accepted', 'corrected', 3]]);
    const last = (await store.readStream(`response-essai-2014.${testUai(1)}`)).at(-1);
    expect(last?.data).toMatchObject({ answers: { nb_eleves: 51, nb_ordinateurs: 9 } });
  });

  it('ends nothing halfway: what is under way ends before the batch is given up', async () => {
    const { take, store, events } = await openedSmallIntake();
    const calm = store.trouble;
    store.trouble = ([request]) => {
      if (request?.stream.endsWith(testUai(1)) === true)
        return Promise.reject(new EventLogUnavailable('away'));
      return new Promise((resolve) => setImmediate(() => setImmediate(() => resolve(undefined))));
    };
    const both = [submitMessage(1), submitMessage(2, { uai: testUai(2) })];
    await expect(take(...both)).rejects.toThrow('EVENT_LOG_UNAVAILABLE');

    expect(await events(2)).toEqual(['ResponseSubmitted']);
    store.trouble = calm;
    expect(summary(await take(...both))).toEqual([
      ['accepted', 'recorded', 1],
      ['accepted', 'recorded', 1],
    ]);
  });
});

describe('a reply', () => {
  it('repeats no free text of the message, whatever is wrong with it', async () => {
    const { take } = await openedSmallIntake();
    const codes = ['nb_eleves', 'ent_deploye', 'maintenance', 'surface', 'remarque', 'inconnue'];
    let number = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...codes),
        fc.string({ minLength: 1, maxLength: 40 }),
        fc.boolean(),
        async (code, text, isList) => {
          const secret = `Zoé ${text}`;
          const answers = { nb_eleves: 1, [code]: isList ? [secret] : secret };
          const data = { answers, reason: secret, justifications: [{ rule: 'x', text: secret }] };
          const [taken] = await take(submitMessage((number += 1), { data }));

          expect(String(taken?.outgoing.value)).not.toContain('Zoé');
          expect(JSON.stringify(taken?.outgoing.headers)).not.toContain('Zoé');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says nothing of who has written in the meantime, nor what', async () => {
    const { take } = await openedSmallIntake();
    await take(submitMessage(1), correctMessage(2, 9));
    const late = submitMessage(3, {
      data: { answers: { nb_eleves: 50, nb_ordinateurs: 7 }, reason: 'x', expectedRevision: 1 },
    });
    const [taken] = await take(late);

    expect(replyIn(taken as TakenIn).problems.map(({ code }) => code)).toContain(
      'RESPONSE_CHANGED',
    );
    expect(String(taken?.outgoing.value)).not.toMatch(/conflict|"by"|outil-b/);
  });
});

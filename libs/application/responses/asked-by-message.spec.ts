import { describe, expect, it } from '@jest/globals';

import { openedSmallObservatory, testUai } from '../../testing/small-observatory.js';
import { TroubledStore } from '../../testing/troubled-store.js';
import type { RequestContext } from '../services.js';
import { executeOnResponse, type ResponseCommand } from './response-command.js';

const campaign = 'essai-2014';
const uai = testUai(1);
const about = { campaign, uai, expectedRevision: null };
const answers = { nb_eleves: 50, nb_ordinateurs: 4, ent_deploye: false };

const submit = (nb_ordinateurs: number, reason: string | null = null): ResponseCommand => ({
  type: 'SubmitResponse',
  ...about,
  answers: { ...answers, nb_ordinateurs },
  notConcerned: [],
  justifications: [],
  channel: 'message',
  reason,
});

const correct = (nb_ordinateurs: number): ResponseCommand => ({
  type: 'CorrectAnswers',
  ...about,
  answers: { nb_ordinateurs },
  notConcerned: null,
  justifications: [],
  reason: 'compté de nouveau',
});

const withdraw: ResponseCommand = { type: 'WithdrawResponse', ...about, reason: 'doublon' };

const by = (number: number, over: { source?: string; digest?: string } = {}): RequestContext => ({
  actor: { role: 'tool', id: over.source ?? 'outil-a' },
  correlationId: `c-${number}`,
  message: {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    digest: over.digest ?? `digest-of-${number}`,
  },
});

const opened = async () => {
  const { services, store } = await openedSmallObservatory();
  const ask = (command: ResponseCommand, context: RequestContext) =>
    executeOnResponse(services, command, context);
  const types = async () =>
    (await store.readStream(`response-${campaign}.${uai}`)).map(({ type }) => type);
  return { ask, types, store };
};

describe('what a message asks', () => {
  it('is done once, however often it comes, whatever was recorded since', async () => {
    const { ask, types } = await opened();
    const messages = [
      [submit(4), by(1)],
      [correct(5), by(2)],
      [submit(6, 'erreur'), by(3)],
      [withdraw, by(4)],
      [submit(7), by(5)],
    ] as const;
    const first = [];
    for (const [command, context] of messages) first.push(await ask(command, context));
    const again = [];
    for (const [command, context] of messages) again.push(await ask(command, context));

    expect(first.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
    expect(again).toEqual(first);
    expect(await types()).toEqual([
      'ResponseSubmitted',
      'AnswersCorrected',
      'AnswersCorrected',
      'ResponseWithdrawn',
      'ResponseSubmitted',
    ]);
  });

  it('is recorded as its doing: its id is the cause, its channel the way it came', async () => {
    const { ask, store } = await opened();
    await ask(submit(4), by(1));
    const [recorded] = await store.readStream(`response-${campaign}.${uai}`);

    expect([recorded?.metadata, recorded?.data]).toMatchObject([
      {
        actor: { role: 'tool', id: 'outil-a' },
        causationId: '00000000-0000-4000-8000-000000000001',
        correlationId: 'c-1',
      },
      { channel: 'message' },
    ]);
  });

  it('is refused when its id was that of a message that asked for something else', async () => {
    const { ask, types } = await opened();
    await ask(submit(4), by(1));

    expect(await ask(withdraw, by(1, { digest: 'another' }))).toMatchObject({
      ok: false,
      error: [{ code: 'MESSAGE_ID_REUSED', field: 'id' }],
    });
    expect(await types()).toEqual(['ResponseSubmitted']);
  });

  it('is not what another source has asked under the same id', async () => {
    const { ask, types } = await opened();
    await ask(submit(4), by(1));

    expect(await ask(correct(9), by(1, { source: 'outil-b' }))).toMatchObject({ ok: true });
    expect(await types()).toEqual(['ResponseSubmitted', 'AnswersCorrected']);
  });

  it('is done once when two take the same message at the same time', async () => {
    const { services, store } = await openedSmallObservatory();
    const troubled = new TroubledStore(store);
    let rival: Promise<unknown> = Promise.resolve();
    troubled.trouble = async () => {
      rival = executeOnResponse(services, submit(4), by(1));
      await rival;
      return undefined;
    };
    const late = await executeOnResponse({ ...services, store: troubled }, submit(4), by(1));

    expect(late).toEqual(await rival);
    expect((await store.readStream(`response-${campaign}.${uai}`)).length).toBe(1);
  });
});

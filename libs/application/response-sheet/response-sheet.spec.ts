import { describe, expect, it } from '@jest/globals';

import { fakeCatalogue } from '../../testing/fake-catalogue.js';
import { InMemoryEventStore } from '../../testing/in-memory-event-store.js';
import { type NewEvent, position } from '#kernel';

import type { RegisteredCampaign } from '../campaigns/campaign-register.js';
import { responseReader } from './response-sheet.js';

const about = { campaign: 'etic-1d-2014', uai: '0131884C' };
const stream = 'response-etic-1d-2014.0131884C';

const campaign = {
  questionnaire: 'etic-1d@2014',
  respondents: new Map([['0131884C', {}]]),
} as unknown as RegisteredCampaign;

const event = (number: number, type: string, data: object): NewEvent => ({
  id: `00000000-0000-4000-8000-00000000000${String(number)}`,
  type,
  schemaVersion: 1,
  data: { ...about, ...data },
  metadata: { actor: { role: 'school', id: 'head' }, cause: 'submission', correlationId: 'c' },
});

const declared = {
  notConcerned: [],
  questionnaire: 'etic-1d@2014',
  justifications: [],
  channel: 'form',
};

const history = [
  event(1, 'DraftSaved', { answers: {}, notConcerned: [] }),
  event(2, 'ResponseSubmitted', {
    ...declared,
    answers: { nb_ordinateurs_fixes: 12 },
    late: true,
    contentHash: 'a'.repeat(64),
  }),
  event(3, 'AnswersCorrected', {
    ...declared,
    answers: { nb_ordinateurs_fixes: 0 },
    changes: { nb_ordinateurs_fixes: { from: 12, to: 0 } },
    reason: 'salle fermée',
    contentHash: 'b'.repeat(64),
  }),
];

const readerOver = async (events: readonly NewEvent[]) => {
  const store = new InMemoryEventStore();
  if (events.length > 0) await store.append({ stream, expectedRevision: 0, events });
  return responseReader({
    store,
    catalogue: fakeCatalogue,
    clock: () => '2014-09-01T10:00:00Z',
    register: {
      campaign: (id) => Promise.resolve(id === about.campaign ? campaign : undefined),
    },
  });
};

describe('the response of a school', () => {
  it('is what stands now, with how it came to that', async () => {
    const reader = await readerOver(history);
    const sheet = await reader.response({ ...about, asOf: null });

    expect(sheet).toMatchObject({
      ...about,
      status: 'submitted',
      revision: 3,
      questionnaireKey: 'etic-1d@2014',
      late: true,
      contentHash: 'b'.repeat(64),
      answers: [{ question: 'nb_ordinateurs_fixes', state: 'answered', value: 0 }],
    });
    expect(sheet?.history.map(({ type, reason, changes }) => ({ type, reason, changes }))).toEqual([
      { type: 'DraftSaved', reason: null, changes: [] },
      { type: 'ResponseSubmitted', reason: null, changes: [] },
      {
        type: 'AnswersCorrected',
        reason: 'salle fermée',
        changes: [{ question: 'nb_ordinateurs_fixes', from: 12, to: 0 }],
      },
    ]);
  });

  it('is what stood at an earlier position', async () => {
    const reader = await readerOver(history);
    const now = await reader.response({ ...about, asOf: null });
    const submitted = now?.history[1]?.position ?? position(0n);
    const then = await reader.response({ ...about, asOf: submitted });

    expect(then).toMatchObject({
      revision: 2,
      answers: [{ question: 'nb_ordinateurs_fixes', state: 'answered', value: 12 }],
    });
  });

  it('is expected, with nothing answered, before it begins', async () => {
    const reader = await readerOver([]);

    expect(await reader.response({ ...about, asOf: null })).toEqual({
      ...about,
      status: 'expected',
      revision: 0,
      questionnaireKey: 'etic-1d@2014',
      late: false,
      submittedAt: null,
      contentHash: null,
      answers: [{ question: 'nb_ordinateurs_fixes', state: 'no-answer', value: null }],
      justifications: [],
      history: [],
      sinceValidation: null,
      returns: [],
    });
  });

  it('does not exist for a campaign that is unknown, or a school that is not expected', async () => {
    const reader = await readerOver([]);

    expect(
      await reader.response({ ...about, campaign: 'etic-1d-1999', asOf: null }),
    ).toBeUndefined();
    expect(await reader.response({ ...about, uai: '0130001F', asOf: null })).toBeUndefined();
  });

  const by = { role: 'school', id: 'head' };

  it('tells what differs from what was validated: from, to, who, when and why', async () => {
    const validated = event(4, 'ResponseValidated', {});
    const again = event(5, 'AnswersCorrected', {
      ...declared,
      answers: {},
      notConcerned: ['nb_ordinateurs_fixes'],
      changes: { nb_ordinateurs_fixes: { from: 0, to: null } },
      reason: 'école sans ordinateur',
      contentHash: 'c'.repeat(64),
    });
    const before = await readerOver([...history, validated]);
    const reader = await readerOver([...history, validated, again]);
    const at = (sheet: Awaited<ReturnType<typeof reader.response>>, index: number) =>
      sheet?.history[index]?.recordedAt;
    const unchanged = await before.response({ ...about, asOf: null });
    const changed = await reader.response({ ...about, asOf: null });

    expect(unchanged?.sinceValidation).toEqual({
      validatedAt: at(unchanged, 3),
      validatedBy: by,
      revision: 4,
      changes: [],
    });
    expect(changed?.sinceValidation?.changes).toEqual([
      {
        question: 'nb_ordinateurs_fixes',
        from: { value: 0, notConcerned: false },
        to: { value: null, notConcerned: true },
        revision: 5,
        changedAt: at(changed, 4),
        changedBy: by,
        reason: 'école sans ordinateur',
      },
    ]);
  });

  it('tells the questions that were returned, and which of them are too late to answer', async () => {
    const question = 'nb_ordinateurs_fixes';
    const reader = await readerOver([
      ...history,
      event(4, 'QuestionReturned', { question, message: 'Zéro ?', until: '2014-07-01' }),
      event(5, 'ReturnAnswered', { question, outcome: 'confirmed', text: 'volés' }),
      event(6, 'QuestionReturned', { question, message: 'Tous ?', until: '2014-08-31' }),
    ]);
    const sheet = await reader.response({ ...about, asOf: null });

    expect(
      sheet?.returns.map(({ message, status, text, settled }) => [
        message,
        status,
        text,
        settled?.by,
      ]),
    ).toEqual([
      ['Zéro ?', 'confirmed', 'volés', by],
      ['Tous ?', 'expired', null, undefined],
    ]);
    expect(sheet?.history.slice(3).map(({ reason, question: about }) => [about, reason])).toEqual([
      [question, 'Zéro ?'],
      [question, 'volés'],
      [question, 'Tous ?'],
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';

import type { Catalogue } from '#catalogue';
import { integrationEvents, messageSchema, readMessage } from '#contracts/integration';
import { campaignCodec } from '#domain/campaign';
import { adoptionCodec } from '#domain/indicator';
import { projectionCodec } from '#domain/projection';
import { publicationCodec } from '#domain/publication';
import { responseCodec } from '#domain/response';
import { territoryCodec } from '#domain/territory';
import type { Question, Questionnaire } from '#domain/survey';
import type { Codec, RecordedEvent } from '#kernel';

import { type EventFixture, eventFixtures, recordedFixture } from '../../testing/event-fixtures.js';
import { smallCatalogue } from '../../testing/small-survey.js';
import { eventOfMessage } from './event-of-message.js';
import { integrationMessage, unpublished, watermarkMessage } from './integration-message.js';
import { textQuestionsOf } from './published-answers.js';

const codecs: readonly Codec<unknown>[] = [
  territoryCodec,
  campaignCodec,
  responseCodec,
  publicationCodec,
  adoptionCodec,
  projectionCodec,
];

const question = (code: string, type: Question['type']): Question => ({
  code,
  type,
  label: { fr: code, en: code },
  required: false,
  mayNotConcern: true,
  options: [],
  comparability: [],
  provenance: 'made for tests',
});

/** The questionnaire that the fixtures answer, with a free text beside. */
const questionnaire: Questionnaire = {
  survey: 'etic-1d',
  version: '2014',
  label: { fr: 'ETIC', en: 'ETIC' },
  degree: '1D',
  reconstructed: false,
  provenance: 'made for tests',
  firstCampaign: 2014,
  rules: [],
  sections: [
    {
      code: 'all',
      label: { fr: 'Tout', en: 'All' },
      questions: [
        question('nb_eleves', 'integer'),
        question('nb_tbi_tni', 'integer'),
        question('filtrage', 'boolean'),
        question('type_acces_internet', 'choice'),
        question('maintenance', 'choices'),
        question('wifi', 'boolean'),
        question('ent_deploye', 'choice'),
        question('remarques', 'text'),
      ],
    },
  ],
};

const catalogue: Catalogue = {
  ...smallCatalogue(),
  questionnaires: new Map([['etic-1d@2014', questionnaire]]),
};
const textQuestions = textQuestionsOf(catalogue);

const valueOf = (recorded: RecordedEvent): string => {
  const message = integrationMessage(recorded, textQuestions);
  return typeof message?.value === 'string' ? message.value : '';
};

const published = eventFixtures.filter(({ type }) => !(type in unpublished));
const fixtureOf = (type: string): EventFixture => {
  const found = published.findLast((one) => one.type === type);
  if (found === undefined) throw new Error(`no fixture of ${type}`);
  return found;
};
const changed = (type: string, part: object): RecordedEvent => {
  const fixture = fixtureOf(type);
  return recordedFixture(fixture, { ...fixture.stored, ...part });
};
const dataOf = (value: string): unknown => (JSON.parse(value) as { data: unknown }).data;

describe('integration messages', () => {
  it('exist for every event type of every context, but for those that are left out with a reason', () => {
    const types = codecs.flatMap((codec) => codec.types);
    const mapped = Object.values(integrationEvents).flatMap((events) => Object.keys(events));
    expect([...mapped, ...Object.keys(unpublished)].sort()).toEqual([...types].sort());
    expect(Object.values(unpublished).every((reason) => reason.length > 20)).toBe(true);
  });

  it.each(published)('of $type version $version are what the contract says', (fixture) => {
    const message = integrationMessage(recordedFixture(fixture), textQuestions);
    expect(message?.topic).toBe(`observatory.${fixture.context}.v1`);
    const read = readMessage(valueOf(recordedFixture(fixture)));
    expect(read).toMatchObject({ ok: true, value: { type: fixture.type, position: '42' } });
  });

  it('are not made of what is left out', () => {
    const left = eventFixtures.filter(({ type }) => type in unpublished);
    expect(left.map((one) => integrationMessage(recordedFixture(one), textQuestions))).toEqual([
      null,
      null,
    ]);
  });

  it('carry where the event stands, in the message and in its headers', () => {
    expect(
      integrationMessage(recordedFixture(fixtureOf('ResponseValidated')), textQuestions),
    ).toEqual({
      topic: 'observatory.response.v1',
      key: '0130001A',
      headers: {
        kind: 'event',
        id: 'a3b1e9d2-8f40-4c61-9d57-20c4a6d5b7e1',
        type: 'ResponseValidated',
        position: '42',
      },
      value: JSON.stringify({
        id: 'a3b1e9d2-8f40-4c61-9d57-20c4a6d5b7e1',
        type: 'ResponseValidated',
        schemaVersion: 1,
        subject: 'response-etic-1d-2014.0130001A',
        revision: 3,
        position: '42',
        recordedAt: '2014-03-12T08:30:00.123456Z',
        cause: 'submission',
        academy: '02',
        synthetic: false,
        data: { campaign: 'etic-1d-2014', uai: '0130001A' },
      }),
    });
  });

  it('are keyed by school, or by what else their context is about', () => {
    const keys = new Map(
      published.map((one) => [
        one.context,
        integrationMessage(recordedFixture(one), textQuestions)?.key,
      ]),
    );
    expect(Object.fromEntries(keys)).toEqual({
      campaign: 'etic-1d-2014',
      indicator: 'catalogue',
      publication: 'etic-1d-2014',
      response: '0130001A',
      territory: '0131884C',
    });
  });

  it('hold no text answer, and no text of a correction', () => {
    const answers = { nb_eleves: 3, remarques: 'Mme Durand est absente', inconnue: 'x' };
    const data = { answers, notConcerned: ['ent_deploye', 'Mme Durand'] };
    expect(dataOf(valueOf(changed('ResponseSubmitted', data)))).toMatchObject({
      answers: { nb_eleves: 3 },
      textsAnswered: ['remarques'],
      notConcerned: ['ent_deploye'],
    });
    const changes = {
      nb_eleves: { from: 1, to: 3 },
      remarques: { from: null, to: 'Mme Durand est absente' },
    };
    expect(dataOf(valueOf(changed('AnswersCorrected', { ...data, changes })))).toMatchObject({
      answers: { nb_eleves: 3 },
      textsAnswered: ['remarques'],
      changes: { nb_eleves: { from: 1, to: 3 } },
    });
  });

  it('cannot be made when nobody can say which answers are texts', () => {
    const lost = changed('ResponseSubmitted', { questionnaire: 'etic-1d@1999' });
    expect(() => integrationMessage(lost, textQuestions)).toThrow(/no longer holds: put it back/);
  });

  it('cannot be made of an event that this version of the program does not know', () => {
    const later = { ...recordedFixture(fixtureOf('SchoolRenamed')), schemaVersion: 9 };
    expect(() => integrationMessage(later, textQuestions)).toThrow(
      /cannot read event 3 of school-/,
    );
    const stranger = { ...later, stream: 'weather-paris' };
    expect(() => integrationMessage(stranger, textQuestions)).toThrow(/no context publishes/);
  });
});

const freeTexts = ['title', 'reason', 'message', 'text', 'source', 'importId', 'justifications'];

/** The same data, with a field more in each object and another text in each field that people write. */
const disturbed = (value: unknown, field: string, words: string): unknown => {
  if (Array.isArray(value) && value.every((one) => typeof one === 'object'))
    return value.map((one) => disturbed(one, field, words));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const parts = Object.entries(value).map(([name, part]) => [
    name,
    freeTexts.includes(name) && typeof part === 'string' ? words : disturbed(part, field, words),
  ]);
  return { ...Object.fromEntries(parts), [field]: words } as unknown;
};

const words = fc.stringMatching(/^[a-zé ]{3,12}$/).map((text) => `§${text}§`);

describe('what is not named in the contract', () => {
  it.each(['ResponseSubmitted', 'AnswersCorrected', 'DraftSaved', 'ReturnAnswered'])(
    'never leaves with a %s, whatever the log holds beside',
    (type) => {
      const fixture = fixtureOf(type);
      fc.assert(
        fc.property(fc.stringMatching(/^[a-z]{4,9}$/), words, (field, text) => {
          const { changes, ...stored } = fixture.stored;
          const about = disturbed(stored, `x_${field}`, text) as object;
          const recorded = recordedFixture(fixture, {
            ...about,
            ...(changes === undefined ? {} : { changes }),
            answers: { ...(stored['answers'] as object), remarques: text },
            [`x_${field}`]: text,
          });
          const value = valueOf(recorded);
          expect(value).not.toContain('§');
          expect(readMessage(value).ok).toBe(true);
        }),
      );
    },
  );

  it('never leaves with any other event: neither texts of people, nor who acted', () => {
    fc.assert(
      fc.property(fc.constantFrom(...published), words, (fixture, text) => {
        const stored = Object.fromEntries(
          Object.entries(fixture.stored).map(([name, part]) => [
            name,
            freeTexts.includes(name) && typeof part === 'string' ? text : part,
          ]),
        );
        const value = valueOf(recordedFixture(fixture, stored));
        expect(value).not.toContain('§');
        expect(value).not.toContain('of-somebody');
      }),
    );
  });

  it('is refused by the contract itself', () => {
    const value = JSON.parse(valueOf(recordedFixture(fixtureOf('DraftSaved')))) as {
      data: object;
    };
    const data = { ...value.data, answers: {} };
    expect(readMessage(JSON.stringify({ ...value, data })).ok).toBe(false);
    expect(readMessage(JSON.stringify({ ...value, actor: 'x' })).ok).toBe(false);
    expect(readMessage('{').ok).toBe(false);
    expect(messageSchema('EventSkipped')).toBeUndefined();
  });
});

const drafted = ['answers', 'notConcerned'];

const without = (left: readonly string[], value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (name, part: unknown) => (left.includes(name) ? undefined : part)),
  );

describe('a message read back', () => {
  const back = published.filter(({ context }) => context === 'campaign' || context === 'response');

  it.each(back)('is the event $type again, but for texts and who acted', (fixture) => {
    const recorded = recordedFixture(fixture);
    const { event, position } = eventOfMessage(valueOf(recorded));
    const codec = fixture.context === 'campaign' ? campaignCodec : responseCodec;
    const decoded = codec.decode(event?.type ?? '', event?.schemaVersion ?? 0, event?.data);
    const original = codec.decode(recorded.type, recorded.schemaVersion, recorded.data);
    expect(position).toBe(42n);
    expect(event).toMatchObject({
      id: recorded.id,
      stream: recorded.stream,
      revision: 3,
      position: 42n,
      recordedAt: recorded.recordedAt,
      metadata: { cause: 'submission', academy: '02', actor: { role: '…', id: '…' } },
    });
    const left = fixture.type.startsWith('Draft') ? [...freeTexts, ...drafted] : freeTexts;
    expect(without(left, decoded)).toEqual(without(left, original));
  });

  it('says of a watermark that no event is missing', () => {
    const { position } = recordedFixture(fixtureOf('DraftSaved'));
    const { value } = watermarkMessage('observatory.response.v1', 2, position);
    expect(eventOfMessage(String(value))).toEqual({ position: 42n, event: null });
  });
});

describe('a list of respondents', () => {
  it('fits a message of Kafka with its broker’s defaults, at its longest', () => {
    const name = 'É'.repeat(80);
    const stored = {
      campaign: 'a'.repeat(60),
      respondents: Array.from({ length: 2_000 }, () => [
        ...['0130001A', name, 'COLLEGE', 'PU', '2D', '013', '02', 99_999],
      ]),
      exclusions: Array.from({ length: 2_000 }, () => [
        ...['0130001A', 'outside-field', 'COLLEGE', 'PU', '013', '02'],
      ]),
    };
    const value = valueOf(recordedFixture(fixtureOf('RespondentsListed'), stored));
    expect(Buffer.byteLength(value)).toBeLessThan(1_000_000);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { position, type Position } from '#kernel';

import { ask, fakeApi } from '../../../libs/testing/fake-api.js';
import { fakeClock } from '../../../libs/testing/fake-readers.js';
import { createApi } from '../create-api.js';
import { AnswerMemory } from './answer-memory.js';

const figures = `query ($code: ID!) { observatory { position figures(indicators: ["nb_tbi_tni_1d"],
  territories: [{ kind: ACADEMY, code: $code }], schoolYears: ["2013-2014"]) { value position } } }`;

const fake = fakeApi();
let reached: Position;
let edition: string;
let app: NestFastifyApplication;

beforeEach(async () => {
  reached = position(42n);
  fake.calls.length = 0;
  edition = '0';
  const projections = fakeClock(
    () => reached,
    () => edition,
  );
  app = await createApi({ ...fake.dependencies, projections }, fake.config);
});
afterEach(() => app.close());

const academy = (as: string, code = '02') => ask(app, { as, query: figures, variables: { code } });

describe('an answer that was given', () => {
  it('is given again, word for word, while the read models stay where they are', async () => {
    const first = await academy('observatory');
    const second = await academy('observatory');

    expect(second).toEqual(first);
    expect(fake.calls).toEqual(['figures THEN']);
  });

  it('is made anew as soon as they move on', async () => {
    await academy('observatory');
    reached = position(43n);
    const moved = await academy('observatory');

    expect(moved.data).toMatchObject({ observatory: { position: '43' } });
    expect(fake.calls).toEqual(['figures THEN', 'figures THEN']);
  });

  it('is made anew when the read models were, at the position where they are', async () => {
    await academy('observatory');
    edition = '1';
    await academy('observatory');

    expect(fake.calls).toEqual(['figures THEN', 'figures THEN']);
  });

  it('is for the same question alone', async () => {
    await academy('operator', '02');
    await academy('operator', '16');

    expect(fake.calls).toEqual(['figures THEN', 'figures THEN']);
  });

  it('is for the same caller alone: what one may see is refused to another', async () => {
    const allowed = await academy('operator', '16');
    const refused = await academy('observatory', '16');
    const anonymous = await ask(app, { query: figures, variables: { code: '16' } });

    expect([allowed.errors, refused.errors?.[0]?.extensions['code'], anonymous.status]).toEqual([
      undefined,
      'FORBIDDEN',
      401,
    ]);
  });

  it('is never an error', async () => {
    const behind = '{ observatory(atLeast: "43") { position } }';
    const before = await ask(app, { query: behind });
    reached = position(43n);
    const after = await ask(app, { query: behind });

    expect([before.errors?.length, after.data]).toEqual([1, { observatory: { position: '43' } }]);
  });

  it('is never one that is read from the log itself, or written to it', async () => {
    const { calls } = fake;
    const response =
      '{ observatory { response(campaign: "etic-1d-2014", uai: "0131884C") { revision } } }';
    const close = 'mutation { closeCampaign(input: { campaign: "etic-1d-2014" }) { __typename } }';
    fake.given.length = 0;
    for (let time = 1; time <= 2; time += 1) {
      await ask(app, { as: 'operator', query: response });
      await ask(app, { as: 'operator', query: close });
    }

    expect(calls).toEqual(['school 0131884C', 'school 0131884C']);
    expect(fake.given.length).toBe(2);
  });
});

describe('memory of answers', () => {
  it('forgets the oldest when it holds too much, and never holds one that is too long', async () => {
    const { projections } = fake.dependencies;
    const memory = new AnswerMemory(projections);
    const { state } = await projections.read();
    const question = (query: string) => ({
      query,
      operationName: undefined,
      variables: {},
      caller: { role: 'anonymous' } as const,
      language: 'fr' as const,
    });
    const bytes = Buffer.alloc(1_000_000);
    for (let index = 0; index < 33; index += 1) {
      memory.keep(question(String(index)), { state, bytes });
    }
    memory.keep(question('long'), { state, bytes: Buffer.alloc(1_000_001) });

    const kept = await Promise.all(
      ['0', '1', '32', 'long'].map((query) => memory.recall(question(query))),
    );
    expect(kept.map((one) => one?.length)).toEqual([undefined, 1_000_000, 1_000_000, undefined]);
  });
});

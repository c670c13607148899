import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Declaration } from '#kernel';

import { InMemoryEventStore } from '../../testing/in-memory-event-store.js';
import { smallObservatory, testContext, testUai } from '../../testing/small-observatory.js';
import { TroubledStore } from '../../testing/troubled-store.js';
import { openCampaign } from '../campaigns/open-campaign.js';
import { EventLogUnavailable } from '../event-store.port.js';
import type { Outcome } from '../receipt.js';
import { type ResponseRow, submitMany } from './submit-many.js';

const campaign = 'essai-2014';

const opened = async () => {
  const store = new TroubledStore(new InMemoryEventStore());
  const observatory = smallObservatory(store);
  const days = { opensOn: '2014-03-03', closesOn: '2014-06-30' };
  const field = { academies: ['02'] };
  await openCampaign(
    observatory.services,
    { survey: 'essai', year: 2014, field, ...days },
    testContext,
  );
  await observatory.services.register.campaign(campaign);
  store.calls.length = 0;
  return { ...observatory, store };
};

const declared = (answers: Declaration['answers']): Declaration => ({ answers, notConcerned: [] });

const row = (school: number, computers: number, over: Partial<ResponseRow> = {}): ResponseRow => ({
  uai: testUai(school),
  declaration: declared({ nb_eleves: 50, nb_ordinateurs: computers }),
  ...over,
});

const shown = (outcome: Outcome) =>
  outcome.ok ? outcome.value.effect : outcome.error.map(({ code }) => code).join();

const submit = async (
  { services }: Pick<Awaited<ReturnType<typeof opened>>, 'services'>,
  rows: readonly ResponseRow[],
) => (await submitMany(services, { campaign, rows }, testContext)).map(shown);

describe('taking in many responses', () => {
  it('gives each row its own outcome, in the order of the rows', async () => {
    const observatory = await opened();
    await submit(observatory, [row(1, 4), row(2, 4)]);

    expect(
      await submit(observatory, [
        row(3, 4),
        row(1, 4),
        row(2, 5, { reason: 'inventaire' }),
        row(1, 9),
        row(4, 1, { declaration: declared({ nb_ordinateurs: 1 }) }),
        row(6, 4),
        row(99, 4),
        { ...row(4, 4), uai: '0130004A' },
        row(4, 4),
      ]),
    ).toEqual([
      'recorded',
      'unchanged',
      'corrected',
      'REASON_REQUIRED',
      'ANSWER_MISSING',
      'SCHOOL_NOT_EXPECTED',
      'UNKNOWN_SCHOOL',
      'UAI_CHECK_LETTER_WRONG',
      'recorded',
    ]);
  });

  it('reads once and appends once', async () => {
    const observatory = await opened();
    await submit(observatory, [row(1, 1), row(2, 2), row(3, 3), row(4, 4)]);
    expect(observatory.store.calls).toEqual(['readStreams 4', 'appendMany 4']);
  });

  it('says in the log that they were imported, from a file', async () => {
    const { services, store } = await opened();
    await submitMany(
      services,
      { campaign, rows: [row(1, 4)] },
      { ...testContext, synthetic: true },
    );
    const [event] = await store.readStream(`response-${campaign}.${testUai(1)}`);
    expect([event?.metadata, (event?.data as { channel: string }).channel]).toEqual([
      { ...testContext, cause: 'import', academy: '02', synthetic: true },
      'file',
    ]);
  });

  it('takes the first of two rows for one school, and asks for a reason for the second', async () => {
    const observatory = await opened();
    expect(await submit(observatory, [row(1, 4), row(1, 5), row(1, 4)])).toEqual([
      'recorded',
      'REASON_REQUIRED',
      'unchanged',
    ]);
  });

  it('refuses every row of a campaign that nobody opened', async () => {
    const { services } = await opened();
    const outcomes = await submitMany(
      services,
      { campaign: 'essai-2020', rows: [row(1, 4), row(2, 4)] },
      testContext,
    );
    expect(outcomes.map(shown)).toEqual(['CAMPAIGN_UNKNOWN', 'CAMPAIGN_UNKNOWN']);
  });

  it('throws while the log is away, and repeats without harm once it is back', async () => {
    const observatory = await opened();
    const { store } = observatory;
    const rows = [row(1, 4), row(2, 4), row(3, 4)];
    store.trouble = async (requests) => {
      store.trouble = () => Promise.resolve(undefined);
      await store.appendMany(requests.slice(0, 2));
      throw new EventLogUnavailable('the connection was lost after two appends');
    };
    await expect(submit(observatory, rows)).rejects.toThrow(EventLogUnavailable);
    expect(await submit(observatory, rows)).toEqual(['unchanged', 'unchanged', 'recorded']);
  });

  it('gives the same rows the same event ids in any log', async () => {
    const idsOf = async () => {
      const observatory = await opened();
      await submit(observatory, [row(1, 4), row(2, 4)]);
      const log = await observatory.store.readAll(0n as never, 100);
      return log.filter(({ type }) => type === 'ResponseSubmitted').map(({ id }) => id);
    };
    expect(await idsOf()).toEqual(await idsOf());
  });
});

describe('whatever the rows', () => {
  const rows = fc.array(
    fc
      .record({
        school: fc.integer({ min: 1, max: 7 }),
        computers: fc.integer({ min: 0, max: 2 }),
        reason: fc.constantFrom(undefined, 'inventaire'),
      })
      .map(({ school, computers, reason }) =>
        row(school, computers, reason === undefined ? {} : { reason }),
      ),
    { maxLength: 12 },
  );

  const standing = async ({ store }: Awaited<ReturnType<typeof opened>>) => {
    const log = await store.readAll(0n as never, 1_000);
    const responses = log.filter(({ stream }) => stream.startsWith('response-'));
    return responses.map(({ stream, revision, type, data }) => ({ stream, revision, type, data }));
  };

  it('one batch and one row at a time come to the same', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const [batch, single] = [await opened(), await opened()];
        const together = await submit(batch, all);
        const apart: string[] = [];
        for (const one of all) apart.push(...(await submit(single, [one])));
        expect(together).toEqual(apart);
        const byStream = (left: { stream: string; revision: number }, right: typeof left) =>
          left.stream < right.stream ||
          (left.stream === right.stream && left.revision < right.revision)
            ? -1
            : 1;
        expect((await standing(batch)).sort(byStream)).toEqual(
          (await standing(single)).sort(byStream),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('a file of one row for each school changes nothing the second time', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const once = [...new Map(all.map((one) => [one.uai, one])).values()];
        const observatory = await opened();
        await submit(observatory, once);
        const before = await standing(observatory);
        await submit(observatory, once);
        expect(await standing(observatory)).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('the order of rows for different schools does not matter to any school', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const [forwards, grouped] = [await opened(), await opened()];
        await submit(forwards, all);
        await submit(
          grouped,
          [...all].sort((left, right) => (left.uai < right.uai ? -1 : 1)),
        );
        const streams = [1, 2, 3, 4, 5].map((school) => `response-${campaign}.${testUai(school)}`);
        const contents = async (store: TroubledStore) =>
          Promise.all(
            streams.map(async (stream) =>
              (await store.readStream(stream)).map(({ id, data }) => ({ id, data })),
            ),
          );
        expect(await contents(forwards.store)).toEqual(await contents(grouped.store));
      }),
      { numRuns: 60 },
    );
  });
});

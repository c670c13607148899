import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { beginning, BrokenAssumption, type Position } from '#kernel';
import { makeReadModels, openEventLog, type Pool, type PostgresEventLog } from '#postgres';

import { type Channel, relayed, topicsOf } from '../../testing/partitioned-log.js';
import { type PausedPool, pausedPool } from '../../testing/paused-pool.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { correction, smallCatalogue, submission } from '../../testing/small-survey.js';
import { someSchools, twoOpenings } from '../../testing/small-year.js';
import { logWriter } from '../../testing/written-log.js';

const campaign = 'small-2014';
const partitions = 2;
const never = new AbortController().signal;
const uais = someSchools.slice(0, 4).map(({ uai }) => uai);

const said = (computers: number) => ({
  campaign,
  answers: { pupils: 3, computers },
});

describe('a process that makes figures from topics and stands still in a transaction', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let write: ReturnType<typeof logWriter>;
  let paused: PausedPool | undefined;

  beforeEach(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    write = logWriter(log);
    await write(twoOpenings);
    await write(uais.map((uai) => submission({ uai, ...said(1) })));
  });

  afterEach(async () => {
    await paused?.pool.end();
    await log.close();
    await database.drop();
  });

  const modelsOn = (pool: Pool, standstillMs?: number) =>
    makeReadModels({ pool, store: log }, smallCatalogue(), {
      ...{ figuresFrom: 'kafka', standbyMs: 0, lookAgainMs: 10 },
      ...(standstillMs === undefined ? {} : { standstillMs }),
    });

  const claimedOn = async (pool: Pool, standstillMs?: number) => {
    const { partitioned } = modelsOn(pool, standstillMs);
    if (partitioned === null) throw new BrokenAssumption('figures follow the log');
    await partitioned.claim(topicsOf(partitions), never);
    return partitioned;
  };
  type Process = Awaited<ReturnType<typeof claimedOn>>;

  const channels = async (): Promise<readonly Channel[]> => {
    const sent = relayed(await log.readAll(beginning, 1_000), {
      partitions,
      partitionOf: (uai) => uais.indexOf(uai) % partitions,
      watermarkEvery: 1,
      restarts: [],
    });
    // Answers would wait for their campaign.
    return sent.toSorted(({ topic: one }, { topic: other }) => one.localeCompare(other));
  };
  const apply = (process: Process, channel: Channel): Promise<void> =>
    process.apply({ ...channel, isCurrent: () => true }, never);
  const applyAll = async (process: Process): Promise<void> => {
    for (const channel of await channels()) await apply(process, channel);
  };

  const settledTo = async (process: Process, to: Position): Promise<void> => {
    while ((await modelsOn(database.pool).standings.position()) < to) await process.settle();
  };
  const expectFigures = async (head: Position): Promise<void> => {
    const { equal, position } = await modelsOn(database.pool).rebuilder.rebuild('figures', {
      switchOver: false,
    });
    expect([equal, position]).toEqual([true, head]);
  };

  it.each([
    { doing: 'applies', statement: 'partition-advance' },
    { doing: 'counts', statement: 'settlement-advance' },
  ])(
    'loses it while it $doing: the others go on, and nothing is doubled when it comes back',
    async ({ statement }) => {
      paused = pausedPool(database.url, statement);
      const stopped = await claimedOn(paused.pool, 300);
      const other = await claimedOn(database.pool);
      const head = await log.head();
      for (const channel of await channels())
        if (channel.topic === 'campaigns') await apply(other, channel);

      const standing = applyAll(stopped).then(() => settledTo(stopped, head));
      standing.catch(() => undefined);
      await paused.stoodStill;
      await applyAll(other);
      await settledTo(other, head);
      await expectFigures(head);

      paused.goOn();
      await expect(standing).rejects.toThrow('PostgreSQL went away in the middle of a transaction');
      const later = await write(uais.map((uai) => correction({ uai, ...said(5) })));
      await applyAll(stopped);
      await settledTo(stopped, later);
      await applyAll(other);
      await settledTo(other, later);
      await expectFigures(later);
      expect([stopped.health().failure, other.health().failure]).toEqual([null, null]);
    },
  );
});

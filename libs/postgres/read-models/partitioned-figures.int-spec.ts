import { setTimeout as delay } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { beginning, BrokenAssumption } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { type Channel, relayed, topicsOf } from '../../testing/partitioned-log.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { smallCatalogue } from '../../testing/small-survey.js';
import { eventsOfEach, someDeeds, someSchools, twoOpenings } from '../../testing/small-year.js';
import { logWriter } from '../../testing/written-log.js';

type Bench = {
  readonly database: TestDatabase;
  readonly log: PostgresEventLog;
  /** Another process: it remembers nothing. */
  readonly process: () => ReadModels;
};

const withBench = async (work: (bench: Bench) => Promise<void>): Promise<void> => {
  const database = await databaseForTest();
  const log = await openEventLog({ url: database.url });
  const process = (): ReadModels =>
    makeReadModels({ pool: database.pool, store: log }, smallCatalogue(), {
      figuresFrom: 'kafka',
      standbyMs: 0,
      lookAgainMs: 10,
    });
  try {
    await work({ database, log, process });
  } finally {
    await log.close();
    await database.drop();
  }
};

const never = new AbortController().signal;

type Process = NonNullable<ReadModels['partitioned']>;

const partitionedOf = ({ partitioned }: ReadModels) => {
  if (partitioned === null) throw new BrokenAssumption('figures follow the log');
  return partitioned;
};

const settleAll = async (projection: Process): Promise<void> => {
  while (await projection.settle());
};

const aRun = fc.record({
  deeds: someDeeds(60),
  partitions: fc.integer({ min: 1, max: 4 }),
  /** The partition of each of ten schools. */
  places: fc.array(fc.nat(), { minLength: 10, maxLength: 10 }),
  watermarkEvery: fc.integer({ min: 1, max: 30 }),
  restarts: fc.array(fc.record({ after: fc.nat(80), back: fc.nat(20) }), { maxLength: 3 }),
  /** Which partition goes on, how far, in which process; how many messages come again; who else does the same. */
  steps: fc.array(
    fc.record({
      channel: fc.nat(),
      take: fc.integer({ min: 1, max: 20 }),
      again: fc.nat(10),
      process: fc.nat(2),
      rival: fc.boolean(),
      isKilled: fc.boolean(),
      settles: fc.boolean(),
    }),
    { maxLength: 25 },
  ),
});

type Run = typeof aRun extends fc.Arbitrary<infer Value> ? Value : never;

const channelsOf = async ({ log }: Bench, run: Run): Promise<readonly Channel[]> => {
  const events = await log.readAll(beginning, 1_000);
  const schools = someSchools.map(({ uai }) => uai);
  return relayed(events, {
    partitions: run.partitions,
    partitionOf: (uai) => (run.places[schools.indexOf(uai)] ?? 0) % run.partitions,
    watermarkEvery: run.watermarkEvery,
    restarts: run.restarts,
  });
};

/** Three processes, of which any may be gone at any moment, apply partitions in whatever order. */
const lived = async (bench: Bench, run: Run): Promise<Process> => {
  const channels = await channelsOf(bench, run);
  const topics = topicsOf(run.partitions);
  const start = async (): Promise<Process> => {
    const projection = partitionedOf(bench.process());
    await projection.claim(topics, never);
    return projection;
  };
  const processes = [await start(), await start(), await start()];
  const first = processes[0] ?? (await start());
  const reached = channels.map(() => 0);
  const underWay = channels.map(() => Promise.resolve());

  const apply = (index: number, process: Process, [from, to]: [number, number]) => {
    const { entries = [], ...channel } = channels[index] ?? { topic: '', partition: 0 };
    const batch = {
      ...channel,
      entries: entries.slice(from, to),
      isCurrent: () => process.health().failure === null,
    };
    return process.apply(batch, never);
  };
  for (const step of run.steps) {
    const index = step.channel % channels.length;
    const before = reached[index] ?? 0;
    const to = Math.min(before + step.take, channels[index]?.entries.length ?? 0);
    const span: [number, number] = [Math.max(0, before - step.again), to];
    reached[index] = to;
    const owners = [processes[step.process] ?? first, ...(step.rival ? [first] : [])];
    const applied = Promise.resolve(underWay[index])
      .then(() => Promise.all(owners.map((owner) => apply(index, owner, span))))
      .then(() => undefined);
    underWay[index] = applied;
    // One that waits for its campaign goes on meanwhile.
    await Promise.race([applied, delay(30)]);
    if (step.isKilled) processes[step.process] = await start();
    if (step.settles) await settleAll(processes[step.process] ?? first);
  }
  const rest = channels.map((_, index) => apply(index, first, [0, Number.MAX_SAFE_INTEGER]));
  await Promise.all([...underWay, ...rest]);
  expect(processes.map((process) => process.health().failure)).toEqual([null, null, null]);
  return first;
};

describe('figures from partitions', () => {
  it('are those of the log, byte for byte, whoever applies which partition when, and however often', async () => {
    await fc.assert(
      fc.asyncProperty(aRun, (run) =>
        withBench(async (bench) => {
          const models = bench.process();
          const events = [...twoOpenings, ...eventsOfEach(run.deeds).flat()];
          const head = await logWriter(bench.log)(events);
          const first = await lived(bench, run);
          // Whatever was counted so far is what a log that ends there gives, though rows are ahead of it.
          const halfway = await models.rebuilder.rebuild('figures', { switchOver: false });
          while ((await models.standings.position()) < head) await first.settle();
          const all = await models.rebuilder.rebuild('figures', { switchOver: false });
          expect([halfway.equal, all.equal, all.position]).toEqual([true, true, head]);
        }),
      ),
      { numRuns: 15, endOnFailure: true },
    );
  }, 240_000);
});

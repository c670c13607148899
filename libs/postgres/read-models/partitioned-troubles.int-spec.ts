import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { type RequestContext, skipEvent } from '#application';
import { beginning, BrokenAssumption, type Position, position } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { everyQuestion } from '../../testing/every-question.js';
import { type Channel, relayed, topicsOf } from '../../testing/partitioned-log.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  closing,
  correction,
  type OnStream,
  smallCatalogue,
  submission,
} from '../../testing/small-survey.js';
import { someSchools, twoOpenings } from '../../testing/small-year.js';
import { logWriter } from '../../testing/written-log.js';

const campaign = 'small-2014';
const partitions = 2;
const never = new AbortController().signal;
const indexOf = (uai: string): number => someSchools.findIndex((school) => school.uai === uai);
const uaiOf = (index: number): string => someSchools[index]?.uai ?? '';

const sent = (school: number, computers: number): OnStream =>
  submission({ campaign, uai: uaiOf(school), answers: { pupils: 3, computers } });
const corrected = (school: number, computers: number): OnStream =>
  correction({ campaign, uai: uaiOf(school), answers: { pupils: 3, computers } });

describe('figures from partitions', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let write: ReturnType<typeof logWriter>;

  beforeEach(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    write = logWriter(log);
  });

  afterEach(async () => {
    await log.close();
    await database.drop();
  });

  const modelsFrom = (figuresFrom: 'log' | 'kafka', on = { pool: database.pool, store: log }) =>
    makeReadModels(on, smallCatalogue(), { figuresFrom, standbyMs: 0, lookAgainMs: 10 });

  type Partitioned = NonNullable<ReadModels['partitioned']>;

  const claimed = async ({ partitioned }: ReadModels): Promise<Partitioned> => {
    if (partitioned === null) throw new BrokenAssumption('figures follow the log');
    await partitioned.claim(topicsOf(partitions), never);
    return partitioned;
  };

  const channels = async (): Promise<ReadonlyMap<string, Channel>> => {
    const sentOut = relayed(await log.readAll(beginning, 1_000), {
      partitions,
      partitionOf: (uai) => Math.abs(indexOf(uai)) % partitions,
      watermarkEvery: 1,
      restarts: [],
    });
    return new Map(sentOut.map((one) => [`${one.topic}/${String(one.partition)}`, one]));
  };

  /** Applies what a channel has, up to a position. */
  const apply = async (
    process: Partitioned,
    name: string,
    to: Position = position(1_000_000n),
    isCurrent = () => true,
  ): Promise<void> => {
    const found = (await channels()).get(name);
    if (found === undefined) throw new BrokenAssumption(name);
    const entries = found.entries.filter((entry) => entry.position <= to);
    await process.apply({ ...found, entries, isCurrent }, never);
  };

  /** Who counts is decided each time: it is asked until it is done. */
  const settledTo = async ({ partitioned, standings }: ReadModels, to: Position): Promise<void> => {
    while ((await standings.position()) < to) await partitioned?.settle();
  };

  const statusesOf = async (campaigns: ReadModels['campaigns']): Promise<unknown> => {
    const page = await campaigns.respondents({ campaign }, { first: 100, after: null });
    return page.rows.map(({ uai, status, late }) => [uai, status, late]);
  };

  const answersOf = async ({ figures, campaigns, standings }: ReadModels): Promise<unknown> => ({
    figures: await Promise.all(
      everyQuestion(null)
        .filter(({ moment }) => moment.geography === 'THEN')
        .map((question) => figures.figures(question)),
    ),
    respondents: await statusesOf(campaigns),
    received: await campaigns.respondentCount({ campaign, status: 'submitted' }),
    position: await standings.position(),
  });

  /** What is read of a log that ends at a position, projected from the log itself. */
  const answersOfCut = async (to: Position): Promise<unknown> => {
    const other = await databaseForTest();
    const cut = await openEventLog({ url: other.url });
    const models = modelsFrom('log', { pool: other.pool, store: cut });
    try {
      const again = logWriter(cut);
      models.projector.start();
      const events = await log.readAll(beginning, 1_000);
      const kept = events.filter((event) => event.position <= to).length;
      await again(written.slice(0, kept));
      await models.clock.waitFor(to, 10_000);
      return await answersOf(models);
    } finally {
      await models.projector.stop();
      await cut.close();
      await other.drop();
    }
  };

  let written: readonly OnStream[] = [];
  const writeAll = async (events: readonly OnStream[]): Promise<Position> => {
    written = events;
    return write(events);
  };

  it('are read as of the partition that is furthest behind, whatever the others have applied', async () => {
    const head = await writeAll([
      ...twoOpenings,
      ...[0, 1, 2, 3].map((school) => sent(school, school)),
      ...[0, 1, 2].map((school) => corrected(school, 10 + school)),
      closing(campaign),
    ]);
    const stalledAt = position(head - 5n);
    const models = modelsFrom('kafka');
    models.projector.start();
    const process = await claimed(models);
    await apply(process, 'campaigns/0');
    await apply(process, 'responses/0');
    await apply(process, 'responses/1', stalledAt);
    await settledTo(models, stalledAt);
    // Figures of circonscriptions and bassins are as far as the directory, which follows the log.
    expect(await models.clock.waitFor(stalledAt, 10_000)).toBe(true);

    expect(await answersOf(models)).toEqual(await answersOfCut(stalledAt));
    await apply(process, 'responses/1');
    await settledTo(models, head);
    expect(await models.clock.waitFor(head, 10_000)).toBe(true);
    expect(await answersOf(models)).toEqual(await answersOfCut(head));
    await models.projector.stop();
  });

  it('follow the log from where they are counted, without what was applied beyond, and topics again after it', async () => {
    await writeAll([...twoOpenings, ...[0, 1, 2].map((school) => sent(school, school))]);
    const onTopics = modelsFrom('kafka');
    const process = await claimed(onTopics);
    await apply(process, 'campaigns/0');
    await apply(process, 'responses/0');
    await process.settle();
    expect(await onTopics.standings.position()).toBe(0n);

    const onLog = modelsFrom('log');
    onLog.projector.start();
    const followed = await write([corrected(0, 7)]);
    expect(await onLog.clock.waitFor(followed, 10_000)).toBe(true);
    await apply(process, 'responses/1', beginning, () => process.health().failure === null);
    await process.settle();
    expect([process.health().status, process.health().failure?.event]).toEqual(['stopped', null]);

    const after = modelsFrom('kafka');
    const again = await claimed(after);
    const head = await write([corrected(0, 8), sent(3, 9)]);
    const { rebuilder } = onTopics;
    for (const name of (await channels()).keys()) await apply(again, name);
    await settledTo(after, head);
    const { equal, position: at } = await rebuilder.rebuild('figures', { switchOver: false });
    expect([equal, at]).toEqual([true, head]);
    const statusOnLog = () =>
      onLog.projector.health().find(({ projection }) => projection === 'figures')?.status;
    while (statusOnLog() !== 'stopped') await delay(10);
    await onLog.projector.stop();
  });

  it('are made anew beside live partitions, which go on after the switch without applying anything twice', async () => {
    await writeAll([...twoOpenings, ...[0, 1, 2].map((school) => sent(school, school))]);
    const models = modelsFrom('kafka');
    const process = await claimed(models);
    await apply(process, 'campaigns/0');
    await apply(process, 'responses/0');
    const report = await models.rebuilder.rebuild('figures', { switchOver: true });
    expect([report.equal, report.switched, report.position]).toEqual([true, true, 0n]);

    const head = await write([corrected(0, 7), corrected(1, 8)]);
    for (const name of (await channels()).keys()) await apply(process, name);
    await settledTo(models, head);
    const { equal, position: at } = await models.rebuilder.rebuild('figures', {
      switchOver: false,
    });
    expect([equal, at]).toEqual([true, head]);
  });

  const context: RequestContext = {
    actor: { role: 'operator', id: 'test' },
    correlationId: '7d3c8c4e-5f0b-4b5e-9c39-2f7f8f6f0001',
  };

  it('stop at an event that cannot be applied, while other partitions go on, until it is skipped', async () => {
    const stranger = submission({
      campaign,
      uai: '0139999Z',
      answers: { pupils: 1, computers: 1 },
    });
    const bad = await writeAll([...twoOpenings, sent(0, 1), sent(1, 1), stranger]);
    const head = await write([corrected(0, 2), corrected(1, 2)]);
    const models = modelsFrom('kafka');
    const process = await claimed(models);
    await apply(process, 'campaigns/0');
    const stopped = apply(process, 'responses/1');
    await apply(process, 'responses/0');
    const figures = async () =>
      (await models.monitor.states()).find(({ projection }) => projection === 'figures');
    while ((await figures())?.status !== 'stopped') await delay(10);
    await settledTo(models, position(bad - 1n));
    const state = await figures();
    expect([state?.failure?.event?.position, state?.position]).toEqual([bad, position(bad - 1n)]);

    const ground = {
      store: log,
      projections: models.monitor,
      newId: () => '00000000-0000-4000-8000-000000000009',
    };
    const wanted = { projection: 'figures', position: String(bad), reason: 'written by mistake' };
    expect((await skipEvent(ground, wanted, context)).ok).toBe(true);
    await stopped;
    await settledTo(models, head);
    const report = await models.rebuilder.rebuild('figures', { switchOver: false });
    const after = await figures();
    expect([report.equal, report.sameDefinition, report.position]).toEqual([true, true, head]);
    expect([after?.status, after?.skipped]).toEqual(['following', [bad]]);
  });

  it('stop when a topic has lost messages that nobody can say were applied', async () => {
    await writeAll([...twoOpenings, sent(0, 1), sent(0, 2)]);
    const process = await claimed(modelsFrom('kafka'));
    await apply(process, 'campaigns/0');
    const found = (await channels()).get('responses/0');
    const entries = found?.entries.slice(3) ?? [];
    const partition = { topic: 'responses', partition: 0 };
    let isCurrent = true;
    const applying = process.apply({ ...partition, entries, isCurrent: () => isCurrent }, never);
    while (process.health().failure === null) await delay(10);
    expect(process.health().failure?.reason.en).toMatch(
      /^responses has lost messages of partition 0: offset 0 was to be next, 3 is the first/,
    );
    isCurrent = false;
    await applying;
  });
});

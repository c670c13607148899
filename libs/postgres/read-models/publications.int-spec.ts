import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { PublicationEvent } from '#domain/publication';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { smallCatalogue } from '../../testing/small-survey.js';

const metadata = {
  actor: { role: 'operator', id: 'test' },
  cause: 'definition-change',
  correlationId: 'c7f6a1c2-0b8e-4b52-8a51-3a6a6d1f0a01',
} as const;

const frozen = (
  version: number,
  state: 'provisional' | 'definitive',
  replaces: string | null = null,
): PublicationEvent => ({
  type: 'PublicationFrozen',
  data: {
    publication: `small-v${String(version)}`,
    series: 'small',
    version,
    title: { fr: 'Petite', en: 'Small' },
    state,
    position: '1',
    manifestSha256: 'ab'.repeat(32),
    contentsSha256: 'cd'.repeat(32),
    signature: 'AAAA',
    keyId: 'ef'.repeat(32),
    publicKey: 'BBBB',
    previous: null,
    replaces,
  },
});

const withdrawn = (version: number): PublicationEvent => ({
  type: 'PublicationWithdrawn',
  data: { publication: `small-v${String(version)}`, series: 'small', reason: 'faux' },
});

describe('the ledger of publications', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let models: ReadModels;

  beforeAll(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    models = makeReadModels({ pool: database.pool, store: log }, smallCatalogue());
    models.projector.start();
    const events = [
      frozen(1, 'provisional'),
      withdrawn(1),
      frozen(2, 'definitive'),
      frozen(3, 'definitive', 'small-v2'),
      withdrawn(3),
      frozen(4, 'definitive'),
    ].map((event) => ({ id: randomUUID(), schemaVersion: 1, metadata, ...event }));
    await log.append({ stream: 'publication-small', expectedRevision: 0, events });
    await models.clock.waitFor(await log.head(), 20_000);
  });
  afterAll(async () => {
    await models.projector.stop();
    await log.close();
    await database.drop();
  });

  const ids = async (state?: 'provisional' | 'definitive' | 'withdrawn') => {
    const filter = state === undefined ? {} : { state };
    const { rows } = await models.publications.publications(filter, { first: 9, after: null });
    return [rows.map(({ id }) => id), await models.publications.publicationCount(filter)];
  };

  it('shows every publication, latest first, or those in one state', async () => {
    expect([await ids(), await ids('definitive'), await ids('withdrawn')]).toEqual([
      [['small-v4', 'small-v3', 'small-v2', 'small-v1'], 4],
      [['small-v4', 'small-v2'], 2],
      [['small-v3', 'small-v1'], 2],
    ]);
  });

  it('is read page after page', async () => {
    const { publications } = models.publications;
    const first = await publications({}, { first: 3, after: null });
    const second = await publications({}, { first: 3, after: first.cursors.at(-1) ?? '' });
    expect(
      [first, second].map(({ rows, hasNextPage }) => [rows.map(({ id }) => id), hasNextPage]),
    ).toEqual([
      [['small-v4', 'small-v3', 'small-v2'], true],
      [['small-v1'], false],
    ]);
  });

  it('says what to read in the place of one that was withdrawn or replaced', async () => {
    const { rows } = await models.publications.publications({}, { first: 9, after: null });
    expect(
      rows.map(({ id, replacedBy, withdrawal }) => [id, replacedBy, withdrawal?.reason]),
    ).toEqual([
      ['small-v4', null, undefined],
      ['small-v3', 'small-v4', 'faux'],
      ['small-v2', null, undefined],
      ['small-v1', 'small-v4', 'faux'],
    ]);
  });

  it('rebuilt from the log is the same, byte for byte', async () => {
    const report = await models.rebuilder.rebuild('publication-register', { switchOver: false });
    expect([report.equal, report.events > 0]).toEqual([true, true]);
  });
});

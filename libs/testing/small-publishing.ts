import { generateKeyPairSync, type KeyObject } from 'node:crypto';

import type { RequestContext } from '#application';
import {
  publish,
  type Published,
  type PublishInput,
  type Publishing,
  signerOf,
} from '#application/publications';
import type { PublicationManifest } from '#contracts';
import { makeBlobStore, makeReadModels, openEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from './postgres-for-tests.js';
import { smallCatalogue } from './small-survey.js';

/** A private key of nobody. */
export const testKey = (): KeyObject => generateKeyPairSync('ed25519').privateKey;

export const operator: RequestContext = {
  actor: { role: 'operator', id: 'test' },
  correlationId: 'c7f6a1c2-0b8e-4b52-8a51-3a6a6d1f0a01',
};

export type SmallPublishing = {
  readonly database: TestDatabase;
  readonly models: ReadModels;
  readonly services: Publishing;
  /** Waits until everything that the log holds can be read. */
  readonly caughtUp: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Publishing over a database of its own, with the small survey's catalogue and the projector running. */
export const smallPublishing = async (): Promise<SmallPublishing> => {
  const database = await databaseForTest();
  const store = await openEventLog({ url: database.url });
  const catalogue = smallCatalogue();
  const models = makeReadModels({ pool: database.pool, store }, catalogue);
  models.projector.start();
  let ids = 0;
  const services: Publishing = {
    store,
    catalogue,
    figures: models.figures,
    campaigns: models.campaigns,
    publications: models.publications,
    projections: models.clock,
    blobs: makeBlobStore(database.pool),
    signer: signerOf(testKey()),
    software: { name: 'observatoire', version: '0.0.0-test' },
    clock: () => '2014-07-01T08:00:00.000Z',
    newId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
  };
  return {
    database,
    models,
    services,
    caughtUp: async () => {
      if (!(await models.clock.waitFor(await store.head(), 30_000))) throw new Error('behind');
    },
    close: async () => {
      await models.projector.stop();
      await store.close();
      await database.drop();
    },
  };
};

export const smallInput = (over: Partial<PublishInput> = {}): PublishInput => ({
  title: { fr: 'Petite enquête, 2014', en: 'Small survey, 2014' },
  state: 'provisional',
  campaigns: ['small-2014'],
  surveys: [],
  schoolYears: [],
  geography: 'THEN',
  territories: null,
  breakdown: ['sector'],
  replaces: null,
  ...over,
});

/** Publishes, and throws where that is refused. */
export const freeze = async (
  { services }: Pick<SmallPublishing, 'services'>,
  over: Partial<PublishInput> = {},
): Promise<Published> => {
  const outcome = await publish(services, smallInput(over), operator);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  return outcome.value;
};

export const manifestOf = ({ manifest }: Published): PublicationManifest => {
  if (manifest === null) throw new Error('nothing was frozen');
  return manifest;
};

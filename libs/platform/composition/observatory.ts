import {
  type CampaignReader,
  type EventStore,
  type FigureReader,
  type ProjectionClock,
  type ProjectionMonitor,
  type ProvenanceReader,
  provenanceReader,
  type RevisionReader,
  revisionReader,
  responseReader,
  type ReviewReader,
  type SchoolDirectory,
  type SchoolHistories,
  type Services,
  type StandingReader,
} from '#application';
import type { Publishing } from '#application/publications';
import { type Catalogue } from '#catalogue';
import {
  makeBlobStore,
  makeReadModels,
  type ProjectionHealth,
  type Rebuilder,
  usageOf,
} from '#postgres';

import type { Config } from '../config/load-config.js';
import type { Logger } from '../logging/logger.js';
import { everyProjection, type Projecting } from './projecting.js';
import { servicesOf } from './services.js';
import { openSigner } from './signing-key.js';
import { closingOnFailure, openStorage, type Storage } from './storage.js';
import { version } from './version.js';

/** Everything that stands on the log and the read models: what commands, the API and the intake are given. */
export type Observatory = {
  readonly config: Config;
  readonly logger: Logger;
  readonly catalogue: Catalogue;
  readonly databaseUrl: Storage['databaseUrl'];
  readonly pool: Storage['pool'];
  readonly store: EventStore;
  readonly directory: SchoolDirectory;
  readonly histories: SchoolHistories;
  readonly campaigns: CampaignReader;
  readonly figures: FigureReader;
  readonly review: ReviewReader;
  readonly provenance: ProvenanceReader;
  readonly standings: StandingReader;
  readonly revisions: RevisionReader;
  readonly clock: ProjectionClock;
  readonly monitor: ProjectionMonitor;
  readonly poolUsage: () => ReturnType<typeof usageOf>;
  readonly projector: Projecting;
  readonly rebuilder: Rebuilder;
  readonly services: Services;
  readonly publishing: Publishing;
  /**
   * Resolves when the read models reflect the whole log, or when one of them has stopped: it would never. Answers
   * with those that have. The projector must have been started.
   */
  readonly settled: () => Promise<readonly ProjectionHealth[]>;
  /** Lets the batch in hand finish, then closes connections, then the embedded server. */
  readonly close: () => Promise<void>;
};

type Opening = {
  readonly config: Config;
  readonly logger: Logger;
  readonly catalogue: Catalogue;
};

const caughtUpWithinMs = 600_000;
const lookAfterMs = 500;

/** A stopped read model never reaches the head: nobody waits for it. */
const settling =
  ({ projector, store, clock }: Pick<Observatory, 'projector' | 'store' | 'clock'>) =>
  async (): Promise<readonly ProjectionHealth[]> => {
    await projector.ready();
    const head = await store.head();
    const deadline = performance.now() + caughtUpWithinMs;
    for (;;) {
      const stopped = projector.health().filter(({ status }) => status === 'stopped');
      if (stopped.length > 0 || performance.now() > deadline) return stopped;
      if (await clock.waitFor(head, lookAfterMs)) return [];
    }
  };

const standOn = async (
  { config, logger, catalogue }: Opening,
  storage: Storage,
): Promise<Observatory> => {
  const { pool, store, databaseUrl, shutdown } = storage;
  const {
    projector: follower,
    partitioned,
    contributions,
    revisionRows,
    ...readModels
  } = makeReadModels(storage, catalogue, { figuresFrom: config.figuresFrom });
  const projector = await everyProjection({ config, logger }, { projector: follower, partitioned });
  shutdown.first('projector', () => projector.stop());
  const services = servicesOf({ store, catalogue, ...readModels });
  const responses = responseReader(services);
  const provenance = provenanceReader({ ...services, contributions, responses });
  const { clock: projections, figures, campaigns, publications } = readModels;
  const publishing: Publishing = {
    ...services,
    ...{ projections, figures, campaigns, publications },
    blobs: makeBlobStore(pool),
    signer: await openSigner(config),
    software: { name: 'observatoire', version },
  };
  return {
    ...{ config, logger, catalogue, databaseUrl, pool, store },
    ...readModels,
    poolUsage: () => usageOf(pool),
    projector,
    provenance,
    revisions: revisionReader({ store, rows: revisionRows, figures }),
    services,
    publishing,
    settled: settling({ projector, store, clock: readModels.clock }),
    close: async () => {
      await shutdown.close();
    },
  };
};

/** Opens the database and the log, and what stands on them. The projector is not started. */
export const openObservatory = async (opening: Opening): Promise<Observatory> => {
  const storage = await openStorage(opening);
  return closingOnFailure(storage.shutdown, () => standOn(opening, storage));
};

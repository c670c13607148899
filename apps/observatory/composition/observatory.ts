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
import { type Config, type Logger, shutDown, type ShutdownStep } from '#platform/process';
import {
  createPool,
  databaseFrom,
  makeBlobStore,
  makeReadModels,
  migrate,
  openEventLog,
  type ProjectionHealth,
  type Projector,
  type Rebuilder,
  usageOf,
} from '#postgres';

import { servicesOf } from './services.js';
import { openSigner } from './signing-key.js';
import { version } from './version.js';

/** Everything that runs, in one process: what commands and the API are given. */
export type Observatory = {
  readonly config: Config;
  readonly logger: Logger;
  readonly catalogue: Catalogue;
  /** Of the database, embedded or not: what another thread or process opens. */
  readonly databaseUrl: string;
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
  readonly projector: Projector;
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

const poolSize = 16;
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

/** Opens a database at its last migration, and what stands on it. The projector is not started. */
export const openObservatory = async (opening: Opening): Promise<Observatory> => {
  const { config, logger, catalogue } = opening;
  const steps: ShutdownStep[] = [];
  const last = (name: string, stop: () => Promise<void>): void =>
    void steps.unshift({ name, stop });
  const close = async (): Promise<void> => {
    await shutDown(steps, config.shutdownTimeoutMs, logger);
  };
  try {
    const database = await databaseFrom({
      databaseUrl: config.databaseUrl,
      dataDirectory: config.dataFolder,
    });
    last('database', database.stop);
    const pool = createPool({ url: database.url, max: poolSize });
    last('pool', () => pool.end());
    await migrate(pool);
    const store = await openEventLog({ url: database.url });
    last('event log', () => store.close());
    const { projector, contributions, revisionRows, ...readModels } = makeReadModels(
      { pool, store },
      catalogue,
    );
    last('projector', () => projector.stop());
    const services = servicesOf({ store, catalogue, ...readModels });
    const responses = responseReader(services);
    const provenance = provenanceReader({ ...services, contributions, responses });
    const settled = settling({ projector, store, clock: readModels.clock });
    const databaseUrl = database.url;
    const { clock: projections, figures, campaigns, publications } = readModels;
    const revisions = revisionReader({ store, rows: revisionRows, figures });
    const publishing: Publishing = {
      ...services,
      ...{ projections, figures, campaigns, publications },
      blobs: makeBlobStore(pool),
      signer: await openSigner(config),
      software: { name: 'observatoire', version },
    };
    return {
      ...opening,
      ...readModels,
      databaseUrl,
      poolUsage: () => usageOf(pool),
      projector,
      provenance,
      revisions,
      store,
      services,
      publishing,
      settled,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

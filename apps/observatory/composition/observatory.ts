import {
  type CampaignReader,
  type EventStore,
  type FigureReader,
  type ProjectionClock,
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
  type Projector,
  type Rebuilder,
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
  readonly projector: Projector;
  readonly rebuilder: Rebuilder;
  readonly services: Services;
  readonly publishing: Publishing;
  /** Lets the batch in hand finish, then closes connections, then the embedded server. */
  readonly close: () => Promise<void>;
};

type Opening = {
  readonly config: Config;
  readonly logger: Logger;
  readonly catalogue: Catalogue;
};

const poolSize = 16;

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
    const revisions = revisionReader({ store, rows: revisionRows });
    const databaseUrl = database.url;
    const { clock: projections, figures, campaigns, publications } = readModels;
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
      projector,
      provenance,
      revisions,
      store,
      services,
      publishing,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

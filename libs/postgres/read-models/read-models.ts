import type {
  CampaignReader,
  ContributionReader,
  EventStore,
  FigureReader,
  LogTimes,
  ProjectionClock,
  RevisionRows,
  ProjectionMonitor,
  PublicationReader,
  ReviewReader,
  SchoolDirectory,
  StandingReader,
  SchoolHistories,
} from '#application';
import type { Catalogue } from '#catalogue';

import { makeLogTimes } from '../event-log/times.reader.js';
import { Tide } from '../event-log/tide.js';
import type { Pool } from '../pool/pool.js';
import { makeContributionReader } from './contributions.reader.js';
import { campaignRegister } from './campaign-register.writer.js';
import { makeCampaignReader } from './campaigns.reader.js';
import { definitionsOf } from './definitions.js';
import { makeFigureReader } from './figures.reader.js';
import { figures } from './figures.writer.js';
import { makeProjectionClock } from './projection-clock.js';
import { makeProjectionMonitor } from './projection-monitor.js';
import { publicationRegister } from './publication-register.writer.js';
import { makePublicationReader } from './publications.reader.js';
import { PartitionedFigures, type PartitionedOptions } from './partitioned-figures.js';
import { Projector, type ProjectorOptions } from './projector.js';
import { makeRebuilder, type Rebuilder } from './rebuild.js';
import { makeReviewReader } from './review.reader.js';
import { review } from './review.writer.js';
import { makeRevisionRows } from './revisions.reader.js';
import { schoolDirectory } from './school-directory.writer.js';
import { makeSchoolHistories } from './school-histories.reader.js';
import { makeSchoolDirectory } from './school-directory.reader.js';
import { makeStandingReader } from './standings.reader.js';

/** Everything that reads and writes the read models of one database, for one catalogue. */
export type ReadModels = {
  readonly directory: SchoolDirectory;
  readonly histories: SchoolHistories;
  readonly campaigns: CampaignReader;
  readonly figures: FigureReader;
  readonly publications: PublicationReader;
  readonly contributions: ContributionReader;
  readonly standings: StandingReader;
  readonly review: ReviewReader;
  readonly revisionRows: RevisionRows;
  readonly clock: ProjectionClock;
  readonly monitor: ProjectionMonitor;
  /** Not started: one process that projects starts it, and stops it before it closes the pool. */
  readonly projector: Projector;
  readonly rebuilder: Rebuilder;
  /** Of a program whose figures come from topics: then `projector` leaves them out. Not started either. */
  readonly partitioned: PartitionedFigures | null;
};

export type ReadModelOptions = Pick<
  ProjectorOptions,
  'batchSize' | 'partSize' | 'retryDelayMs' | 'lookAgainMs'
> &
  Pick<PartitionedOptions, 'standbyMs' | 'standstillMs'> & {
    /** What figures are projected from: the event log, which is the default, or topics that others fill from it. */
    readonly figuresFrom?: 'log' | 'kafka';
  };

type Ground = {
  readonly pool: Pool;
  readonly store: EventStore;
  /** Of a log that is elsewhere than in the database of the pool. */
  readonly times?: LogTimes;
};

/** Needs a pool of at least six connections: each projection writes on its own. */
export const makeReadModels = (
  { pool, store, times = makeLogTimes(pool) }: Ground,
  catalogue: Catalogue,
  { figuresFrom = 'log', standbyMs, standstillMs, ...options }: ReadModelOptions = {},
): ReadModels => {
  const definitions = definitionsOf(catalogue);
  const ofFigures = figures(definitions);
  const projections = [schoolDirectory, campaignRegister, ofFigures, publicationRegister, review];
  const rebuilder = makeRebuilder(pool, store, projections);
  const committed = new Tide();
  const followed =
    figuresFrom === 'log' ? projections : projections.filter((one) => one !== ofFigures);
  const partitioned = (): PartitionedFigures =>
    new PartitionedFigures({
      ...{ pool, store, projection: ofFigures, definitions, rebuilder, committed, ...options },
      ...(standbyMs === undefined ? {} : { standbyMs }),
      ...(standstillMs === undefined ? {} : { standstillMs }),
    });
  return {
    directory: makeSchoolDirectory(pool),
    histories: makeSchoolHistories(pool),
    campaigns: makeCampaignReader(pool),
    figures: makeFigureReader(pool, catalogue, definitions),
    publications: makePublicationReader(pool),
    contributions: makeContributionReader(pool, catalogue),
    standings: makeStandingReader(pool),
    review: makeReviewReader(pool),
    revisionRows: makeRevisionRows(pool, catalogue, times),
    clock: makeProjectionClock(pool, times, committed),
    monitor: makeProjectionMonitor(pool, store),
    projector: new Projector({
      pool,
      store,
      projections: followed,
      rebuilder,
      committed,
      ...options,
    }),
    partitioned: figuresFrom === 'log' ? null : partitioned(),
    rebuilder,
  };
};

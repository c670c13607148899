export {
  createPool,
  execute,
  inTransaction,
  type Pool,
  query,
  statement,
  usageOf,
  withConnection,
} from './pool/pool.js';
export { DatabaseFault, DatabaseUnavailable } from './pool/faults.js';
export { Lease, type LeaseHolder } from './lease/lease.js';
export { inTurn } from './lease/turn.js';
export { migrate } from './migrations/migrate.js';
export { migrationsDirectory, readMigrations } from './migrations/migration-files.js';
export { openEventLog, type PostgresEventLog } from './event-log/event-log.js';
export { openCopyTarget } from './event-log/copy-target.js';
export { databaseFrom, type RunningDatabase, startEmbedded } from './embedded/embedded.js';
export {
  makeReadModels,
  type ReadModelOptions,
  type ReadModels,
} from './read-models/read-models.js';
export { type ProjectionHealth } from './read-models/projection-health.js';
export { type Projector } from './read-models/projector.js';
export { type RebuildPhase, type Rebuilder, type RebuildReport } from './read-models/rebuild.js';
export { RebuildRunning, RebuildStopped, SwitchPostponed } from './read-models/rebuild-faults.js';
export { makeRelayCheckpoint } from './relay/relay-checkpoint.js';
export { makeBlobStore } from './publications/blob-store.js';
export { readSchema } from './migrations/schema.reader.js';
export { makeReplyBook } from './intake/reply-book.js';

export {
  type Connection,
  createPool,
  execute,
  inTransaction,
  isoOf,
  type Pool,
  type PoolOptions,
  query,
  type Queryable,
  type Statement,
  statement,
  withConnection,
} from './pool/pool.js';
export { DatabaseFault, DatabaseUnavailable } from './pool/faults.js';
export { migrate, type MigrationReport } from './migrations/migrate.js';
export {
  type Migration,
  MigrationRefused,
  migrationsDirectory,
  readMigrations,
} from './migrations/migration-files.js';
export {
  type EventLogOptions,
  openEventLog,
  type PostgresEventLog,
} from './event-log/event-log.js';
export { EventLogUnsound } from './event-log/self-check.js';
export {
  databaseFrom,
  type EmbeddedOptions,
  type RunningDatabase,
  startEmbedded,
} from './embedded/embedded.js';
export { EmbeddedPostgresFailed } from './embedded/failure.js';
export {
  makeReadModels,
  type ReadModelOptions,
  type ReadModels,
} from './read-models/read-models.js';
export { type ProjectionName, projectionNames } from './read-models/projection.js';
export { type ProjectionFailure, type ProjectionHealth } from './read-models/projection-health.js';
export { type Projector } from './read-models/projector.js';
export {
  type Rebuilder,
  type RebuildOptions,
  type RebuildReport,
  RebuildRunning,
} from './read-models/rebuild.js';
export { readSchema } from './migrations/schema.reader.js';

import { beginning, type Bilingual, type Position, type RecordedEvent } from '#kernel';

export const projectionNames = [
  'school-directory',
  'campaign-register',
  'figures',
  'publication-register',
  'review',
] as const;
export type ProjectionName = (typeof projectionNames)[number];

/** An event that could not be applied, as the log knows it. */
type BlockingEvent = Pick<
  RecordedEvent,
  'id' | 'type' | 'stream' | 'revision' | 'position' | 'schemaVersion'
>;

/** Why a projection has stopped, and what to do. The others go on; the log holds everything. */
export type ProjectionFailure = {
  /** The event that could not be applied; null when no single one is to blame. */
  readonly event: BlockingEvent | null;
  readonly reason: Bilingual;
  readonly remedy: Bilingual;
};

/**
 * waiting: never projected yet · following: applies what comes · rebuilding: made anew beside the live rows,
 * which are read meanwhile · stopped: see `failure`, what it has is read meanwhile.
 */
export type ProjectionStatus = 'waiting' | 'following' | 'rebuilding' | 'stopped';

/** One read model, as every process sees it. */
export type ProjectionState = {
  readonly projection: string;
  readonly status: ProjectionStatus;
  /** Everything at or before it is in the rows. */
  readonly position: Position;
  /** How far the log is beyond it, in positions. */
  readonly lag: bigint;
  /** The age of the oldest event that is not in the rows, in seconds; 0 when there is none. */
  readonly lagSeconds: number;
  readonly failure: ProjectionFailure | null;
  /** How far rows made anew are; null when none are being made. */
  readonly rebuildPosition: Position | null;
  /** The events that its rows are made without. */
  readonly skipped: readonly Position[];
  /** What is skipped has changed for events that were applied already: a rebuild makes it true. */
  readonly needsRebuild: boolean;
};

export interface ProjectionMonitor {
  /** Every projection, in the order of the program. */
  states(): Promise<readonly ProjectionState[]>;
  /** Lets a stopped projection try again, in whichever process it runs; false when it had not stopped. */
  resume(projection: string): Promise<boolean>;
}

/** Where the read models are, and which they are. */
export type ProjectionReading = {
  /** Everything at or before it is in the rows; absent: nothing was projected yet. */
  readonly positions: ReadonlyMap<ProjectionName, Position>;
  /** Another text as soon as one of them was made anew: what was read before is of other rows. */
  readonly edition: string;
  /** Another text as soon as one of them has moved on, or was made anew. */
  readonly state: string;
};

/** Everything at or before it is in all of these read models. */
export const reachedBy = (
  { positions }: Pick<ProjectionReading, 'positions'>,
  models: readonly ProjectionName[] = projectionNames,
): Position =>
  models
    .map((model) => positions.get(model) ?? beginning)
    .reduce((least, at) => (at < least ? at : least));

/** How far the read models are. */
export interface ProjectionClock {
  read(): Promise<ProjectionReading>;
  position(): Promise<Position>;
  /** Resolves true as soon as these read models, by default all, reflect `position`; false after `timeoutMs`. */
  waitFor(
    position: Position,
    timeoutMs: number,
    models?: readonly ProjectionName[],
  ): Promise<boolean>;
  /** The last position that was recorded at or before an instant, ISO 8601; 0 before the first. */
  positionAt(instant: string): Promise<Position>;
}

import type { Position } from '#kernel';

/** When events were recorded. Recorded times grow with positions. */
export interface LogTimes {
  /** The position of the last event recorded at or before `instant` (ISO 8601); `beginning` when there is none. */
  positionAt(instant: string): Promise<Position>;
  /** When the events at these positions were recorded, ISO 8601 in UTC; positions without an event are absent. */
  recordedAt(positions: readonly Position[]): Promise<ReadonlyMap<Position, string>>;
}

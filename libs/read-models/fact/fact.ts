import type { Cause, Position } from '#kernel';

/** A decoded event, with what read models keep of its envelope. */
export type Fact<Event> = {
  readonly event: Event;
  readonly position: Position;
  /** Its place in its stream, from 1. */
  readonly revision: number;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
  /** Why it was recorded: what a change of figures is told to come from. */
  readonly cause: Cause;
  /** True when the fact was made up for a demonstration. */
  readonly synthetic: boolean;
};

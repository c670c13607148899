import { type Decider, err, ok, type Result, unreachable } from '#kernel';

import type { ProjectionEvent } from './projection.events.js';

/** An event by its place in the log. */
type Culprit = { readonly position: string; readonly eventId: string };

export type ProjectionCommand =
  | {
      readonly type: 'SkipEvent';
      readonly projection: string;
      readonly position: string;
      readonly reason: string;
      /** The event at which the projection stands still; null when it does not. */
      readonly blocking: Culprit | null;
    }
  | {
      readonly type: 'RevokeSkip';
      readonly projection: string;
      readonly position: string;
      readonly reason: string;
    };

/** The id of each skipped event, by its position. */
export type ProjectionState = { readonly skipped: ReadonlyMap<string, string> };

export type ProjectionRefusal =
  | { readonly kind: 'ReasonMissing' }
  | { readonly kind: 'ProjectionNotBlocked'; readonly projection: string }
  | {
      readonly kind: 'NotTheBlockingEvent';
      readonly projection: string;
      readonly position: string;
      readonly blocking: string;
    }
  | {
      readonly kind: 'EventNotSkipped';
      readonly projection: string;
      readonly position: string;
      readonly skipped: readonly string[];
    };

type Decision = Result<readonly ProjectionEvent[], ProjectionRefusal>;
type Skip = Extract<ProjectionCommand, { type: 'SkipEvent' }>;
type Revoke = Extract<ProjectionCommand, { type: 'RevokeSkip' }>;

const skip = (
  { projection, position, reason, blocking }: Skip,
  state: ProjectionState,
): Decision => {
  if (state.skipped.has(position)) return ok([]);
  if (reason.trim() === '') return err({ kind: 'ReasonMissing' });
  if (blocking === null) return err({ kind: 'ProjectionNotBlocked', projection });
  if (blocking.position !== position)
    return err({
      kind: 'NotTheBlockingEvent',
      projection,
      position,
      blocking: blocking.position,
    });
  const { eventId } = blocking;
  return ok([{ type: 'EventSkipped', data: { projection, position, eventId, reason } }]);
};

const revoke = (
  { projection, position, reason }: Revoke,
  { skipped }: ProjectionState,
): Decision => {
  const eventId = skipped.get(position);
  if (eventId === undefined)
    return err({ kind: 'EventNotSkipped', projection, position, skipped: [...skipped.keys()] });
  if (reason.trim() === '') return err({ kind: 'ReasonMissing' });
  return ok([{ type: 'SkipRevoked', data: { projection, position, eventId, reason } }]);
};

const decide = (command: ProjectionCommand, state: ProjectionState): Decision => {
  switch (command.type) {
    case 'SkipEvent':
      return skip(command, state);
    case 'RevokeSkip':
      return revoke(command, state);
    default:
      return unreachable(command);
  }
};

const evolve = ({ skipped }: ProjectionState, { type, data }: ProjectionEvent): ProjectionState => {
  const next = new Map(skipped);
  if (type === 'EventSkipped') next.set(data.position, data.eventId);
  else next.delete(data.position);
  return { skipped: next };
};

/** Only the event that stands in the way can be skipped, and always for a reason. */
export const projection: Decider<
  ProjectionCommand,
  ProjectionEvent,
  ProjectionState,
  ProjectionRefusal
> = { initial: { skipped: new Map() }, decide, evolve };

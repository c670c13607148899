import { type Actor, err, ok, type RecordedEvent, type Result } from '#kernel';

import { nameUuid } from './identity.js';
import type { AskingMessage, RequestContext } from './services.js';

type Asking = {
  readonly stream: string;
  readonly context: Pick<RequestContext, 'actor' | 'message'>;
};

/** The id of the event with which a message takes a stream to `revision`: the same for the same message. */
export const messageEventId = (
  { stream, actor, message }: { stream: string; actor: Actor; message: AskingMessage },
  revision: number,
): string =>
  nameUuid(`${actor.role} ${actor.id} ${message.id} ${message.digest} ${stream} ${revision}`);

/**
 * What the message of a request has recorded in a stream already; nothing when no message asks. Refused when its
 * id was that of a message that asked for something else.
 */
export const askedBefore = (
  { stream, context: { actor, message } }: Asking,
  history: readonly RecordedEvent[],
): Result<readonly RecordedEvent[], 'MessageIdReused'> => {
  if (message === undefined) return ok([]);
  const recorded = history.filter(
    ({ metadata }) =>
      metadata.causationId === message.id &&
      metadata.actor.role === actor.role &&
      metadata.actor.id === actor.id,
  );
  const isSame = recorded.every(
    ({ id, revision }) => id === messageEventId({ stream, actor, message }, revision),
  );
  return isSame ? ok(recorded) : err('MessageIdReused');
};

import {
  type AllStreamResolvedEvent,
  type KurrentDBClient,
  START,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';

import type { Start } from './origin.js';

export type Watch = {
  readonly client: KurrentDBClient;
  readonly prefix: string;
  readonly signal: AbortSignal;
};

/** Where the server starts to read: it takes the place of a record, or its own word for the first. */
export const placeOf = (
  at: Start,
): typeof START | { readonly commit: bigint; readonly prepare: bigint } =>
  at === undefined ? START : { commit: at, prepare: at };

/**
 * Resolves at the first event of ours after `after`, or when it is told to stop. Answers with the place up to
 * which the server has found none: where the next read may start. Throws what ended the subscription.
 */
export const nextEventAfter = async (
  after: Start,
  { client, prefix, signal }: Watch,
): Promise<Start> => {
  let scanned = after;
  let hasRung = false;
  const subscription = client.subscribeToAll({
    fromPosition: placeOf(after),
    filter: streamNameFilter({
      prefixes: [prefix],
      checkpointInterval: 1,
      checkpointReached: (_, { commit, prepare }) => {
        if (!hasRung && commit === prepare) scanned = commit;
      },
    }),
  });
  let stop = (): void => undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      stop = resolve;
      subscription.on('error', reject).on('end', resolve).on('close', resolve);
      subscription.once('data', ({ event }: AllStreamResolvedEvent) => {
        hasRung = true;
        // A checkpoint may have overtaken the event in the client's buffer.
        if (event === undefined || (scanned !== undefined && event.position.commit <= scanned))
          scanned = after;
        resolve();
      });
      signal.addEventListener('abort', stop);
      if (signal.aborted) resolve();
    });
  } finally {
    signal.removeEventListener('abort', stop);
    await subscription.unsubscribe().catch(() => undefined);
    subscription.destroy();
  }
  return scanned;
};

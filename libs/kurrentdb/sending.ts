import {
  type AppendStreamState,
  type EventData,
  type KurrentDBClient,
  NO_STREAM,
} from '@kurrent/kurrentdb-client';

import { answered } from './faults.js';

// A repeat that overtakes its first append is dropped by the server without an answer: it is asked again soon.
const answerWithinMs = 3_000;

export type Sent = {
  readonly stream: string;
  readonly events: readonly EventData[];
  readonly streamState: AppendStreamState;
};

/** The server counts revisions from zero. */
export const stateFor = (expectedRevision: number): AppendStreamState =>
  expectedRevision === 0 ? NO_STREAM : BigInt(expectedRevision - 1);

/** One try; throws what `isPassing` knows when there is no answer in time. */
export const send = async (
  client: KurrentDBClient,
  { stream, events, streamState }: Sent,
): Promise<void> => {
  const options = { streamState, deadline: answerWithinMs };
  await answered(2 * answerWithinMs, client.appendToStream(stream, [...events], options));
};

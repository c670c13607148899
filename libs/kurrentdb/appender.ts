import { randomUUID } from 'node:crypto';

import type { KurrentDBClient } from '@kurrent/kurrentdb-client';

import {
  type AppendOutcome,
  type AppendRefusal,
  type EncodedAppend,
  type Patience,
  retrying,
} from '#application';
import { BrokenAssumption, err, ok } from '#kernel';

import { isConflict, isTooLarge } from './faults.js';
import type { Placed, Reader } from './reader.js';
import { proposedEvents } from './record.js';
import { send, stateFor } from './sending.js';

const receiptOf = ({ event }: Placed, repeated: boolean): AppendOutcome => {
  const { revision, position, recordedAt } = event;
  return ok({ revision, position, recordedAt, repeated });
};

const refused = ({ stream }: EncodedAppend, reason: string): AppendOutcome =>
  err({ kind: 'EventRefused', stream, reason } satisfies AppendRefusal);

/** What an append means for a stream that holds `held`; undefined when none of its events is there. */
const repeatOf = (append: EncodedAppend, held: readonly Placed[]): AppendOutcome | undefined => {
  const ids = new Set(append.events.map(({ id }) => id));
  const known = held.filter(({ event }) => ids.has(event.id));
  const last = known.at(-1);
  if (last === undefined) return undefined;
  return known.length === ids.size
    ? receiptOf(last, true)
    : err({
        kind: 'EventIdTaken',
        stream: append.stream,
        reason: 'some of its events are in the stream already',
      });
};

const conflict = (
  { stream, expectedRevision }: EncodedAppend,
  held: readonly Placed[],
): AppendOutcome =>
  err({ kind: 'RevisionConflict', stream, expected: expectedRevision, actual: held.length });

/** Appends to one server. Each append may be repeated: the server knows an event by its id and place. */
export class Appender {
  constructor(
    private readonly client: KurrentDBClient,
    private readonly reader: Reader,
    private readonly options: { readonly prefix: string; readonly patience: Patience },
  ) {}

  async append(append: EncodedAppend): Promise<AppendOutcome> {
    const earlier = await this.earlier(append);
    if (earlier !== undefined) return earlier;
    const attempt = randomUUID();
    try {
      await retrying(this.options.patience, () => this.send(append, attempt));
    } catch (error) {
      if (isConflict(error)) return this.refusal(append);
      if (isTooLarge(error)) return refused(append, 'it is larger than KurrentDB takes at once');
      throw error;
    }
    return this.receipt(append, attempt);
  }

  /**
   * The server compares ids at the place that is expected only. What stands before that place never changes:
   * an append that is there already, or would leave a gap, is found without a race.
   */
  private async earlier(append: EncodedAppend): Promise<AppendOutcome | undefined> {
    const { stream, expectedRevision } = append;
    if (expectedRevision === 0) return undefined;
    const held = await this.reader.readStream(stream, { after: 0, atMost: expectedRevision });
    if (repeatOf(append, held) !== undefined) return this.refusal(append);
    return held.length < expectedRevision ? conflict(append, held) : undefined;
  }

  private send(append: EncodedAppend, attempt: string): Promise<void> {
    const { stream, expectedRevision } = append;
    return send(this.client, {
      stream: `${this.options.prefix}${stream}`,
      events: proposedEvents(append, attempt),
      streamState: stateFor(expectedRevision),
    });
  }

  private async refusal(append: EncodedAppend): Promise<AppendOutcome> {
    const held = await this.reader.readStream(append.stream, { after: 0 });
    return repeatOf(append, held) ?? conflict(append, held);
  }

  /** Place and time are the server's: they are read, and so is whose append it was. */
  private async receipt(append: EncodedAppend, attempt: string): Promise<AppendOutcome> {
    const { stream, expectedRevision, events } = append;
    const after = expectedRevision + events.length - 1;
    const [last] = await this.reader.readStream(stream, { after, atMost: 1 });
    if (last === undefined)
      throw new BrokenAssumption(`the stream ${stream} does not have what was appended to it`);
    return receiptOf(last, last.attempt !== attempt);
  }
}

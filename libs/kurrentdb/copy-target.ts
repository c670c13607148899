import type { KurrentDBClient } from '@kurrent/kurrentdb-client';

import type { Patience } from '#application';
import type { CopyTarget } from '#application/log-copy';
import { beginning, type Position, type RecordedEvent } from '#kernel';

import { connected, type KurrentLogOptions, patienceOf, prefixOf } from './connection.js';
import { isConflict, isTooLarge, KurrentUnusable, persistently } from './faults.js';
import { OriginStream } from './origin.js';
import { Reader } from './reader.js';
import { copiedEvent } from './record.js';
import { send, stateFor } from './sending.js';

type Options = { readonly prefix: string; readonly patience: Patience };

const tooLarge = ({ id, stream }: RecordedEvent, cause: unknown): KurrentUnusable =>
  new KurrentUnusable(
    `The event ${id} of ${stream} is larger than this KurrentDB takes at once. Give the server a larger --max-append-size, and copy again.`,
    { cause },
  );

/** A log on KurrentDB that another is copied into (ADR-0029). */
class KurrentCopyTarget implements CopyTarget {
  private readonly reader: Reader;
  private readonly origins: OriginStream;

  constructor(
    private readonly client: KurrentDBClient,
    private readonly options: Options,
  ) {
    this.reader = new Reader(client, options);
    this.origins = new OriginStream(client, options);
  }

  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    return this.reader.readAll(after, limit);
  }

  head(): Promise<Position> {
    return this.reader.head();
  }

  async begin(): Promise<void> {
    const { isFinished } = await this.origins.read();
    if (isFinished) await this.origins.note('CopyBegun');
  }

  /** One after the other: the order of `$all` is that in which appends arrive. */
  async take(events: readonly RecordedEvent[], after: Position): Promise<boolean> {
    if ((await this.reader.head()) !== after) return false;
    for (const event of events) if (!(await this.takeOne(event))) return false;
    await this.anchor('CopyAnchored');
    return true;
  }

  async finish(): Promise<void> {
    const { isFinished } = await this.origins.read();
    if (!isFinished) await this.anchor('CopyFinished');
  }

  close(): Promise<void> {
    return this.client.dispose();
  }

  private async takeOne(event: RecordedEvent): Promise<boolean> {
    const sent = {
      stream: `${this.options.prefix}${event.stream}`,
      events: [copiedEvent(event)],
      streamState: stateFor(event.revision - 1),
    };
    try {
      await persistently(this.options.patience, () => send(this.client, sent));
      return true;
    } catch (error) {
      if (isConflict(error)) return false;
      throw isTooLarge(error) ? tooLarge(event, error) : error;
    }
  }

  private async anchor(type: 'CopyAnchored' | 'CopyFinished'): Promise<void> {
    const last = await this.reader.last();
    const { native = 0n, event } = last ?? {};
    await this.origins.note(type, { position: event?.position ?? beginning, native });
  }
}

/** Opens a server to copy a log into it. Throws `KurrentUnusable`, `EventLogUnavailable`. */
export const openCopyTarget = async (options: KurrentLogOptions): Promise<KurrentCopyTarget> => {
  const client = connected(options.url);
  const target = new KurrentCopyTarget(client, {
    prefix: prefixOf(options),
    patience: patienceOf(options),
  });
  try {
    await target.head();
    return target;
  } catch (error) {
    await target.close();
    throw error;
  }
};

import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  type KurrentDBClient,
  type ResolvedEvent,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';

import { isStreamName, type Patience } from '#application';
import { beginning, type Position, type RecordedEvent } from '#kernel';

import { placeOf } from './doorbell.js';
import { isUnknownStream, persistently } from './faults.js';
import {
  exactStartFor,
  noOrigin,
  type Origin,
  OriginStream,
  positionOf,
  type Start,
  startFor,
} from './origin.js';
import { type Found, foundEvent } from './record.js';

const scanSize = 1_000;

type Part = { readonly after: number; readonly atMost?: number };

/** An event that was found, with its position in the log. */
export type Placed = Omit<Found, 'event' | 'copiedFrom'> & { readonly event: RecordedEvent };

/** Where a reader is: everything up to `after` was read, and stands at or before `start`, or after it. */
export type Cursor = { readonly start: Start; readonly after: Position };

/** Reads streams whose names begin with a prefix; the leader answers, so that what was acknowledged is there. */
export class Reader {
  private readonly origins: OriginStream;
  private settled: Origin | undefined;

  constructor(
    private readonly client: KurrentDBClient,
    private readonly options: { readonly prefix: string; readonly patience: Patience },
  ) {
    this.origins = new OriginStream(client, options);
  }

  /** Empty for an unknown stream. */
  async readStream(stream: string, { after, atMost }: Part): Promise<readonly Placed[]> {
    if (!isStreamName(stream)) return [];
    const { prefix } = this.options;
    const found = await this.reading(async () => {
      const events = this.client.readStream(`${prefix}${stream}`, {
        direction: FORWARDS,
        fromRevision: BigInt(after),
        requiresLeader: true,
        ...(atMost === undefined ? {} : { maxCount: atMost }),
      });
      try {
        return await this.all(events);
      } catch (error) {
        if (isUnknownStream(error)) return [];
        throw error;
      }
    });
    return this.placed(found);
  }

  /** Where to read on for whoever has read up to `after`. */
  async cursorAt(after: Position): Promise<Cursor> {
    if (after === beginning) return { start: undefined, after };
    const origin = await this.origin();
    const start =
      this.settled === undefined ? startFor(origin, after) : exactStartFor(origin, after);
    return { start, after };
  }

  /** At most `limit` events behind the cursor. */
  async readFrom({ start, after }: Cursor, limit: number): Promise<readonly Placed[]> {
    const taken: Placed[] = [];
    for (let from = start; ;) {
      // A read begins with the record that it is given, which the caller may have.
      const page = await this.page(from, limit + 1);
      const behind = page.filter(({ native }) => from === undefined || native > from);
      taken.push(...behind.filter(({ event }) => event.position > after));
      if (taken.length >= limit || page.length <= limit) return taken.slice(0, limit);
      from = behind.at(-1)?.native;
    }
  }

  async readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    const found = await this.readFrom(await this.cursorAt(after), limit);
    return found.map(({ event }) => event);
  }

  /** The event at a position; undefined when none of ours stands there. */
  async at(place: Position): Promise<RecordedEvent | undefined> {
    let { start: from } = await this.cursorAt(place);
    // Its record is where the read begins, unless it was copied: then it is behind an anchor.
    for (let size = 1; ; size = scanSize) {
      const page = await this.page(from, size);
      const event = page.find(({ event }) => event.position >= place)?.event;
      if (event !== undefined || page.length < size)
        return event?.position === place ? event : undefined;
      from = page.at(-1)?.native;
    }
  }

  async head(): Promise<Position> {
    return (await this.last())?.event.position ?? beginning;
  }

  async last(): Promise<Placed | undefined> {
    const [last] = await this.placed(await this.lastFound());
    return last;
  }

  private lastFound(): Promise<readonly Found[]> {
    return this.reading(() =>
      this.all(
        this.client.readAll({
          direction: BACKWARDS,
          fromPosition: END,
          maxCount: 1,
          filter: this.ours(),
          requiresLeader: true,
        }),
      ),
    );
  }

  private async page(from: Start, maxCount: number): Promise<readonly Placed[]> {
    const found = await this.reading(() =>
      this.all(
        this.client.readAll({
          direction: FORWARDS,
          fromPosition: placeOf(from),
          maxCount,
          filter: this.ours(),
          requiresLeader: true,
        }),
      ),
    );
    return this.placed(found);
  }

  /** Once an event was appended here no copy can go on, and what is kept of it is final. */
  private async origin(): Promise<Origin> {
    if (this.settled !== undefined) return this.settled;
    const [last] = await this.lastFound();
    const origin = await this.origins.read();
    if (last !== undefined && last.copiedFrom === undefined) this.settled = origin;
    return origin;
  }

  private async placed(found: readonly Found[]): Promise<readonly Placed[]> {
    const isOfHere = found.some(({ copiedFrom }) => copiedFrom === undefined);
    const origin = isOfHere ? await this.origin() : noOrigin;
    return found.map(({ event, copiedFrom, ...rest }) => ({
      ...rest,
      event: { ...event, position: copiedFrom ?? positionOf(origin, rest.native) },
    }));
  }

  private ours(): ReturnType<typeof streamNameFilter> {
    return streamNameFilter({ prefixes: [this.options.prefix] });
  }

  private async all(
    events: AsyncIterable<ResolvedEvent | AllStreamResolvedEvent>,
  ): Promise<readonly Found[]> {
    const found: Found[] = [];
    for await (const event of events) found.push(foundEvent(event, this.options.prefix));
    return found;
  }

  private reading<Value>(work: () => Promise<Value>): Promise<Value> {
    return persistently(this.options.patience, work);
  }
}

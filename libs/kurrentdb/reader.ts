import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  type KurrentDBClient,
  type ResolvedEvent,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';

import { type Patience, retrying } from '#application';
import { beginning, type Position, type RecordedEvent } from '#kernel';

import { placeOf } from './doorbell.js';
import { explained, isUnknownStream } from './faults.js';
import { type Found, foundEvent } from './record.js';

type Part = { readonly after: number; readonly atMost?: number };

/** Reads streams whose names begin with a prefix; the leader answers, so that what was acknowledged is there. */
export class Reader {
  constructor(
    private readonly client: KurrentDBClient,
    private readonly options: { readonly prefix: string; readonly patience: Patience },
  ) {}

  /** Empty for an unknown stream. */
  async readStream(stream: string, { after, atMost }: Part): Promise<readonly Found[]> {
    const { prefix } = this.options;
    return this.reading(async () => {
      const found = this.client.readStream(`${prefix}${stream}`, {
        direction: FORWARDS,
        fromRevision: BigInt(after),
        requiresLeader: true,
        ...(atMost === undefined ? {} : { maxCount: atMost }),
      });
      try {
        return await this.all(found);
      } catch (error) {
        if (isUnknownStream(error)) return [];
        throw error;
      }
    });
  }

  async readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    // A read begins with the place it is given: with the event that the caller has.
    const maxCount = after === beginning ? limit : limit + 1;
    const found = await this.reading(() =>
      this.all(
        this.client.readAll({
          direction: FORWARDS,
          fromPosition: placeOf(after),
          maxCount,
          filter: this.ours(),
          requiresLeader: true,
        }),
      ),
    );
    return found
      .map(({ event }) => event)
      .filter(({ position }) => position > after)
      .slice(0, limit);
  }

  /** The event at a place; undefined when none of ours begins there. */
  async at(place: Position): Promise<RecordedEvent | undefined> {
    const [found] = await this.reading(() =>
      this.all(
        this.client.readAll({
          direction: FORWARDS,
          fromPosition: placeOf(place),
          maxCount: 1,
          filter: this.ours(),
          requiresLeader: true,
        }),
      ),
    );
    return found?.event.position === place ? found.event : undefined;
  }

  async head(): Promise<Position> {
    const [last] = await this.reading(() =>
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
    return last?.event.position ?? beginning;
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

  private async reading<Value>(work: () => Promise<Value>): Promise<Value> {
    return retrying(this.options.patience, work).catch((error: unknown) => {
      throw explained(error);
    });
  }
}

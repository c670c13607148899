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

type Events = readonly RecordedEvent[];

// A run of ordinary events stays far below what the server takes at once.
const longestRun = 16;

/** Events that follow each other in one stream go in one append: the order of `$all` is the same. */
const runsOf = (events: Events): readonly Events[] => {
  const runs: RecordedEvent[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    if (run?.[0]?.stream === event.stream && run.length < longestRun) run.push(event);
    else runs.push([event]);
  }
  return runs;
};

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
  async take(events: Events, after: Position): Promise<boolean> {
    if ((await this.reader.head()) !== after) return false;
    for (const run of runsOf(events)) if (!(await this.takeRun(run))) return false;
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

  private async takeRun(run: Events): Promise<boolean> {
    const [first] = run;
    if (first === undefined) return true;
    const sent = {
      stream: `${this.options.prefix}${first.stream}`,
      events: run.map(copiedEvent),
      streamState: stateFor(first.revision - 1),
    };
    try {
      await persistently(this.options.patience, () => send(this.client, sent));
      return true;
    } catch (error) {
      if (isConflict(error)) return false;
      if (!isTooLarge(error)) throw error;
      if (run.length === 1) throw tooLarge(first, error);
      return this.takeEach(run);
    }
  }

  private async takeEach(events: Events): Promise<boolean> {
    for (const event of events) if (!(await this.takeRun([event]))) return false;
    return true;
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

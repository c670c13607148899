import { type AppendOutcome, type AppendRefusal, EventLogUnavailable } from '#application';
import { err, ok, type Result } from '#kernel';

import type { EncodedAppend } from '#application';

export type AppendQueueOptions = {
  /** Events that may wait; what comes beyond is refused as `Overloaded`. */
  readonly limit: number;
  /** Commits a batch. Called again only when the call before has ended. */
  readonly write: (appends: readonly EncodedAppend[]) => Promise<readonly AppendOutcome[]>;
};

/** Appends that came together: one promise for all, not thousands. */
type Group = {
  readonly outcomes: AppendOutcome[];
  left: number;
  readonly settle: (outcomes: readonly AppendOutcome[]) => void;
  readonly fail: (error: unknown) => void;
};

type Waiting = { readonly append: EncodedAppend; readonly group: Group; readonly index: number };

const settle = ({ group, index }: Waiting, outcome: AppendOutcome): void => {
  group.outcomes[index] = outcome;
  group.left -= 1;
  if (group.left === 0) group.settle(group.outcomes);
};

const maxEventsOfBatch = 2_000;
const maxSizeOfBatch = 16_000_000;

/**
 * Group commit: appends that come while a batch is being committed wait, and make the next batch
 * together. One batch is under way at a time; order of arrival is order of commit.
 */
export class AppendQueue {
  private waiting: Waiting[] = [];
  private waitingEvents = 0;
  private running: Promise<void> | undefined;
  private closed = false;

  constructor(private readonly options: AppendQueueOptions) {}

  /**
   * All of `appends` are taken in, or none when the queue has no room for them. Outcomes in their order; a
   * batch that fails fails all of them, though others may have been written.
   */
  submit(
    appends: readonly EncodedAppend[],
  ): Result<Promise<readonly AppendOutcome[]>, AppendRefusal> {
    if (this.closed) throw new EventLogUnavailable('The event log is closed.');
    const { limit } = this.options;
    const waiting = this.waitingEvents;
    const events = appends.reduce((sum, append) => sum + append.events.length, 0);
    // A request larger than the whole queue is served when nobody else waits.
    if (waiting > 0 && waiting + events > limit) return err({ kind: 'Overloaded', waiting, limit });

    if (appends.length === 0) return ok(Promise.resolve([]));
    const outcomes = this.enqueue(appends);
    this.waitingEvents += events;
    this.running ??= this.run();
    return ok(outcomes);
  }

  /** Takes nothing in any more; resolves when everything that was taken in is answered. */
  async close(): Promise<void> {
    this.closed = true;
    await this.running;
  }

  private enqueue(appends: readonly EncodedAppend[]): Promise<readonly AppendOutcome[]> {
    return new Promise((resolve, reject) => {
      const group = {
        outcomes: new Array<AppendOutcome>(appends.length),
        left: appends.length,
        settle: resolve,
        fail: reject,
      };
      appends.forEach((append, index) => this.waiting.push({ append, group, index }));
    });
  }

  private async run(): Promise<void> {
    // Lets the requests of this turn of the event loop join the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) await this.commit(this.nextBatch());
    this.running = undefined;
  }

  private nextBatch(): readonly Waiting[] {
    let events = 0;
    let size = 0;
    let count = 0;
    for (const { append } of this.waiting) {
      events += append.events.length;
      size += append.size;
      if (count > 0 && (events > maxEventsOfBatch || size > maxSizeOfBatch)) break;
      count += 1;
    }
    const batch = this.waiting.slice(0, count);
    this.waiting = this.waiting.slice(count);
    this.waitingEvents -= batch.reduce((sum, { append }) => sum + append.events.length, 0);
    return batch;
  }

  private async commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.options.write(batch.map(({ append }) => append));
      batch.forEach((waiting, index) => settle(waiting, outcomes[index] as AppendOutcome));
    } catch (error) {
      for (const { group } of batch) group.fail(error);
    }
  }
}

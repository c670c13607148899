import { categoryOf } from '#application';
import type { Position, RecordedEvent } from '#kernel';

import type { Pool } from '../pool/pool.js';
import { advance, type Advance, inPlace, type Place } from './checkpoint.js';
import type { Plan, Planner, Projection, Read } from './projection.js';

/** Events in one transaction, at most, and in one of the parts in which they are read and planned. */
export const batchEvents = 10_000;
export const partEvents = 1_000;

/** A projection that is being written somewhere. */
export type Target = {
  readonly pool: Pool;
  readonly projection: Projection;
  readonly place: Place;
  readonly generation: number;
  /** Positions of events that it leaves out: they are in no span's rows. */
  readonly skipped: ReadonlySet<Position>;
  /** Moves the checkpoint over events that concern no row; without it, in a transaction as any other. */
  readonly skip?: (step: Advance) => Promise<void>;
  /** Told of each position that is committed. */
  readonly onCommitted: (position: Position) => void;
};

/** All events of the log after `from`, up to and with `to`. */
export type Span = {
  readonly from: Position;
  readonly to: Position;
  readonly events: readonly RecordedEvent[];
};

type Open = Omit<Span, 'events'> & { readonly size: number; readonly isTouched: boolean };

/**
 * Brings a projection from position to position, the rows and the checkpoint of each span in one transaction.
 * One span is planned, part by part, while the one before is written or, made ready, waits for its turn: a commit takes
 * long where the thread that sends its rows is busy planning. When a span fails it and those after it have changed
 * nothing (or, if the connection was lost at the commit, that one everything: the checkpoint tells); this writer is then
 * of no use any more.
 */
export class SpanWriter {
  readonly #planner: Planner;
  /** The last span that was handed over, and the one before: while that is written, this one waits for its turn. */
  #committing: Promise<void> = Promise.resolve();
  #committingBefore: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;
  /** What is taken and not yet being written. */
  #open: Open | undefined;
  #isCold: boolean;

  constructor(private readonly target: Target) {
    this.#planner = target.projection.planner();
    this.#isCold = this.#planner.warm !== undefined;
  }

  /** Why it is of no use any more. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** How many events are taken and not yet being written. */
  get size(): number {
    return this.#open?.size ?? 0;
  }

  /** Whether there may be something to read before coming events need it. */
  get isCold(): boolean {
    return this.#isCold && this.#failure === undefined;
  }

  /** Reads a little of it, between two spans. What fails is left to the events that need it: they read it as well. */
  async warm(): Promise<void> {
    try {
      this.#isCold = (await this.#planner.warm?.(this.#read)) === true;
    } catch {
      this.#isCold = false;
    }
  }

  /** Plans a part of a span: what follows the part before. Throws when it cannot. */
  take({ from, to, events }: Span): Promise<void> {
    return this.#orFail(async () => {
      const wanted = this.#wantedOf(events);
      const open = this.#open ?? { from, size: 0, isTouched: false };
      const isTouched = open.isTouched || wanted.length > 0;
      this.#open = { from: open.from, to, size: open.size + events.length, isTouched };
      if (wanted.length > 0) await this.#planner.take(wanted, this.#read);
    });
  }

  /** Writes what was taken once what is ahead of it is written; throws when it cannot, or when that has failed. */
  flush(): Promise<void> {
    return this.#orFail(async () => {
      const open = this.#open;
      if (open === undefined) return;
      this.#open = undefined;
      const plan = open.isTouched ? await this.#planner.plan(this.#read) : undefined;
      await this.#committingBefore;
      const before = this.#committing;
      this.#committingBefore = before;
      this.#committing = before.then(() => this.#commit(open, plan));
      this.#committing.catch((error: unknown) => this.#fail(error));
    });
  }

  /** Plans a span of one part and starts to write it. */
  async submit(span: Span): Promise<void> {
    await this.take(span);
    await this.flush();
  }

  /** Resolves when everything that was submitted is committed. */
  settle(): Promise<void> {
    return this.#committing;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }

  async #orFail(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.#committing.catch(() => undefined);
      this.#fail(error);
      throw error;
    }
  }

  #wantedOf(events: readonly RecordedEvent[]): readonly RecordedEvent[] {
    const { projection, skipped } = this.target;
    return events.filter(
      ({ stream, type, position }) =>
        projection.reads(categoryOf(stream), type) && !skipped.has(position),
    );
  }

  readonly #read: Read = async (work) => {
    const { pool, place } = this.target;
    await this.#committing;
    return inPlace(pool, place, work);
  };

  async #commit({ from, to }: Omit<Span, 'events'>, plan: Plan | undefined): Promise<void> {
    const { pool, projection, place, generation, skip, onCommitted } = this.target;
    const step = { projection: projection.name, generation, from, to };
    if (plan === undefined && skip !== undefined) await skip(step);
    else {
      await inPlace(pool, place, async (connection) => {
        await advance(connection, step);
        await plan?.(connection);
      });
    }
    onCommitted(to);
  }
}

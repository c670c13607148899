import { categoryOf } from '#application';
import type { Position, RecordedEvent } from '#kernel';

import type { Pool } from '../pool/pool.js';
import { advance, inPlace, type Place, skip } from './checkpoint.js';
import type { Plan, Planner, Projection, Read } from './projection.js';

/** A projection that is being written somewhere. */
export type Target = {
  readonly pool: Pool;
  readonly projection: Projection;
  readonly place: Place;
  readonly generation: number;
  /** Positions of events that it leaves out: they are in no span's rows. */
  readonly skipped: ReadonlySet<Position>;
  /** Told of each position that is committed. */
  readonly onCommitted: (position: Position) => void;
};

/** All events of the log after `from`, up to and with `to`. */
export type Span = {
  readonly from: Position;
  readonly to: Position;
  readonly events: readonly RecordedEvent[];
};

/**
 * Brings a projection from position to position, the rows and the checkpoint of each span in one transaction.
 * One span is planned while the one before is written. When a span fails it and those after it have changed
 * nothing (or, if the connection was lost at the commit, that one everything: the checkpoint tells); this
 * writer is then of no use any more.
 */
export class SpanWriter {
  readonly #planner: Planner;
  #committing: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  constructor(private readonly target: Target) {
    this.#planner = target.projection.planner();
  }

  /** Why it is of no use any more. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** Plans a span and starts to write it; throws when it cannot, or when the span before has failed. */
  async submit(span: Span): Promise<void> {
    const before = this.#committing;
    try {
      const plan = await this.#plan(span, before);
      await before;
      const { from, to } = span;
      this.#committing = this.#commit({ from, to }, plan);
      this.#committing.catch((error: unknown) => this.#fail(error));
    } catch (error) {
      await before.catch(() => undefined);
      this.#fail(error);
      throw error;
    }
  }

  /** Resolves when everything that was submitted is committed. */
  settle(): Promise<void> {
    return this.#committing;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
  }

  async #plan({ events }: Span, before: Promise<void>): Promise<Plan | undefined> {
    const { pool, projection, place, skipped } = this.target;
    const wanted = events.filter(
      ({ stream, type, position }) =>
        projection.reads(categoryOf(stream), type) && !skipped.has(position),
    );
    if (wanted.length === 0) return undefined;
    const read: Read = async (work) => {
      await before;
      return inPlace(pool, place, work);
    };
    return this.#planner(wanted, read);
  }

  async #commit({ from, to }: Omit<Span, 'events'>, plan: Plan | undefined): Promise<void> {
    const { pool, projection, place, generation, onCommitted } = this.target;
    const step = { projection: projection.name, generation, from, to };
    if (plan === undefined && place === 'read_model') await skip(pool, step);
    else {
      await inPlace(pool, place, async (connection) => {
        await advance(connection, step);
        await plan?.(connection);
      });
    }
    onCommitted(to);
  }
}

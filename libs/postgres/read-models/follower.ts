import { beginning, type Position, type RecordedEvent } from '#kernel';

import type { Pool } from '../pool/pool.js';
import { applyEvents, type Span } from './apply-events.js';
import { checkpointOf } from './checkpoint.js';
import type { Projection, Writer } from './projection.js';
import {
  failureOf,
  isPassing,
  type ProjectionFailure,
  type ProjectionHealth,
  superseded,
} from './projection-health.js';

/** One live projection on its way along the log. */
export class Follower {
  readonly #writer: Writer;
  #position: Position = beginning;
  #generation = 0;
  #status: ProjectionHealth['status'] = 'starting';
  #failure: ProjectionFailure | null = null;
  #settle: () => void = () => undefined;

  /** Resolves when its rows are made with its own definitions, or when it has stopped. */
  readonly ready = new Promise<void>((resolve) => {
    this.#settle = resolve;
  });

  constructor(
    private readonly pool: Pool,
    readonly projection: Projection,
  ) {
    this.#writer = projection.writer();
  }

  get position(): Position {
    return this.#position;
  }

  get isRunning(): boolean {
    return this.#status !== 'stopped';
  }

  health(): ProjectionHealth {
    return {
      projection: this.projection.name,
      status: this.#status,
      position: this.#position,
      failure: this.#failure,
    };
  }

  /** Says what it does meanwhile; a stopped projection stays stopped. */
  turn(status: Exclude<ProjectionHealth['status'], 'stopped'>): void {
    if (!this.isRunning) return;
    this.#status = status;
    if (status === 'following') this.#settle();
  }

  stop(failure: ProjectionFailure): void {
    this.#status = 'stopped';
    this.#failure = failure;
    this.#settle();
  }

  /** Reads where it is; stops when its rows are made with other definitions than its own. */
  async resume(): Promise<void> {
    this.#writer.forget();
    const checkpoint = await checkpointOf(this.pool, this.projection.name);
    if (checkpoint?.definition !== this.projection.definition) return this.stop(superseded);
    this.#position = checkpoint.position;
    this.#generation = checkpoint.generation;
  }

  /**
   * Applies a batch of the log but for what it has applied already. At an event that it cannot apply it
   * stops, with everything before that event applied. Throws on faults that pass by themselves.
   */
  async take(batch: readonly RecordedEvent[]): Promise<void> {
    const events = batch.filter(({ position }) => position > this.#position);
    if (events.length > 0) await this.#apply(events);
  }

  async #apply(events: readonly RecordedEvent[]): Promise<void> {
    const last = events.at(-1);
    if (last === undefined || !this.isRunning) return;
    try {
      await this.#commit({ from: this.#position, to: last.position, events });
    } catch (error) {
      if (isPassing(error)) throw error;
      if (events.length === 1) return this.stop(failureOf(error, last));
      const half = Math.ceil(events.length / 2);
      await this.#apply(events.slice(0, half));
      await this.#apply(events.slice(half));
    }
  }

  async #commit(span: Span): Promise<void> {
    const { projection } = this;
    const target = {
      projection,
      writer: this.#writer,
      place: 'read_model',
      generation: this.#generation,
    } as const;
    await applyEvents(this.pool, target, span);
    this.#position = span.to;
  }
}

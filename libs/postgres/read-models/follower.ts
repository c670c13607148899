import { beginning, type Position, type RecordedEvent } from '#kernel';

import type { Pool } from '../pool/pool.js';
import { checkpointOf } from './checkpoint.js';
import type { Projection } from './projection.js';
import {
  failureOf,
  isPassing,
  type ProjectionFailure,
  type ProjectionHealth,
  superseded,
} from './projection-health.js';
import { SpanWriter } from './span-writer.js';

/** One live projection on its way along the log. */
export class Follower {
  #spans: SpanWriter;
  /** Committed. */
  #position: Position = beginning;
  /** Submitted, but not yet known to be committed. */
  #pending: readonly RecordedEvent[] = [];
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
    this.#spans = this.#newSpans();
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
    await this.idle();
    const checkpoint = await checkpointOf(this.pool, this.projection.name);
    if (checkpoint?.definition !== this.projection.definition) {
      this.stop(superseded);
      return;
    }
    this.#position = checkpoint.position;
    this.#generation = checkpoint.generation;
    this.#restart();
  }

  /**
   * Takes a batch of the log, but for what it has applied already, and writes it while the next is made ready.
   * At an event that it cannot apply it stops, with everything before that event applied. Throws on faults
   * that pass by themselves.
   */
  async take(batch: readonly RecordedEvent[]): Promise<void> {
    if (!this.isRunning) return;
    const from = this.#pending.at(-1)?.position ?? this.#position;
    const events = batch.filter(({ position }) => position > from);
    const last = events.at(-1);
    if (last === undefined) return;
    this.#pending = [...this.#uncommitted(), ...events];
    try {
      await this.#spans.submit({ from, to: last.position, events });
    } catch (error) {
      await this.#recover(error);
    }
  }

  /** Resolves when nothing is being written, well or not: see `mend`. */
  async idle(): Promise<void> {
    await this.#spans.settle().catch(() => undefined);
  }

  /** Deals with what has failed since the last batch was taken. */
  async mend(): Promise<void> {
    const { failure } = this.#spans;
    if (failure !== undefined) await this.#recover(failure.error);
  }

  /** Goes through what is not committed again, in halves, until the event that is to blame stands alone. */
  async #recover(error: unknown): Promise<void> {
    const events = this.#uncommitted();
    this.#restart();
    if (isPassing(error)) throw error;
    await this.#blame(events, error);
  }

  async #apply(events: readonly RecordedEvent[]): Promise<void> {
    const last = events.at(-1);
    if (last === undefined || !this.isRunning) return;
    try {
      await this.#spans.submit({ from: this.#position, to: last.position, events });
      await this.#spans.settle();
    } catch (error) {
      this.#restart();
      if (isPassing(error)) throw error;
      await this.#blame(events, error);
    }
  }

  async #blame(events: readonly RecordedEvent[], error: unknown): Promise<void> {
    if (events.length <= 1) {
      this.stop(failureOf(error, events[0]));
      return;
    }
    const half = Math.ceil(events.length / 2);
    await this.#apply(events.slice(0, half));
    await this.#apply(events.slice(half));
  }

  #uncommitted(): readonly RecordedEvent[] {
    return this.#pending.filter(({ position }) => position > this.#position);
  }

  #restart(): void {
    this.#pending = [];
    this.#spans = this.#newSpans();
  }

  #newSpans(): SpanWriter {
    return new SpanWriter({
      pool: this.pool,
      projection: this.projection,
      place: 'read_model',
      generation: this.#generation,
      onCommitted: (position) => {
        this.#position = position;
      },
    });
  }
}

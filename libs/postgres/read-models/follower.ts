import { type EventStore, type ProjectionFailure, skippedPositions } from '#application';
import { beginning, type Position, type RecordedEvent } from '#kernel';

import type { Tide } from '../event-log/tide.js';
import type { Pool } from '../pool/pool.js';
import { adopt, type Advance, type Checkpoint, checkpointOf } from './checkpoint.js';
import { firstUnapplicable } from './first-unapplicable.js';
import type { Projection } from './projection.js';
import {
  failureOf,
  isPassing,
  type ProjectionHealth,
  superseded,
  takenOver,
} from './projection-health.js';
import { batchesBetween } from './read-ahead.js';
import { carriedSkips } from './skips.js';
import { SpanWriter } from './span-writer.js';

const eventsReadAgain = 1_000;

export type Surroundings = {
  readonly pool: Pool;
  readonly store: Pick<EventStore, 'readAll' | 'readStream'>;
  /** Moves a checkpoint over events that concern no row. */
  readonly skip: (step: Advance) => Promise<void>;
  /** Rises with every batch that is committed. */
  readonly committed: Tide;
};

/** One live projection on its way along the log. */
export class Follower {
  #spans: SpanWriter;
  /** Committed. */
  #position: Position = beginning;
  /** Submitted, but not yet known to be committed. The events themselves are not kept: the log has them. */
  #submitted: Position = beginning;
  #generation = 0;
  #status: ProjectionHealth['status'] = 'starting';
  #failure: ProjectionFailure | null = null;
  #skipped: ReadonlySet<Position> = new Set();
  #settle: () => void = () => undefined;
  #halt: () => void = () => undefined;

  /** Resolves when its rows are made with its own definitions, or when it has stopped. */
  readonly ready = new Promise<void>((resolve) => {
    this.#settle = resolve;
  });

  /** Resolves when it has stopped. */
  readonly halted = new Promise<void>((resolve) => {
    this.#halt = resolve;
  });

  constructor(
    private readonly surroundings: Surroundings,
    readonly projection: Projection,
  ) {
    this.#spans = this.#newSpans();
  }

  get failure(): ProjectionFailure | null {
    return this.#failure;
  }

  get generation(): number {
    return this.#generation;
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
    this.#halt();
  }

  /** Where its rows are, whatever they are made with. */
  stand({ position, generation }: Checkpoint): void {
    this.#position = position;
    this.#generation = generation;
  }

  /** Reads where it is, and what it leaves out; stops when its rows are made with other definitions than its own. */
  async resume(): Promise<void> {
    await this.idle();
    const { pool, store } = this.surroundings;
    const { name, definition } = this.projection;
    const checkpoint = await checkpointOf(pool, name);
    if (checkpoint?.definition !== definition || checkpoint.isPartitioned) {
      this.stop(checkpoint?.isPartitioned === true ? takenOver : superseded);
      return;
    }
    const wanted = await skippedPositions(store, name);
    const skipped = carriedSkips(checkpoint, wanted);
    if (skipped.join() !== checkpoint.skipped.join())
      await adopt(pool, name, { ...checkpoint, skipped });
    this.stand(checkpoint);
    this.#skipped = new Set(wanted);
    this.#restart();
  }

  /**
   * Takes a part of the log, but for what it has applied already: `write` begins to write it while the next is made ready.
   * At an event that it cannot apply it stops, with everything before that event applied. Throws on faults
   * that pass by themselves.
   */
  async take(batch: readonly RecordedEvent[]): Promise<void> {
    if (!this.isRunning) return;
    const from = this.#submitted;
    const events = batch.filter(({ position }) => position > from);
    const last = events.at(-1);
    if (last === undefined) return;
    this.#submitted = last.position;
    try {
      await this.#spans.take({ from, to: last.position, events });
    } catch (error) {
      await this.#recover(error);
    }
  }

  /** How many events it has taken and not begun to write. */
  get taken(): number {
    return this.#spans.size;
  }

  /** Whether it may read, while nothing comes, what coming events need. */
  get isCold(): boolean {
    return this.isRunning && this.#spans.isCold;
  }

  /** Reads a little of that. Never fails. */
  warm(): Promise<void> {
    return this.#spans.warm();
  }

  /** Begins to write what it has taken. Stops and throws as `take` does. */
  async write(): Promise<void> {
    try {
      await this.#spans.flush();
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

  /** Reads what is not committed again, and goes through it in halves, until the event that is to blame stands alone. */
  async #recover(error: unknown): Promise<void> {
    const range = { after: this.#position, to: this.#submitted };
    this.#restart();
    if (isPassing(error)) throw error;
    for await (const events of batchesBetween(this.surroundings.store, range, eventsReadAgain)) {
      const found = await firstUnapplicable(events, (some) => this.#apply(some));
      if (found === undefined) continue;
      this.stop(failureOf(found.error, found.event));
      return;
    }
  }

  async #apply(events: readonly RecordedEvent[]): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    this.#submitted = last.position;
    try {
      await this.#spans.submit({ from: this.#position, to: last.position, events });
      await this.#spans.settle();
    } catch (error) {
      this.#restart();
      throw error;
    }
  }

  #restart(): void {
    this.#submitted = this.#position;
    this.#spans = this.#newSpans();
  }

  #newSpans(): SpanWriter {
    const { pool, skip, committed } = this.surroundings;
    return new SpanWriter({
      pool,
      skip,
      projection: this.projection,
      place: 'read_model',
      generation: this.#generation,
      skipped: this.#skipped,
      onCommitted: (position) => {
        this.#position = position;
        committed.rise();
      },
    });
  }
}

import { setTimeout as delay } from 'node:timers/promises';

import type { PartitionBatch } from '../partitioned-projection.port.js';

type Work = {
  readonly apply: (batch: PartitionBatch) => Promise<void>;
  readonly retryDelayMs: number;
  /** Told what failed for a reason that passes: the same batch is tried again. */
  readonly onFault: (error: unknown) => void;
  /** Told when everything that was pushed is applied, or is another member's. */
  readonly onEmpty: () => void;
};

const merged = (batches: readonly PartitionBatch[]): PartitionBatch | undefined => {
  const current = batches.filter(({ isCurrent }) => isCurrent());
  const [first] = current;
  return (
    first && {
      topic: first.topic,
      partition: first.partition,
      entries: current.flatMap(({ entries }) => entries),
      isCurrent: () => current.every(({ isCurrent }) => isCurrent()),
    }
  );
};

/**
 * The batches of one partition, applied one after the other, beside those of the others: one that waits, or that
 * stands still at an event, keeps nobody from fetching.
 */
export class Lane {
  #waiting: PartitionBatch[] = [];
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;

  constructor(private readonly work: Work) {}

  /** How many batches wait. */
  get length(): number {
    return this.#waiting.length;
  }

  push(batch: PartitionBatch): void {
    this.#waiting.push(batch);
    if (!this.#isRunning) this.#running = this.#run();
  }

  /** Resolves when nothing is in hand. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const batch = merged(this.#waiting);
      this.#waiting = [];
      if (batch !== undefined) await this.#applied(batch);
    }
    this.#isRunning = false;
    this.work.onEmpty();
  }

  async #applied(batch: PartitionBatch): Promise<void> {
    while (batch.isCurrent()) {
      try {
        await this.work.apply(batch);
        return;
      } catch (error) {
        this.work.onFault(error);
        await delay(this.work.retryDelayMs);
      }
    }
  }
}

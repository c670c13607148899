import type { NextOffset, TopicPartition } from '#application';

export const nameOf = ({ topic, partition }: TopicPartition): string =>
  `${topic}/${String(partition)}`;

type Place = { readonly from: bigint } & TopicPartition;

/**
 * The time between two assignments of a member. A batch counts when it begins where the one before ended, or
 * where the handler's store says: what was fetched for an earlier assignment may come late.
 */
export class Tenure {
  private readonly next = new Map<string, bigint>();
  private readonly sought = new Map<string, bigint>();
  private readonly failures = new Map<string, number>();
  private readonly names: ReadonlySet<string>;
  private over = false;

  constructor(readonly partitions: readonly TopicPartition[]) {
    this.names = new Set(partitions.map(nameOf));
  }

  end(): void {
    this.over = true;
  }

  has(partition: TopicPartition): boolean {
    return !this.over && this.names.has(nameOf(partition));
  }

  begin(offsets: readonly NextOffset[]): void {
    for (const place of offsets) this.next.set(nameOf(place), place.offset);
  }

  /**
   * Where to go instead of handling a batch fetched from `from`; undefined when it is the right one. What comes
   * from further on a second time is right: the broker has nothing in between any more.
   */
  instead({ from, ...partition }: Place): bigint | undefined {
    const name = nameOf(partition);
    const next = this.next.get(name);
    if (next === undefined || next === from) return undefined;
    if (from > next && this.sought.get(name) === next) return undefined;
    this.sought.set(name, next);
    return next;
  }

  handled(partition: TopicPartition, next: bigint): void {
    this.next.set(nameOf(partition), next);
    this.failures.delete(nameOf(partition));
  }

  /** How long to wait, in milliseconds, before the same batch comes again. */
  failed(partition: TopicPartition): number {
    const failures = (this.failures.get(nameOf(partition)) ?? 0) + 1;
    this.failures.set(nameOf(partition), failures);
    return Math.min(100 * 2 ** failures, 10_000);
  }
}

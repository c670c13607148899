/** Bytes of one append that the server takes unless it is told otherwise. */
export const maxAppendSize = 1_048_576;

export type StoredEvent = {
  readonly id: string;
  readonly stream: string;
  /** From zero, as the server counts. */
  readonly revision: number;
  readonly position: bigint;
  /** 100 ns since 1970. */
  readonly created: bigint;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
};

export type Proposed = Pick<StoredEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

/** -1: the stream must not exist. */
export type Expected = number | 'any';

export type AppendAnswer =
  | { readonly kind: 'success'; readonly revision: number; readonly position: bigint }
  | { readonly kind: 'wrong-version'; readonly current: number }
  | { readonly kind: 'too-large' };

const recordOverhead = 150;
const ticksPerMs = 10_000n;
const systemEventEvery = 3;

const empty = new Uint8Array();

/**
 * What the stand-in remembers: it appends and compares as EventStoreDB 24.2 documents it. Positions are places
 * in a file: they grow by more than one, and records of the system stand between ours.
 */
export class StandInLog {
  readonly events: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #followers = new Set<() => void>();
  #end = 4_096n;

  constructor() {
    this.#noise();
  }

  stream(name: string): readonly StoredEvent[] | undefined {
    return this.#streams.get(name);
  }

  append(stream: string, expected: Expected, proposed: readonly Proposed[]): AppendAnswer {
    const held = this.#streams.get(stream) ?? [];
    const current = held.length - 1;
    const at = expected === 'any' ? current : expected;
    if (at < current) return this.#repeat(held, at, proposed);
    if (at > current) return { kind: 'wrong-version', current };
    const size = proposed.reduce(
      (sum, { data, metadata }) => sum + data.length + metadata.length,
      0,
    );
    if (size > maxAppendSize) return { kind: 'too-large' };
    for (const one of proposed) this.#write(stream, one);
    if (this.events.length % systemEventEvery === 0) this.#noise();
    for (const follow of this.#followers) follow();
    return this.#success(this.#streams.get(stream) ?? [], current + proposed.length);
  }

  /** Calls back after each append, until the answer is called. */
  follow(told: () => void): () => void {
    this.#followers.add(told);
    return () => this.#followers.delete(told);
  }

  /** The same ids at the place that was expected: the append was done before. */
  #repeat(held: readonly StoredEvent[], at: number, proposed: readonly Proposed[]): AppendAnswer {
    const isRepeat = proposed.every(({ id }, index) => held[at + 1 + index]?.id === id);
    return isRepeat
      ? this.#success(held, at + proposed.length)
      : { kind: 'wrong-version', current: held.length - 1 };
  }

  #success(held: readonly StoredEvent[], revision: number): AppendAnswer {
    return { kind: 'success', revision, position: held[revision]?.position ?? 0n };
  }

  #write(stream: string, proposed: Proposed): void {
    const held = this.#streams.get(stream) ?? [];
    const event: StoredEvent = {
      ...proposed,
      stream,
      revision: held.length,
      position: this.#end,
      created: BigInt(Date.now()) * ticksPerMs,
    };
    this.#end += BigInt(recordOverhead + proposed.data.length + proposed.metadata.length);
    held.push(event);
    this.#streams.set(stream, held);
    this.events.push(event);
  }

  #noise(): void {
    const id = `00000000-0000-4000-8000-${String(this.events.length).padStart(12, '0')}`;
    const kind = { type: '$statsCollected', contentType: 'application/json' };
    this.#write('$stats-127.0.0.1:2113', { id, ...kind, data: empty, metadata: empty });
  }
}

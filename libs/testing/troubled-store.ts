import type { AppendOutcome, AppendRequest, EventStore, SubscribeOptions } from '#application';
import type { Position } from '#kernel';

/** What happens before an append reaches the log behind; a value is its answer instead. */
export type Trouble = (
  requests: readonly AppendRequest[],
) => Promise<readonly AppendOutcome[] | undefined>;

/** A log in front of another one: it counts what is asked of it, and trouble may come before an append. */
export class TroubledStore implements EventStore {
  readonly #behind: EventStore;
  readonly calls: string[] = [];
  trouble: Trouble = () => Promise.resolve(undefined);

  constructor(behind: EventStore) {
    this.#behind = behind;
  }

  async append(request: AppendRequest): Promise<AppendOutcome> {
    this.calls.push('append');
    const [answer] = (await this.trouble([request])) ?? [];
    return answer ?? this.#behind.append(request);
  }

  async appendMany(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
    this.calls.push(`appendMany ${requests.length}`);
    return (await this.trouble(requests)) ?? this.#behind.appendMany(requests);
  }

  readStream(stream: string, after?: number) {
    this.calls.push('readStream');
    return this.#behind.readStream(stream, after);
  }

  readStreams(streams: readonly string[]) {
    this.calls.push(`readStreams ${streams.length}`);
    return this.#behind.readStreams(streams);
  }

  readAll(after: Position, limit: number) {
    return this.#behind.readAll(after, limit);
  }

  subscribe(after: Position, options: SubscribeOptions) {
    return this.#behind.subscribe(after, options);
  }

  head() {
    return this.#behind.head();
  }
}

import type { EventStore } from '#application';
import type { Position, RecordedEvent } from '#kernel';

/** Yields what `next` promises, having asked for one more before each is handed out. Ends at undefined. */
async function* readAhead<Value>(next: () => Promise<Value | undefined>): AsyncGenerator<Value> {
  let coming = next();
  for (;;) {
    const value = await coming;
    if (value === undefined) return;
    coming = next();
    // Its failure is thrown when it is awaited, or nobody wants it any more.
    coming.catch(() => undefined);
    yield value;
  }
}

/** The batches of the log after one position, up to and with another. */
export const batchesBetween = (
  store: Pick<EventStore, 'readAll'>,
  range: { readonly after: Position; readonly to: Position },
  batchSize: number,
): AsyncGenerator<readonly RecordedEvent[]> => {
  let after = range.after;
  return readAhead(async () => {
    if (after >= range.to) return undefined;
    const events = await store.readAll(after, batchSize);
    const wanted = events.filter(({ position }) => position <= range.to);
    const last = wanted.at(-1);
    after = last?.position ?? range.to;
    return last === undefined ? undefined : wanted;
  });
};

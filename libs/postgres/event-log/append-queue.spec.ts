import { describe, expect, it } from '@jest/globals';

import type { AppendOutcome } from '#application';
import { ok, position } from '#kernel';

import { AppendQueue } from './append-queue.js';
import type { EncodedAppend } from '#application';

const append = (stream: string, events = 1, size = 10): EncodedAppend => ({
  stream,
  expectedRevision: 0,
  size,
  events: Array.from({ length: events }, (_, index) => ({
    id: `${stream}-${String(index)}`,
    type: 'Written',
    schemaVersion: 1,
    data: '{}',
    metadata: '{}',
  })),
});

const outcomeOf = (appended: EncodedAppend): AppendOutcome =>
  ok({ revision: appended.events.length, position: position(1n), recordedAt: '', repeated: false });

/** A log whose commits end when the test says so. */
const heldLog = () => {
  const batches: (readonly EncodedAppend[])[] = [];
  const held: (() => void)[] = [];
  return {
    batches,
    write: (appends: readonly EncodedAppend[]) => {
      batches.push(appends);
      return new Promise<readonly AppendOutcome[]>((resolve) =>
        held.push(() => resolve(appends.map(outcomeOf))),
      );
    },
    commit: () => held.shift()?.(),
  };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const submit = (queue: AppendQueue, ...appends: readonly EncodedAppend[]) => {
  const submitted = queue.submit(appends);
  if (!submitted.ok) throw new Error(JSON.stringify(submitted.error));
  return submitted.value;
};

const streamsOf = (batches: readonly (readonly EncodedAppend[])[]) =>
  batches.map((batch) => batch.map(({ stream }) => stream));

describe('the queue of appends', () => {
  it('commits together what comes in one turn, then what came during the commit', async () => {
    const log = heldLog();
    const queue = new AppendQueue({ limit: 100, write: log.write });

    const first = [submit(queue, append('a')), submit(queue, append('b'))];
    await turn();
    const second = [submit(queue, append('c')), submit(queue, append('d'), append('e'))];
    log.commit();
    await Promise.all(first);
    await turn();
    log.commit();
    await Promise.all(second);

    expect(streamsOf(log.batches)).toEqual([
      ['a', 'b'],
      ['c', 'd', 'e'],
    ]);
  });

  it('refuses all of a request that it has no room for, and names the room', async () => {
    const log = heldLog();
    const queue = new AppendQueue({ limit: 3, write: log.write });
    const waiting = submit(queue, append('a', 2));

    expect(queue.submit([append('b'), append('c')])).toEqual({
      ok: false,
      error: { kind: 'Overloaded', waiting: 2, limit: 3 },
    });

    await turn();
    log.commit();
    await waiting;
    expect(streamsOf(log.batches)).toEqual([['a']]);
  });

  it('takes a request larger than itself when nobody else waits', async () => {
    const log = heldLog();
    const queue = new AppendQueue({ limit: 3, write: log.write });

    const large = submit(queue, append('a', 5));
    await turn();
    log.commit();

    expect(await large).toHaveLength(1);
  });

  it('makes batches of at most two thousand events or sixteen million characters', async () => {
    const log = heldLog();
    const queue = new AppendQueue({ limit: 100_000, write: log.write });
    const all = submit(
      queue,
      append('a', 1_500),
      append('b', 500),
      append('c', 1),
      append('d', 1, 16_000_000),
    );

    for (let batch = 0; batch < 3; batch += 1) {
      await turn();
      log.commit();
      await turn();
    }
    await all;

    expect(streamsOf(log.batches)).toEqual([['a', 'b'], ['c'], ['d']]);
  });

  it('tells those of a failed batch, and serves the next', async () => {
    const failures = [new Error('lost')];
    const queue = new AppendQueue({
      limit: 10,
      write: (appends) => {
        const failure = failures.shift();
        return failure ? Promise.reject(failure) : Promise.resolve(appends.map(outcomeOf));
      },
    });

    await expect(submit(queue, append('a'), append('b'))).rejects.toThrow('lost');
    expect(await submit(queue, append('c'))).toHaveLength(1);
  });

  it('closes when everything that waits is answered', async () => {
    const log = heldLog();
    const queue = new AppendQueue({ limit: 10, write: log.write });
    const order: string[] = [];
    void submit(queue, append('a')).then(() => order.push('answered'));
    const closing = queue.close().then(() => order.push('closed'));

    await turn();
    log.commit();
    await closing;

    expect(order).toEqual(['answered', 'closed']);
    expect(() => queue.submit([append('b')])).toThrow('The event log is closed.');
  });
});

import { describe, expect, it } from '@jest/globals';

import { type Codec, type Decider, err, type NewEvent, ok } from '#kernel';

import { InMemoryEventStore } from '../testing/in-memory-event-store.js';
import { testContext } from '../testing/small-observatory.js';
import { TroubledStore } from '../testing/troubled-store.js';
import type { Aggregate } from './aggregate.js';
import { executeMany } from './batch-executor.js';
import { execute } from './executor.js';
import { nameUuid } from './identity.js';
import type { Order } from './order.js';

type Added = { readonly type: 'Added'; readonly data: { readonly by: number } };
type Add = { readonly by: number; readonly most?: number };
type Full = { readonly kind: 'Full'; readonly total: number };

const decider: Decider<Add, Added, number, Full> = {
  initial: 0,
  decide: ({ by, most = 100 }, total) => {
    if (total + by > most) return err({ kind: 'Full', total });
    return ok(by === 0 ? [] : [{ type: 'Added', data: { by } }]);
  },
  evolve: (total, { data }) => total + data.by,
};

const codec: Codec<Added> = {
  types: ['Added'],
  versionOf: () => 1,
  decode: (type, version, raw) =>
    type === 'Added'
      ? ok({ type, data: raw as Added['data'] })
      : err({ kind: 'UnknownEventType', type }),
};

const counter: Aggregate<Add, Added, number, Full> = {
  decider,
  codec,
  stored: ({ data }) => data,
  cause: () => 'submission',
};

const order = (stream: string, command: Add, over: Partial<Order<Add>> = {}): Order<Add> => ({
  stream,
  command,
  context: testContext,
  eventId: (revision) => nameUuid(`${stream} ${revision} ${command.by}`),
  ...over,
});

const open = () => {
  const store = new TroubledStore(new InMemoryEventStore());
  const ground = { store, aggregate: counter };
  const totalOf = async (stream: string) =>
    (await store.readStream(stream)).map(({ data }) => (data as Added['data']).by);
  return { store, ground, totalOf };
};

/** Another writer adds 1 before each of the first so many appends. */
const rival = (store: TroubledStore, times: number) => {
  let left = times;
  const another = new Set<string>();
  store.trouble = async ([request]) => {
    if (left === 0 || request === undefined) return undefined;
    left -= 1;
    const id = nameUuid(`rival ${left}`);
    another.add(id);
    const { stream, expectedRevision } = request;
    const event: NewEvent = {
      id,
      type: 'Added',
      schemaVersion: 1,
      data: { by: 1 },
      metadata: { ...testContext, cause: 'submission' },
    };
    const quiet = store.trouble;
    store.trouble = () => Promise.resolve(undefined);
    await store.append({ stream, expectedRevision, events: [event] });
    store.trouble = quiet;
    return undefined;
  };
};

const shown = (outcome: Awaited<ReturnType<typeof execute<Add, Added, number, Full>>>) =>
  outcome.ok ? [outcome.value.written.length, outcome.value.revision] : outcome.error;

describe('doing a command', () => {
  it('appends what the rules decide on the history, and nothing when there is nothing to do', async () => {
    const { ground, totalOf } = open();
    const outcomes = [
      await execute(ground, order('count-a', { by: 5 })),
      await execute(ground, order('count-a', { by: 0 })),
      await execute(ground, order('count-a', { by: 6, most: 10 })),
    ];
    expect(outcomes.map(shown)).toEqual([
      [1, 1],
      [0, 1],
      { because: 'rule', refusal: { kind: 'Full', total: 5 } },
    ]);
    expect(await totalOf('count-a')).toEqual([5]);
  });

  it('decides again when another writer was faster, on what is there now', async () => {
    const { store, ground, totalOf } = open();
    rival(store, 2);
    expect(shown(await execute(ground, order('count-a', { by: 5 })))).toEqual([1, 3]);
    expect(await totalOf('count-a')).toEqual([1, 1, 5]);
  });

  it('gives up after three times, and says so', async () => {
    const { store, ground } = open();
    rival(store, 3);
    expect(shown(await execute(ground, order('count-a', { by: 5 })))).toEqual({
      because: 'log',
      refusal: { kind: 'RevisionConflict', stream: 'count-a', expected: 2, actual: 3 },
    });
  });

  it('refuses a command whose author saw another revision, and gives what is there and how it came', async () => {
    const { store, ground } = open();
    await execute(ground, order('count-a', { by: 5 }));
    const late = order('count-a', { by: 1 }, { seenRevision: 0 });
    const stale = { because: 'seen-revision', actual: 1, state: 5 };
    const seen = (revisions: readonly number[]): unknown =>
      revisions.map((revision) => expect.objectContaining({ stream: 'count-a', revision }));
    expect(shown(await execute(ground, late))).toEqual({ ...stale, history: seen([1]) });

    rival(store, 1);
    const overtaken = order('count-a', { by: 2 }, { seenRevision: 1 });
    const now = { ...stale, actual: 2, state: 6, history: seen([1, 2]) };
    expect(shown(await execute(ground, overtaken))).toEqual(now);
  });

  it('asks the check only when something would be written', async () => {
    const { ground } = open();
    const problem = {
      code: 'X',
      severity: 'error',
      field: '',
      found: '',
      allowed: { fr: '', en: '' },
      remedy: { fr: '', en: '' },
      message: { fr: '', en: '' },
    } as const;
    const check = () => [problem];
    expect([
      shown(await execute(ground, order('count-a', { by: 5 }, { check }))),
      shown(await execute(ground, order('count-a', { by: 0 }, { check }))),
    ]).toEqual([{ because: 'check', problems: [problem] }, [0, 0]]);
  });

  it('stops at an event that it cannot read, and says which', async () => {
    const { store, ground } = open();
    const metadata = { ...testContext, cause: 'submission' } as const;
    const event = { id: nameUuid('x'), type: 'Removed', schemaVersion: 2, data: {}, metadata };
    await store.append({ stream: 'count-a', expectedRevision: 0, events: [event] });
    await expect(execute(ground, order('count-a', { by: 5 }))).rejects.toThrow(
      'cannot read event 1 of count-a (Removed version 2): UnknownEventType.',
    );
  });
});

describe('doing many commands', () => {
  it('reads once and appends once, whatever their number, outcomes in order', async () => {
    const { store, ground } = open();
    const orders = Array.from({ length: 500 }, (_, index) =>
      order(`count-${index}`, { by: index % 3, most: 1 }),
    );
    const outcomes = await executeMany(ground, orders);
    expect(store.calls).toEqual(['readStreams 500', 'appendMany 167']);
    expect(outcomes.slice(0, 3).map(shown)).toEqual([
      [0, 0],
      [1, 1],
      { because: 'rule', refusal: { kind: 'Full', total: 0 } },
    ]);
    expect(outcomes).toHaveLength(500);
  });

  it('does the orders for one stream one after the other', async () => {
    const { ground, totalOf } = open();
    const outcomes = await executeMany(ground, [
      order('count-a', { by: 6, most: 10 }),
      order('count-b', { by: 1 }),
      order('count-a', { by: 5, most: 10 }),
      order('count-a', { by: 4, most: 10 }),
    ]);
    expect(outcomes.map(shown)).toEqual([
      [1, 1],
      [1, 1],
      { because: 'rule', refusal: { kind: 'Full', total: 6 } },
      [1, 2],
    ]);
    expect(await totalOf('count-a')).toEqual([6, 4]);
  });

  it('decides again only what was overtaken', async () => {
    const { store, ground, totalOf } = open();
    rival(store, 1);
    const outcomes = await executeMany(ground, [
      order('count-a', { by: 5 }),
      order('count-b', { by: 7 }),
    ]);
    expect(outcomes.map(shown)).toEqual([
      [1, 2],
      [1, 1],
    ]);
    expect(store.calls).toEqual([
      'readStreams 2',
      'appendMany 2',
      'append',
      'readStreams 1',
      'appendMany 1',
    ]);
    expect(await totalOf('count-a')).toEqual([1, 5]);
  });

  it('gives up on an order after three times, and goes on with the others', async () => {
    const { store, ground } = open();
    rival(store, 3);
    const outcomes = await executeMany(ground, [
      order('count-a', { by: 5 }),
      order('count-b', { by: 7 }),
      order('count-a', { by: 8 }),
    ]);
    expect(outcomes.map(shown)).toEqual([
      {
        because: 'log',
        refusal: { kind: 'RevisionConflict', stream: 'count-a', expected: 2, actual: 3 },
      },
      [1, 1],
      [1, 4],
    ]);
  });

  it('writes nothing twice when the answer to an append was lost', async () => {
    const { store, ground, totalOf } = open();
    const orders = [order('count-a', { by: 5 }), order('count-b', { by: 7 })];
    const first = await executeMany(ground, orders);
    const histories = new Map();
    const again = await executeMany(ground, orders, histories);
    expect(again.map((outcome) => outcome.ok && outcome.value.position)).toEqual(
      first.map((outcome) => outcome.ok && outcome.value.position),
    );
    expect([await totalOf('count-a'), await totalOf('count-b')]).toEqual([[5], [7]]);
    expect(store.calls.filter((call) => call.startsWith('appendMany'))).toHaveLength(2);
  });

  it('passes on that the log is full', async () => {
    const { store, ground } = open();
    const full = { kind: 'Overloaded', waiting: 9, limit: 9 } as const;
    store.trouble = (requests) => Promise.resolve(requests.map(() => err(full)));
    expect((await executeMany(ground, [order('count-a', { by: 5 })])).map(shown)).toEqual([
      { because: 'log', refusal: full },
    ]);
  });
});

import { randomBytes, randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { EventLogUnavailable } from '#application';
import { beginning } from '#kernel';
import { openKurrentLog } from '#kurrentdb';

import { eventStoreContract } from '../testing/event-store.contract.js';
import {
  accepted,
  event,
  events,
  fill,
  follow,
  newStream,
  revisionsOf,
} from '../testing/event-store/samples.js';
import { type StandIn, startStandIn } from '../testing/kurrentdb/stand-in.js';

eventStoreContract('KurrentDB’s client against a stand-in for its server', async () => {
  const server = await startStandIn();
  const store = await openKurrentLog({ url: server.url });
  return {
    store,
    close: async () => {
      await store.close();
      await server.stop();
    },
  };
});

describe('the log on KurrentDB', () => {
  let server: StandIn;
  const opened: { close: () => Promise<void> }[] = [];

  const open = async (
    options: { readonly retryForMs?: number; readonly queueLimit?: number } = {},
  ) => {
    const log = await openKurrentLog({ url: server.url, ...options });
    opened.push(log);
    return log;
  };

  beforeAll(async () => {
    server = await startStandIn();
  });

  afterAll(async () => {
    for (const log of opened) await log.close();
    await server.stop();
  });

  it('keeps its streams apart from those of others', async () => {
    const log = await open();
    server.log.append('elsewhere-1', -1, [
      {
        id: randomUUID(),
        type: 'Other',
        contentType: 'application/json',
        data: new Uint8Array(),
        metadata: new Uint8Array(),
      },
    ]);
    const stream = newStream();
    await fill(log, stream, 1);

    expect((await log.readAll(beginning, 10)).map((event) => event.stream)).toEqual([stream]);
    expect(server.log.stream(`observatoire-${stream}`)).toHaveLength(1);
  });

  it('compresses an append that is larger than the server takes', async () => {
    const log = await open();
    const stream = newStream();
    const data = { text: 'école '.repeat(400_000) };

    accepted(await log.append({ stream, expectedRevision: 0, events: [event(data)] }));

    expect(server.log.stream(`observatoire-${stream}`)?.[0]?.data.length).toBeLessThan(50_000);
    expect((await log.readStream(stream))[0]?.data).toEqual(data);
  });

  it('refuses an append that stays too large', async () => {
    const log = await open();
    const stream = newStream();
    const noise = { text: randomBytes(2_000_000).toString('base64') };

    expect(await log.append({ stream, expectedRevision: 0, events: [event(noise)] })).toEqual({
      ok: false,
      error: { kind: 'EventRefused', stream, reason: 'it is larger than KurrentDB takes at once' },
    });
  });

  it('refuses more than may wait, and takes appends again after', async () => {
    const log = await open({ queueLimit: 2 });
    const request = () => ({ stream: newStream(), expectedRevision: 0, events: events(1) });

    const [first, second, third] = await Promise.all([
      log.append(request()),
      log.append(request()),
      log.append(request()),
    ]);

    expect([first.ok, second.ok]).toEqual([true, true]);
    expect(third).toEqual({ ok: false, error: { kind: 'Overloaded', waiting: 2, limit: 2 } });
    expect((await log.append(request())).ok).toBe(true);
  });

  it('waits for a server that comes back: nothing is lost, nothing is written twice', async () => {
    const log = await open();
    const stream = newStream();
    await fill(log, stream, 1);
    await server.shut();

    const waiting = log.append({ stream, expectedRevision: 1, events: events(1) });
    await server.reopen();

    expect(accepted(await waiting)).toMatchObject({ revision: 2, repeated: false });
    expect(revisionsOf(await log.readStream(stream))).toEqual([1, 2]);
  });

  it('goes on with a subscription whose connection was lost', async () => {
    const log = await open();
    const after = await log.head();
    const following = follow(log, { after, count: 2 });
    const stream = newStream();
    await fill(log, stream, 1);

    await server.shut();
    await server.reopen();
    accepted(await log.append({ stream, expectedRevision: 1, events: events(1) }));

    expect(revisionsOf((await following).flat())).toEqual([1, 2]);
  });

  it('says that the log is not there when the server stays away', async () => {
    const log = await open({ retryForMs: 300 });
    await server.shut();
    try {
      await expect(log.readAll(beginning, 1)).rejects.toThrow(EventLogUnavailable);
      await expect(
        log.append({ stream: newStream(), expectedRevision: 0, events: events(1) }),
      ).rejects.toThrow(EventLogUnavailable);
    } finally {
      await server.reopen();
    }
  });

  it('says what an address must look like', async () => {
    await expect(openKurrentLog({ url: 'postgres://localhost' })).rejects.toThrow(
      'KURRENTDB_URL is not a connection string of KurrentDB',
    );
  });
});

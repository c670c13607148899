import { MessageChannel } from 'node:worker_threads';

import { afterEach, describe, expect, it } from '@jest/globals';

import { err, ok, position, type Problem } from '#kernel';

import { EventLogUnavailable } from '../../event-store.port.js';
import type { Outcome } from '../../receipt.js';
import { type Lane, laneThrough, serveLane, type SubmitRows, throughLanes } from './lane.js';

const context = { actor: { role: 'operator', id: 'test' }, correlationId: 'c' } as const;

const order = (...uais: readonly string[]) => ({
  campaign: 'essai-2014',
  reason: 'mars.csv',
  rows: uais.map((uai) => ({
    uai,
    declaration: {
      answers: { nb_eleves: 12, surface: '1.5', maintenance: ['b'] },
      notConcerned: [],
    },
  })),
});

const recorded: Outcome = ok({
  submissionId: 'event',
  stream: 'response-essai-2014.0131884C',
  revision: 1,
  position: position(9_007_199_254_740_993n),
  recordedAt: '2014-05-01T08:00:00.000000Z',
  contentHash: 'hash',
  effect: 'recorded',
  warnings: [],
});

const problem: Problem = {
  code: 'SCHOOL_NOT_EXPECTED',
  severity: 'error',
  field: 'uai',
  found: '0840803S',
  allowed: { fr: '', en: '' },
  remedy: { fr: '', en: '' },
  message: { fr: '', en: '' },
};

describe('rows taken in by another thread', () => {
  const channels: MessageChannel[] = [];

  afterEach(() => {
    for (const { port1 } of channels.splice(0)) port1.close();
  });

  const laneTo = (submit: SubmitRows): Lane => {
    const channel = new MessageChannel();
    channels.push(channel);
    serveLane(channel.port2, submit);
    return laneThrough(channel.port1);
  };

  it('arrive as they were sent, and their outcomes too', async () => {
    const calls: unknown[] = [];
    const lane = laneTo((...asked) => {
      calls.push(asked);
      return Promise.resolve([recorded, err([problem])]);
    });

    expect(await lane.submit(order('0131884C', '0840803S'), context)).toEqual([
      recorded,
      err([problem]),
    ]);
    expect(calls).toEqual([[order('0131884C', '0840803S'), context]]);
  });

  it('are answered each to its own question, whichever ends first', async () => {
    const held: (() => void)[] = [];
    const lane = laneTo(
      ({ rows }) =>
        new Promise((resolve) => {
          const outcomes = rows.map(() => recorded);
          held.unshift(() => {
            resolve(outcomes);
          });
          if (held.length === 2) for (const release of held) release();
        }),
    );

    const [one, two] = await Promise.all([
      lane.submit(order('0131884C'), context),
      lane.submit(order('0131884C', '0840803S'), context),
    ]);

    expect([one.length, two.length]).toEqual([1, 2]);
  });

  it('fail as the log does, so that they are waited for', async () => {
    const lane = laneTo(() => Promise.reject(new EventLogUnavailable('away')));

    await expect(lane.submit(order('0131884C'), context)).rejects.toEqual(
      new EventLogUnavailable('away'),
    );
    await expect(lane.submit(order('0131884C'), context)).rejects.toBeInstanceOf(
      EventLogUnavailable,
    );
  });

  it('fail for good when the program has a fault', async () => {
    const lane = laneTo(() => Promise.reject(new TypeError('a bug')));
    const failure = lane.submit(order('0131884C'), context);

    await expect(failure).rejects.toThrow('a bug');
    await expect(failure).rejects.not.toBeInstanceOf(EventLogUnavailable);
  });

  it('are not waited for when the thread dies', async () => {
    const lane = laneTo(() => new Promise(() => undefined));
    const waiting = lane.submit(order('0131884C'), context);
    lane.lost(new Error('out of memory'));

    await expect(waiting).rejects.toThrow('out of memory');
    await expect(lane.submit(order('0131884C'), context)).rejects.toThrow('out of memory');
  });

  it('go to the lane that has the least in hand', async () => {
    const taken: string[] = [];
    const named = (name: string): Lane =>
      laneTo(({ rows }) => {
        taken.push(name);
        return Promise.resolve(rows.map(() => recorded));
      });
    const submit = throughLanes([named('a'), named('b')]);

    await Promise.all([submit(order('0131884C'), context), submit(order('0840803S'), context)]);

    expect(taken.sort()).toEqual(['a', 'b']);
  });
});

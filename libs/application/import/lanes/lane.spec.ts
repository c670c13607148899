import { MessageChannel } from 'node:worker_threads';

import { afterEach, describe, expect, it } from '@jest/globals';

import { err, ok, position, type Problem } from '#kernel';

import { EventLogUnavailable } from '../../event-store.port.js';
import type { RecordsOrder, SubmitRecords } from '../submit-records.js';
import { type Lane, laneThrough, serveLane, throughLanes } from './lane.js';

const context = { actor: { role: 'operator', id: 'test' }, correlationId: 'c' } as const;

const order = (...uais: readonly string[]): RecordsOrder => ({
  campaign: 'essai-2014',
  reason: 'mars.csv',
  layout: { format: 'csv', header: ['uai', 'remarque'], separator: ';' },
  texts: uais.map((uai) => `${uai};"é \u{1D11E} ;\n""x"""`),
});

const recorded = ok({
  effect: 'recorded' as const,
  submissionId: 'event',
  position: position(9_007_199_254_740_993n),
  contentHash: 'hash',
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

describe('records taken in by another thread', () => {
  const channels: MessageChannel[] = [];

  afterEach(() => {
    for (const { port1 } of channels.splice(0)) port1.close();
  });

  const laneTo = (submit: SubmitRecords): Lane => {
    const channel = new MessageChannel();
    channels.push(channel);
    serveLane(channel.port2, submit);
    return laneThrough(channel.port1);
  };

  it('arrive as they were sent, and their fates too', async () => {
    const fates = [
      recorded,
      err([problem]),
      ok({ ...recorded.value, effect: 'unchanged' as const, contentHash: null }),
      ok({ ...recorded.value, effect: 'corrected' as const, warnings: [problem] }),
    ];
    const calls: unknown[] = [];
    const lane = laneTo((...asked) => {
      calls.push(asked);
      return Promise.resolve(fates);
    });

    expect(await lane.submit(order('0131884C', '0840803S'), context)).toEqual(fates);
    expect(calls).toEqual([[order('0131884C', '0840803S'), context]]);
  });

  it('may all be refused', async () => {
    const lane = laneTo(({ texts }) => Promise.resolve(texts.map(() => err([problem]))));

    expect(await lane.submit(order('0840803S'), context)).toEqual([err([problem])]);
  });

  it('are answered each to its own question, whichever ends first', async () => {
    const held: (() => void)[] = [];
    const lane = laneTo(
      ({ texts }) =>
        new Promise((resolve) => {
          const fates = texts.map(() => recorded);
          held.unshift(() => {
            resolve(fates);
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
      laneTo(({ texts }) => {
        taken.push(name);
        return Promise.resolve(texts.map(() => recorded));
      });
    const submit = throughLanes([named('a'), named('b')]);

    await Promise.all([submit(order('0131884C'), context), submit(order('0840803S'), context)]);

    expect(taken.sort()).toEqual(['a', 'b']);
  });
});

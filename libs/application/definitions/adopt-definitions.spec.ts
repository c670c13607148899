import { describe, expect, it } from '@jest/globals';

import type { Catalogue } from '#catalogue';
import { beginning } from '#kernel';

import { InMemoryEventStore } from '../../testing/in-memory-event-store.js';
import { indicator, smallCatalogue } from '../../testing/small-survey.js';
import { definitionsStream } from '../streams.js';
import { adoptDefinitions } from './adopt-definitions.js';

const context = { actor: { role: 'operator', id: 'test' }, correlationId: 'c' };
const computers = { id: 'computers', aggregation: 'total', decimals: 0 } as const;
const one = indicator({ ...computers, numerator: 'computers' });
const two = indicator({
  ...computers,
  version: 2,
  numerator: 'computers + pupils',
  effectiveFrom: '2017-2018',
  comparability: 'break',
  reason: { fr: 'Une raison', en: 'A reason' },
});

const adopt = (store: InMemoryEventStore, catalogue: Catalogue) =>
  adoptDefinitions({ store, catalogue }, context);

describe('a catalogue', () => {
  it('is adopted once, by however many start at once', async () => {
    const store = new InMemoryEventStore();
    const catalogue = smallCatalogue([one]);
    await Promise.all([1, 2, 3].map(() => adopt(store, catalogue)));
    await adopt(store, catalogue);
    expect(
      (await store.readStream(definitionsStream)).map(({ type, metadata }) => [
        type,
        metadata.cause,
      ]),
    ).toEqual([['DefinitionsAdopted', 'definition-change']]);
  });

  it('that changes is adopted again, with what changed and why', async () => {
    const store = new InMemoryEventStore();
    await adopt(store, smallCatalogue([one]));
    const changes = await adopt(store, smallCatalogue([one, two]));
    expect(changes.map(({ fingerprint, ...change }) => [change, fingerprint?.length])).toEqual([
      [{ indicator: 'computers', from: 1, to: 2, reason: two.reason }, 64],
    ]);
  });

  it('whose version takes effect in another year is another catalogue', async () => {
    const store = new InMemoryEventStore();
    await adopt(store, smallCatalogue([one, two]));
    const later = { ...two, effectiveFrom: '2018-2019' };
    expect((await adopt(store, smallCatalogue([one, later])))[0]).toMatchObject({
      indicator: 'computers',
      from: 2,
      to: 2,
      reason: null,
    });
    expect(await store.readAll(beginning, 10)).toHaveLength(2);
  });
});

import { afterAll, beforeAll, describe } from '@jest/globals';

import type { EventStore } from '#application';

import { itAppends, itKnowsIdsOfEveryStream } from './event-store/appending.js';
import { itAppendsMany } from './event-store/appending-many.js';
import { itBehavesAsItsModel } from './event-store/model.js';
import { itReads } from './event-store/reading.js';

export type StoreUnderTest = {
  readonly store: EventStore;
  readonly close: () => Promise<void>;
};

export type StoreTraits = {
  /** Ids are unique over the whole log, not in each stream alone. */
  readonly idsOfEveryStream?: boolean;
};

/** What every event store promises. `open` gives an empty store for the whole suite. */
export const eventStoreContract = (
  name: string,
  open: () => Promise<StoreUnderTest>,
  { idsOfEveryStream = false }: StoreTraits = {},
): void => {
  describe(`${name} as an event store`, () => {
    let opened: StoreUnderTest;

    beforeAll(async () => {
      opened = await open();
    });

    afterAll(() => opened.close());

    const store = (): EventStore => opened.store;

    itAppends(store);
    itAppendsMany(store);
    itBehavesAsItsModel(store);
    itReads(store);
    if (idsOfEveryStream) itKnowsIdsOfEveryStream(store);
  });
};

import { afterAll, beforeAll, describe } from '@jest/globals';

import type { EventStore } from '#application';

import { itAppends } from './event-store/appending.js';
import { itAppendsMany } from './event-store/appending-many.js';
import { itBehavesAsItsModel } from './event-store/model.js';
import { itReads } from './event-store/reading.js';

export type StoreUnderTest = {
  readonly store: EventStore;
  readonly close: () => Promise<void>;
};

/** What every event store promises. `open` gives an empty store for the whole suite. */
export const eventStoreContract = (name: string, open: () => Promise<StoreUnderTest>): void => {
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
  });
};

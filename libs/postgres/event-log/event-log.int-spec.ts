import { openEventLog } from '#postgres';

import { eventStoreContract } from '../../testing/event-store.contract.js';
import { databaseForTest } from '../../testing/postgres-for-tests.js';

const open = async () => {
  const database = await databaseForTest();
  const store = await openEventLog({ url: database.url });
  return {
    store,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
};

eventStoreContract('PostgreSQL', open, { idsOfEveryStream: true });

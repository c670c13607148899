import { eventStoreContract } from './event-store.contract.js';
import { InMemoryEventStore } from './in-memory-event-store.js';

eventStoreContract(
  'the in-memory log',
  () => Promise.resolve({ store: new InMemoryEventStore(), close: () => Promise.resolve() }),
  { idsOfEveryStream: true },
);

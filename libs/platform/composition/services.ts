import { randomUUID } from 'node:crypto';

import {
  type CampaignReader,
  campaignRegister,
  type EventStore,
  type SchoolDirectory,
  type Services,
} from '#application';
import type { Catalogue } from '#catalogue';

type Ground = {
  readonly store: EventStore;
  readonly catalogue: Catalogue;
  readonly directory: SchoolDirectory;
  readonly campaigns: CampaignReader;
};

/** What the use cases stand on, with the clock and the ids of this process. */
export const servicesOf = ({ store, catalogue, directory, campaigns }: Ground): Services => ({
  store,
  catalogue,
  directory,
  register: campaignRegister({ store, campaigns }),
  clock: () => new Date().toISOString(),
  newId: () => randomUUID(),
});

import type { Bus } from '#application';

import type { Config } from '../config/load-config.js';
import type { Logger } from '../logging/logger.js';
import type { Part } from '../process/parts.js';

/** Kafka as the configuration names it. Nothing is connected before it is used. */
export const openBus = async ({
  config: { kafka },
  logger,
}: {
  readonly config: Pick<Config, 'kafka'>;
  readonly logger: Logger;
}): Promise<Bus> => {
  if (kafka === undefined) throw new Error('KAFKA_BROKERS is not set, and a bus is asked for');
  // Its client is loaded where it is used.
  const { openKafka } = await import('#kafka');
  return openKafka({ ...kafka, log: logger });
};

export const busPart = (bus: Pick<Bus, 'health'>): Part => ({
  name: 'kafka',
  state: async () =>
    (await bus.health()).status === 'up'
      ? { status: 'up' }
      : {
          status: 'down',
          why: { fr: 'Kafka est injoignable', en: 'Kafka cannot be reached' },
        },
});

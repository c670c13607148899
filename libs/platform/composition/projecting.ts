import type { Bus } from '#application';
import { eventOfMessage } from '#application/relay';
import { TopicProjector } from '#application/topic-projector';
import { topicOf } from '#contracts/integration';
import type { ProjectionHealth, Projector, ReadModels } from '#postgres';

import type { Config } from '../config/load-config.js';
import type { Logger } from '../logging/logger.js';
import { openBus } from './bus.js';
import { isPassingFault } from './faults.js';

/** Whatever keeps read models up to date in a process. */
export type Projecting = Pick<Projector, 'start' | 'ready' | 'stop' | 'health'>;

type Opening = { readonly config: Config; readonly logger: Logger };
type Partitioned = NonNullable<ReadModels['partitioned']>;

const group = 'observatoire.figures';

const topics = { responses: topicOf('response'), campaigns: topicOf('campaign') };

/** Figures from Kafka, beside other processes that do the same; the bus is closed by its owner. */
export const figuresFromKafka = (
  { config, logger, bus }: Opening & { readonly bus: Bus },
  partitioned: Partitioned,
): Projecting => {
  const { kafka } = config;
  if (kafka === undefined) throw new Error('FIGURES_FROM=kafka needs KAFKA_BROKERS');
  const projector = new TopicProjector({
    ...{ bus, group, projection: partitioned, topics, read: eventOfMessage },
    sessionTimeoutMs: kafka.sessionTimeoutMs,
    // That a service is away is told once, with the parts of the process.
    onFault: (error) =>
      logger[isPassingFault(error) ? 'debug' : 'warn']({ err: error }, 'figures from Kafka wait'),
  });
  const health = (): ProjectionHealth => {
    const found = partitioned.health();
    const isCut = found.status !== 'stopped' && projector.fault() !== null;
    return isCut ? { ...found, status: 'waiting' } : found;
  };
  return {
    start: () => projector.start(),
    ready: () => projector.ready(),
    stop: () => projector.stop(),
    health: () => [health()],
  };
};

/** All read models: those that follow the log, and figures, wherever they come from. */
export const everyProjection = async (
  opening: Opening,
  { projector, partitioned }: Pick<ReadModels, 'projector' | 'partitioned'>,
): Promise<Projecting> => {
  if (partitioned === null) return projector;
  const bus = await openBus(opening);
  const parts = [projector, figuresFromKafka({ ...opening, bus }, partitioned)];
  return {
    start: () => {
      for (const part of parts) part.start();
    },
    ready: async () => {
      await Promise.all(parts.map((part) => part.ready()));
    },
    stop: async () => {
      await Promise.all(parts.map((part) => part.stop()));
      await bus.close();
    },
    health: () => parts.flatMap((part) => part.health()),
  };
};

import { setTimeout as delay } from 'node:timers/promises';

import type { RequestContext } from '#application';
import {
  busPart,
  figuresFromKafka,
  isPassingFault,
  openBus,
  servicesOf,
  startProjector,
  type Storage,
} from '#platform/composition';
import type { Part, ProcessOpening } from '#platform/process';
import { makeReadModels } from '#postgres';

import { figuresPart } from './parts.js';

const retryDelayMs = 1_000;

/** Figures from Kafka, beside other processes that do the same; undefined when they are made from the log. */
export const sharedFigures = async (
  opening: ProcessOpening,
  storage: Storage,
  context: () => RequestContext,
): Promise<{ readonly parts: readonly Part[]; readonly stop: () => Promise<void> } | undefined> => {
  const { config, catalogue, logger } = opening;
  const { figuresFrom } = config;
  const { partitioned, ...readModels } = makeReadModels(storage, catalogue, { figuresFrom });
  if (partitioned === null) return undefined;
  const bus = await openBus(opening);
  const figures = figuresFromKafka({ config, logger, bus }, partitioned);
  const services = servicesOf({ store: storage.store, catalogue, ...readModels });
  const stopping = new AbortController();
  const { signal } = stopping;
  const start = async (): Promise<void> => {
    while (!signal.aborted) {
      try {
        await startProjector({ services, projector: figures }, context());
        return;
      } catch (error) {
        if (!isPassingFault(error)) throw error;
        await delay(retryDelayMs, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  const started = start();
  started.catch((error: unknown) => logger.error({ err: error }, 'figures do not start'));
  return {
    parts: [busPart(bus), figuresPart(() => figures.health())],
    stop: async () => {
      stopping.abort();
      await started.catch(() => undefined);
      await figures.stop();
      await bus.close();
    },
  };
};

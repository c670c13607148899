import { randomUUID } from 'node:crypto';

import type { RequestContext } from '#application';
import { ProcessMeasures, ProjectionMeasures } from '#platform';
import {
  isPassingFault,
  openStorage,
  servicesOf,
  startProjector,
  type Storage,
  storageParts,
  version,
} from '#platform/composition';
import { aborted, type Part, type ProcessKind, type ProcessOpening } from '#platform/process';
import { Lease, makeReadModels, type Projector, usageOf } from '#postgres';

import { sharedFigures } from './figures.js';
import { leasePart, projectionsPart } from './parts.js';

const context = (): RequestContext => ({
  actor: { role: 'operator', id: 'projector' },
  correlationId: randomUUID(),
});

/** Projectors that follow the log, one after the other: each has its turn while this process holds the lease. */
const projecting = ({ config, catalogue, logger }: ProcessOpening, storage: Storage) => {
  const { figuresFrom } = config;
  const lease = new Lease(storage.pool, 'projector');
  const stopping = new AbortController();
  let current: Projector | undefined;
  const work = async (until: AbortSignal): Promise<void> => {
    const { projector, ...readModels } = makeReadModels(storage, catalogue, { figuresFrom });
    const services = servicesOf({ store: storage.store, catalogue, ...readModels });
    try {
      await startProjector({ services, projector }, context());
      current = projector;
      logger.info('this process projects');
      await aborted(until);
    } catch (error) {
      if (!isPassingFault(error)) throw error;
    } finally {
      await projector.stop();
      current = undefined;
    }
  };
  const running = lease.whileHeld(stopping.signal, work);
  return {
    parts: [leasePart(lease), projectionsPart(lease, () => current)] satisfies readonly Part[],
    stop: async (): Promise<void> => {
      stopping.abort();
      await running;
    },
  };
};

/**
 * Keeps the read models. Of several such processes one follows the event log, the others wait; figures that come
 * from Kafka are shared by all.
 */
export const projector: ProcessKind = {
  name: 'projector',
  duties: { readsTokens: false },
  open: async (opening) => {
    const { config, catalogue, registry } = opening;
    const storage = await openStorage({ ...opening, as: 'projector' });
    const { pool, store, shutdown } = storage;
    const { parts, stop } = projecting(opening, storage);
    shutdown.first('projections', stop);
    const figures = await sharedFigures(opening, storage, context);
    if (figures !== undefined) shutdown.first('figures from Kafka', figures.stop);
    const { monitor } = makeReadModels(storage, catalogue);
    const measures = {
      process: new ProcessMeasures(registry, version),
      projections: new ProjectionMeasures(registry),
    };
    const standing = async () => ({
      head: await store.head(),
      projections: await monitor.states(),
    });
    return {
      parts: [...storageParts(config, storage), ...parts, ...(figures?.parts ?? [])],
      measure: async () => {
        measures.process.measure(usageOf(pool));
        measures.projections.measure(await standing().catch(() => undefined));
      },
      close: () => shutdown.close(),
    };
  },
};

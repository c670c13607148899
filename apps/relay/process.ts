import type { RelayState } from '#application/relay';
import { ProcessMeasures } from '#platform';
import { busPart, openBus, openStorage, storageParts, version } from '#platform/composition';
import type { Part, ProcessKind } from '#platform/process';
import { usageOf } from '#postgres';

import { openRelay, type RunningRelay } from './relay.js';

const partStatus: Readonly<Record<RelayState['status'], 'up' | 'standby' | 'down'>> = {
  following: 'up',
  waiting: 'standby',
  retrying: 'down',
  blocked: 'down',
  stopped: 'down',
};

const relayPart = (relay: Pick<RunningRelay, 'state'>): Part => ({
  name: 'relay',
  state: () => {
    const { status, position, reason, notice } = relay.state();
    const why = reason ?? notice;
    return {
      status: partStatus[status],
      ...(why !== undefined && { why }),
      details: { relay: status, ...(position !== undefined && { position: String(position) }) },
    };
  },
});

/** The event log to Kafka; of several such processes one works, the others wait for its place. */
export const relay: ProcessKind = {
  name: 'relay',
  duties: { readsTokens: false, onKafka: 'relay' },
  open: async (opening) => {
    const { config, catalogue, logger, registry } = opening;
    const storage = await openStorage({ ...opening, as: 'relay' });
    const { pool, store, shutdown } = storage;
    const bus = await openBus(opening);
    shutdown.first('kafka', () => bus.close());
    const { partitions = 1, replication = 1 } = config.kafka ?? {};
    const size = { partitions, replication };
    const running = openRelay({ log: store, pool, bus, catalogue, size, logger, registry });
    shutdown.first('relay', running.stop);
    const measures = new ProcessMeasures(registry, version);
    return {
      parts: [...storageParts(config, storage), busPart(bus), relayPart(running)],
      measure: async () => {
        measures.measure(usageOf(pool));
        await running.measure();
      },
      close: () => shutdown.close(),
    };
  },
};

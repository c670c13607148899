import type { Registry } from 'prom-client';

import type { Bus, EventStore } from '#application';
import { Relay, relayLag, type RelayState } from '#application/relay';
import type { Catalogue } from '#catalogue';
import type { Logger } from '#platform/process';
import { Lease, makeRelayCheckpoint, type Pool } from '#postgres';

import { RelayMetrics } from './metrics.js';

export type RelayParts = {
  readonly log: EventStore;
  /** Of the database of the read models: the checkpoint and the lease are there. */
  readonly pool: Pool;
  readonly bus: Bus;
  readonly catalogue: Catalogue;
  /** Of topics that are missing. */
  readonly size: { readonly partitions: number; readonly replication: number };
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** Where its metrics go. */
  readonly registry: Registry;
  readonly topicPrefix?: string;
};

export type RunningRelay = {
  readonly state: () => RelayState;
  /** Brings its metrics up to date before they are read. */
  readonly measure: () => Promise<void>;
  /** Lets the batch in hand be acknowledged, then lets another relay work. */
  readonly stop: () => Promise<void>;
};

const telling =
  (logger: RelayParts['logger']) =>
  ({ status, position, reason, notice }: RelayState): void => {
    const why = { reason: reason?.en, notice: notice?.en };
    const fields = { relay: status, position: position?.toString(), ...why };
    if (status === 'blocked' || status === 'retrying') logger.warn(fields, 'the relay waits');
    else if (notice !== undefined) logger.warn(fields, 'topics have partitions that no key uses');
    else logger.info(fields, 'the relay has another status');
  };

/**
 * From the log to Kafka: what runs beside the log, in one process at a time. Returns at once; a broker, a log or a
 * database that is away is waited for.
 */
export const openRelay = (parts: RelayParts): RunningRelay => {
  const { log, pool, bus, catalogue, size, logger, registry, topicPrefix } = parts;
  const checkpoint = makeRelayCheckpoint(pool);
  const relay = new Relay(
    { log, checkpoint, lease: new Lease(pool, 'relay'), bus, catalogue },
    { ...size, onState: telling(logger), ...(topicPrefix !== undefined && { topicPrefix }) },
  );
  const metrics = new RelayMetrics(registry, relay);
  relay.start();
  return {
    state: () => relay.state(),
    measure: async () => {
      const lag = await relayLag({ log, checkpoint }, Date.now()).catch(() => undefined);
      metrics.measure(lag);
    },
    stop: () => relay.stop(),
  };
};

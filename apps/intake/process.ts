import type { SubscriptionState } from '#application';
import type { Intake } from '#application/intake';
import { ProcessMeasures } from '#platform';
import {
  busPart,
  openBus,
  openStorage,
  servicesOf,
  storageParts,
  version,
} from '#platform/composition';
import type { Part, ProcessKind } from '#platform/process';
import { makeReadModels, makeReplyBook, usageOf } from '#postgres';

import { openIntake } from './intake.js';

const waits = (fault: SubscriptionState['fault']) => ({
  fr: fault === undefined ? 'rejoint son groupe' : 'des messages attendent ce qui ne répond pas',
  en: fault === undefined ? 'joins its group' : 'messages wait for what does not answer',
});

const intakePart = (intake: Pick<Intake, 'state'>): Part => ({
  name: 'intake',
  state: () => {
    const { status, assigned, fault } = intake.state();
    const works = status === 'running' && fault === undefined;
    return {
      status: works ? 'up' : 'down',
      ...(!works && { why: waits(fault) }),
      details: { intake: status, partitions: assigned.length },
    };
  },
});

/** Kafka to commands: several such processes share the partitions. */
export const intake: ProcessKind = {
  name: 'intake',
  duties: { readsTokens: false, onKafka: 'intake' },
  open: async (opening) => {
    const { config, catalogue, logger, registry } = opening;
    const storage = await openStorage({ ...opening, as: 'intake' });
    const { pool, store, shutdown } = storage;
    const services = servicesOf({ store, catalogue, ...makeReadModels(storage, catalogue) });
    const bus = await openBus(opening);
    shutdown.first('kafka', () => bus.close());
    const { partitions = 1, replication = 1, sources = new Map() } = config.kafka ?? {};
    const size = { partitions, replication };
    const replies = makeReplyBook(pool);
    const running = openIntake({
      ...{ bus, services, replies, sources, size, logger, registry },
      ...(config.kafka && { sessionTimeoutMs: config.kafka.sessionTimeoutMs }),
    });
    shutdown.first('intake', running.stop);
    const measures = new ProcessMeasures(registry, version);
    return {
      parts: [...storageParts(config, storage), busPart(bus), intakePart(running)],
      measure: () => measures.measure(usageOf(pool)),
      close: () => shutdown.close(),
    };
  },
};

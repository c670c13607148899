import type { Registry } from 'prom-client';

import type { Bus, IntakeSources, ReplyBook, Services } from '#application';
import {
  type Intake,
  type IntakeObserver,
  intakeTopics,
  type IntakeTopics,
  startIntake,
} from '#application/intake';
import { deadLetterHeaders } from '#contracts';
import type { ProcessOpening } from '#platform/process';

import { IntakeMetrics } from './metrics.js';

const intakeGroup = 'observatory.intake';

export type IntakeParts = {
  readonly bus: Bus;
  readonly services: Services;
  readonly replies: ReplyBook;
  readonly sources: IntakeSources;
  /** Of topics that are missing. */
  readonly size: { readonly partitions: number; readonly replication: number };
  readonly logger: Pick<ProcessOpening['logger'], 'warn'>;
  /** Where its metrics go. */
  readonly registry: Registry;
  readonly topics?: IntakeTopics;
  readonly group?: string;
  readonly sessionTimeoutMs?: number;
};

/** A fault by its code, or the name of its class: never by a text that may quote something. */
const nameOf = (fault: unknown): string => {
  if (!(fault instanceof Error)) return 'unknown';
  return 'code' in fault && typeof fault.code === 'string' ? fault.code : fault.name;
};

const observerOf = ({ logger, registry }: IntakeParts): IntakeObserver => {
  const metrics = new IntakeMetrics(registry);
  return {
    answered: (taken, of) => {
      metrics.answered(taken, of);
      for (const { fate, codes, outgoing } of taken) {
        if (fate !== 'dead-letter') continue;
        const { partition } = of;
        const offset = outgoing.headers[deadLetterHeaders.offset];
        logger.warn({ codes, partition, offset }, 'a message is a dead letter');
      }
    },
    postponed: (fault, { topic, partition }) => {
      metrics.postponed(nameOf(fault));
      logger.warn({ fault: nameOf(fault), topic, partition }, 'messages wait');
    },
  };
};

/**
 * From Kafka to commands: what runs where tools send answers. Returns at once; a broker, a log or a database that
 * is away is waited for. Several of them share the partitions.
 */
export const openIntake = (parts: IntakeParts): Intake => {
  const { bus, services, replies, sources, size, sessionTimeoutMs } = parts;
  return startIntake({
    bus,
    ground: { services, replies, sources, topics: parts.topics ?? intakeTopics },
    group: parts.group ?? intakeGroup,
    observer: observerOf(parts),
    monotonicMs: () => performance.now(),
    size,
    ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
  });
};

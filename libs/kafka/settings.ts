import { Kafka, type KafkaConfig, logLevel, type LogEntry, type SASLOptions } from 'kafkajs';

/** The part of a logger that the adapter needs: fields first, then the message. */
export type KafkaLog = Readonly<
  Record<'debug' | 'info' | 'warn' | 'error', (fields: object, message: string) => void>
>;

export type KafkaSettings = {
  /** `host:port`, at least one. */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: boolean;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
  readonly log: KafkaLog;
};

// Of a log entry only these fields are passed on: an entry may carry a whole request.
const kept = ['broker', 'clientId', 'groupId', 'memberId', 'topic', 'partition', 'offset', 'error'];

const fieldsOf = ({ log, namespace }: LogEntry): object => {
  const named = kept.flatMap((name) => {
    const value: unknown = log[name];
    return typeof value === 'string' || typeof value === 'number' ? [[name, value] as const] : [];
  });
  return { kafka: { namespace, ...Object.fromEntries(named) } };
};

/** A client that tries a request a few times within seconds; longer patience is its caller's. */
export const kafkaClient = ({ brokers, clientId, ssl, sasl, log }: KafkaSettings): Kafka => {
  const config: KafkaConfig = {
    brokers: [...brokers],
    clientId,
    ssl: ssl ?? false,
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 4 },
    logLevel: logLevel.INFO,
    // The client complains at each try: what fails in the end is thrown, or is in a state, and is told once.
    logCreator: () => (entry) => {
      log.debug(fieldsOf(entry), entry.log.message);
    },
  };
  return new Kafka(sasl === undefined ? config : { ...config, sasl: sasl as SASLOptions });
};

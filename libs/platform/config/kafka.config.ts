import {
  choice,
  flag,
  type Mistake,
  optionalChoice,
  optionalText,
  pattern,
  secret,
  text,
  type ValuesOf,
  type Variables,
  whole,
} from './setting.js';

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'] as const;

export type KafkaConfig = {
  /** host:port */
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl: boolean;
  readonly sasl?: {
    readonly mechanism: (typeof mechanisms)[number];
    readonly username: string;
    readonly password: string;
  };
  /** Of a topic that is made; one that exists keeps its own. */
  readonly partitions: number;
  readonly replication: number;
  /** How long a group waits for a member that says nothing: one that was killed leaves its partitions then. */
  readonly sessionTimeoutMs: number;
  /** What each tool that may send answers answers for: the schools of some académies, or all. */
  readonly sources: ReadonlyMap<string, '*' | readonly string[]>;
};

const sourcesOf = (text: string): KafkaConfig['sources'] =>
  new Map(
    text.split(';').map((source) => {
      const [id = '', scope = ''] = source.split('=');
      return [id, scope === '*' ? scope : scope.split(',')] as const;
    }),
  );

export const kafkaSettings = {
  KAFKA_BROKERS: pattern(
    /^[^\s,:]+:\d{1,5}(,[^\s,:]+:\d{1,5})*$/,
    (brokers): readonly string[] => brokers.split(','),
    {
      fr: 'des adresses hôte:port, séparées par des virgules',
      en: 'addresses host:port, separated by commas',
    },
  ),
  KAFKA_CLIENT_ID: text('observatoire'),
  KAFKA_SSL: flag(false),
  KAFKA_SASL_MECHANISM: optionalChoice(mechanisms),
  KAFKA_SASL_USERNAME: optionalText,
  KAFKA_SASL_PASSWORD: secret(optionalText),
  KAFKA_PARTITIONS: whole(12, 1, 1_000),
  KAFKA_REPLICATION: whole(1, 1, 15),
  // A broker takes six seconds at least, unless it is told otherwise.
  KAFKA_SESSION_TIMEOUT_MS: whole(30_000, 6_000, 300_000),
  INTAKE_SOURCES: pattern(
    /^[a-z0-9]+(-[a-z0-9]+)*=(\*|\d{2}(,\d{2})*)(;[a-z0-9]+(-[a-z0-9]+)*=(\*|\d{2}(,\d{2})*))*$/,
    sourcesOf,
    {
      fr: 'des outils et leurs académies : mon-outil=02,16;un-autre=*',
      en: 'tools and their académies: my-tool=02,16;another=*',
    },
  ),
  FIGURES_FROM: choice(['log', 'kafka'], 'log'),
};

const saslKeys = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const;

const missingSasl = (given: Variables): readonly Mistake[] => {
  const missing = saslKeys.filter((key) => given[key] === undefined);
  if (missing.length === saslKeys.length) return [];
  return missing.map((key) => ({
    key,
    allowed: {
      fr: 'mécanisme, nom et mot de passe de SASL vont ensemble',
      en: 'the mechanism, name and password of SASL go together',
    },
  }));
};

const asksForKafka = (who: string): Mistake => ({
  key: 'KAFKA_BROKERS',
  allowed: {
    fr: `des adresses hôte:port, séparées par des virgules : ${who} en a besoin`,
    en: `addresses host:port, separated by commas: ${who} needs them`,
  },
});

/** `who`: the process that does nothing without Kafka, if this is one. */
export const kafkaMistakes = (given: Variables, who?: string): readonly Mistake[] => {
  const asking = given['FIGURES_FROM'] === 'kafka' ? 'FIGURES_FROM=kafka' : who;
  const isMissing = asking !== undefined && given['KAFKA_BROKERS'] === undefined;
  return [...(isMissing ? [asksForKafka(asking)] : []), ...missingSasl(given)];
};

/** Undefined without brokers. */
export const kafkaOf = (values: ValuesOf<typeof kafkaSettings>): KafkaConfig | undefined => {
  if (values.KAFKA_BROKERS === undefined) return undefined;
  const mechanism = values.KAFKA_SASL_MECHANISM;
  return {
    brokers: values.KAFKA_BROKERS,
    clientId: values.KAFKA_CLIENT_ID,
    ssl: values.KAFKA_SSL,
    ...(mechanism !== undefined && {
      sasl: {
        mechanism,
        username: values.KAFKA_SASL_USERNAME ?? '',
        password: values.KAFKA_SASL_PASSWORD ?? '',
      },
    }),
    partitions: values.KAFKA_PARTITIONS,
    replication: values.KAFKA_REPLICATION,
    sessionTimeoutMs: values.KAFKA_SESSION_TIMEOUT_MS,
    sources: values.INTAKE_SOURCES ?? new Map(),
  };
};

import { delimiter, resolve } from 'node:path';

import { err, ok, type Problem, type Result } from '#kernel';

import { type AuthConfig, authMistakes, authOf, authSettings } from './auth.config.js';
import {
  type GraphqlConfig,
  graphqlOf,
  graphqlSettings,
  type HealthConfig,
  healthOf,
  type HttpConfig,
  httpOf,
  httpSettings,
} from './http.config.js';
import { type KafkaConfig, kafkaMistakes, kafkaOf, kafkaSettings } from './kafka.config.js';
import {
  choice,
  type Mistake,
  optionalText,
  secret,
  type Setting,
  text,
  type ValuesOf,
  type Variables,
  whole,
} from './setting.js';
import {
  type EventLogConfig,
  eventLogOf,
  storageMistakes,
  storageSettings,
} from './storage.config.js';

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export type LoggingConfig = { readonly level: (typeof logLevels)[number] };

export type Config = {
  readonly http: HttpConfig;
  readonly health: HealthConfig;
  readonly graphql: GraphqlConfig;
  readonly auth: AuthConfig;
  readonly logging: LoggingConfig;
  /** Undefined: the embedded PostgreSQL of the data folder. */
  readonly databaseUrl: string | undefined;
  readonly eventLog: EventLogConfig;
  /** Of a KurrentDB that is there, whether it holds the log or a copy of it. */
  readonly kurrentdbUrl: string | undefined;
  /** Undefined: no Kafka here. */
  readonly kafka: KafkaConfig | undefined;
  /** What a projector makes figures from. */
  readonly figuresFrom: 'log' | 'kafka';
  readonly dataFolder: string;
  /** Folders of indicators beside those that ship. */
  readonly indicatorFolders: readonly string[];
  /** The key that signs publications: PEM or a file that holds it; undefined: one kept in the data folder. */
  readonly signingKey: string | undefined;
  readonly shutdownTimeoutMs: number;
};

/** Every variable that is read. */
export const settings = {
  ...httpSettings,
  ...graphqlSettings,
  NODE_ENV: choice(['production', 'development', 'test'], 'development'),
  ...authSettings,
  LOG_LEVEL: choice(logLevels, 'info'),
  ...storageSettings,
  ...kafkaSettings,
  DATA_DIR: text('data'),
  CATALOGUE_DIRS: text(''),
  PUBLICATION_SIGNING_KEY: secret(optionalText),
  SHUTDOWN_TIMEOUT_MS: whole(15_000, 100, 600_000),
};

type Values = ValuesOf<typeof settings>;

const configOf = (values: Values): Config => ({
  http: Object.freeze(httpOf(values)),
  health: Object.freeze(healthOf(values)),
  graphql: Object.freeze(graphqlOf(values, values.NODE_ENV === 'production')),
  auth: Object.freeze(authOf(values, values.DATA_DIR)),
  logging: Object.freeze({ level: values.LOG_LEVEL }),
  databaseUrl: values.DATABASE_URL,
  eventLog: Object.freeze(eventLogOf(values)),
  kurrentdbUrl: values.KURRENTDB_URL,
  kafka: Object.freeze(kafkaOf(values)),
  figuresFrom: values.FIGURES_FROM,
  dataFolder: resolve(values.DATA_DIR),
  indicatorFolders: Object.freeze(
    values.CATALOGUE_DIRS.split(delimiter)
      .filter((folder) => folder !== '')
      .map((folder) => resolve(folder)),
  ),
  signingKey: values.PUBLICATION_SIGNING_KEY,
  shutdownTimeoutMs: values.SHUTDOWN_TIMEOUT_MS,
});

const foundIn = (value: string | undefined, isSecret: boolean): string => {
  if (value === undefined) return '';
  return isSecret ? '***' : value;
};

const problemOf = ({ key, allowed }: Mistake, found: string): Problem => ({
  code: 'SETTING_REFUSED',
  severity: 'error',
  field: key,
  found,
  allowed,
  remedy: {
    fr: `Corrigez la variable d’environnement ${key}.`,
    en: `Mend the environment variable ${key}.`,
  },
  message: {
    fr: `Le réglage ${key} n’est pas accepté : ${allowed.fr}.`,
    en: `The setting ${key} is not accepted: ${allowed.en}.`,
  },
});

/** A variable that is set to nothing is a variable that is not set. */
const setOnly = (env: Variables): Variables =>
  Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );

/** Each setting by itself: its value, or what it must be. */
const readEach = (given: Variables): { values: Values; mistakes: readonly Mistake[] } => {
  const values: Record<string, unknown> = {};
  const mistakes: Mistake[] = [];
  for (const [key, setting] of Object.entries<Setting<unknown>>(settings)) {
    const parsed = setting.schema.safeParse(given[key]);
    if (parsed.success) values[key] = parsed.data;
    else mistakes.push({ key, allowed: setting.allowed });
  }
  return { values: values as Values, mistakes };
};

/** What this process does besides reading and writing the observatory. */
export type Duties = {
  /** It reads the tokens of callers; default true. */
  readonly readsTokens?: boolean;
  /** The name of a process that does nothing without Kafka. */
  readonly onKafka?: string;
};

const mistakesBetween = (given: Variables, duties: Duties): readonly Mistake[] => [
  ...(duties.readsTokens === false ? [] : authMistakes(given)),
  ...storageMistakes(given),
  ...kafkaMistakes(given, duties.onKafka),
];

/**
 * Reads every setting of the process from `env`: a frozen configuration, or one problem for each failing key, what
 * is wrong between several of them included.
 */
export const loadConfig = (
  env: Variables,
  duties: Duties = {},
): Result<Config, readonly Problem[]> => {
  const given = setOnly(env);
  const { values, mistakes } = readEach(given);
  const all = [...mistakes, ...mistakesBetween(given, duties)];
  if (all.length === 0) return ok(Object.freeze(configOf(values)));
  const isSecret = (key: string): boolean =>
    (settings as Readonly<Record<string, Setting<unknown>>>)[key]?.isSecret === true;
  return err(
    all.map((mistake) => problemOf(mistake, foundIn(given[mistake.key], isSecret(mistake.key)))),
  );
};

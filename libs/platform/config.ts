import { delimiter, resolve } from 'node:path';

import { err, ok, type Problem, type Result } from '#kernel';
import { z } from 'zod';

export type AuthConfig =
  /** A key generated once, kept in the data folder: for a single machine and for demonstrations. */
  | { readonly kind: 'development-key'; readonly file: string }
  | {
      readonly kind: 'jwks';
      readonly url: string;
      readonly issuer: string;
      readonly audience: string;
    }
  | {
      readonly kind: 'public-key';
      readonly pem: string;
      readonly issuer: string;
      readonly audience: string;
    };

const metricsAudiences = ['off', 'operator', 'public'] as const;
type MetricsAudience = (typeof metricsAudiences)[number];

export type HttpConfig = {
  readonly host: string;
  readonly port: number;
  readonly bodyLimitBytes: number;
  readonly uploadLimitBytes: number;
  /** True behind a reverse proxy that sets X-Forwarded-*. */
  readonly trustProxy: boolean;
  /** Who may read /metrics. */
  readonly metrics: MetricsAudience;
};

export type GraphqlConfig = {
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxTokens: number;
  readonly maxCost: number;
  readonly graphiql: boolean;
  /** Compiles a query shape when it is seen a second time. */
  readonly jit: boolean;
  /** How long `atLeast` waits for the read models before it says that they are behind. */
  readonly atLeastTimeoutMs: number;
};

export type LoggingConfig = { readonly level: LogLevel };

export type Config = {
  readonly http: HttpConfig;
  readonly graphql: GraphqlConfig;
  readonly auth: AuthConfig;
  readonly logging: LoggingConfig;
  /** Undefined: the embedded PostgreSQL of the data folder. */
  readonly databaseUrl: string | undefined;
  readonly dataFolder: string;
  /** Folders of indicators beside those that ship. */
  readonly indicatorFolders: readonly string[];
  /** The key that signs publications: PEM or a file that holds it; undefined: one kept in the data folder. */
  readonly signingKey: string | undefined;
  readonly shutdownTimeoutMs: number;
};

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
type LogLevel = (typeof logLevels)[number];

const whole = (fallback: number, min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .default(fallback);

const flag = (fallback: boolean) =>
  z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(fallback);

const text = (fallback: string) => z.string().default(fallback);

const environment = z
  .object({
    HOST: text('127.0.0.1'),
    PORT: whole(3000, 0, 65_535),
    BODY_LIMIT_BYTES: whole(1_048_576, 1_024, 104_857_600),
    UPLOAD_LIMIT_BYTES: whole(4_294_967_296, 1_024, 1_099_511_627_776),
    TRUST_PROXY: flag(false),
    METRICS: z.enum(metricsAudiences).default('operator'),
    GRAPHQL_MAX_DEPTH: whole(12, 3, 100),
    GRAPHQL_MAX_ALIASES: whole(30, 0, 1_000),
    GRAPHQL_MAX_TOKENS: whole(4_000, 100, 100_000),
    GRAPHQL_MAX_COST: whole(20_000, 100, 10_000_000),
    GRAPHQL_JIT: flag(true),
    GRAPHIQL: z.enum(['true', 'false']).optional(),
    AT_LEAST_TIMEOUT_MS: whole(2_000, 0, 30_000),
    NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
    AUTH_JWKS_URL: z.url({ protocol: /^https?$/ }).optional(),
    AUTH_PUBLIC_KEY: z.string().includes('-----BEGIN PUBLIC KEY-----').optional(),
    AUTH_ISSUER: z.string().optional(),
    AUTH_AUDIENCE: z.string().optional(),
    LOG_LEVEL: z.enum(logLevels).default('info'),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    DATA_DIR: text('data'),
    CATALOGUE_DIRS: text(''),
    PUBLICATION_SIGNING_KEY: z.string().optional(),
    SHUTDOWN_TIMEOUT_MS: whole(15_000, 100, 600_000),
  })
  .superRefine((env, context) => {
    const refuse = (path: string, message: string): void =>
      context.addIssue({ code: 'custom', path: [path], message });
    const external = env.AUTH_JWKS_URL ?? env.AUTH_PUBLIC_KEY;
    if (env.AUTH_JWKS_URL !== undefined && env.AUTH_PUBLIC_KEY !== undefined) {
      refuse('AUTH_PUBLIC_KEY', 'AUTH_JWKS_URL or AUTH_PUBLIC_KEY, not both');
    }
    if (external === undefined && env.NODE_ENV === 'production') {
      refuse(
        'AUTH_JWKS_URL',
        'AUTH_JWKS_URL or AUTH_PUBLIC_KEY: production takes no development key',
      );
    }
    if (external !== undefined && env.AUTH_ISSUER === undefined)
      refuse('AUTH_ISSUER', 'the issuer of the tokens');
    if (external !== undefined && env.AUTH_AUDIENCE === undefined)
      refuse('AUTH_AUDIENCE', 'the audience of the tokens');
  });

type Environment = z.output<typeof environment>;

const authOf = (env: Environment): AuthConfig => {
  const party = { issuer: env.AUTH_ISSUER ?? '', audience: env.AUTH_AUDIENCE ?? '' };
  if (env.AUTH_JWKS_URL !== undefined) return { kind: 'jwks', url: env.AUTH_JWKS_URL, ...party };
  if (env.AUTH_PUBLIC_KEY !== undefined)
    return { kind: 'public-key', pem: env.AUTH_PUBLIC_KEY, ...party };
  return { kind: 'development-key', file: resolve(env.DATA_DIR, 'development.key') };
};

const graphqlOf = (env: Environment): GraphqlConfig => ({
  maxDepth: env.GRAPHQL_MAX_DEPTH,
  maxAliases: env.GRAPHQL_MAX_ALIASES,
  maxTokens: env.GRAPHQL_MAX_TOKENS,
  maxCost: env.GRAPHQL_MAX_COST,
  graphiql: env.GRAPHIQL === undefined ? env.NODE_ENV !== 'production' : env.GRAPHIQL === 'true',
  jit: env.GRAPHQL_JIT,
  atLeastTimeoutMs: env.AT_LEAST_TIMEOUT_MS,
});

const httpOf = (env: Environment): HttpConfig => ({
  host: env.HOST,
  port: env.PORT,
  bodyLimitBytes: env.BODY_LIMIT_BYTES,
  uploadLimitBytes: env.UPLOAD_LIMIT_BYTES,
  trustProxy: env.TRUST_PROXY,
  metrics: env.METRICS,
});

const configOf = (env: Environment): Config => ({
  http: Object.freeze(httpOf(env)),
  graphql: Object.freeze(graphqlOf(env)),
  auth: Object.freeze(authOf(env)),
  logging: Object.freeze({ level: env.LOG_LEVEL }),
  databaseUrl: env.DATABASE_URL,
  dataFolder: resolve(env.DATA_DIR),
  indicatorFolders: env.CATALOGUE_DIRS.split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => resolve(folder)),
  signingKey: env.PUBLICATION_SIGNING_KEY,
  shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT_MS,
});

const secrets: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'AUTH_PUBLIC_KEY',
  'PUBLICATION_SIGNING_KEY',
]);

const problemOf = (key: string, allowed: string, found: string | undefined): Problem => ({
  code: 'SETTING_REFUSED',
  severity: 'error',
  field: key,
  found: secrets.has(key) && found !== undefined ? '***' : (found ?? ''),
  allowed: { fr: allowed, en: allowed },
  remedy: {
    fr: `Corrigez la variable d’environnement ${key}.`,
    en: `Mend the environment variable ${key}.`,
  },
  message: {
    fr: `Le réglage ${key} n’est pas accepté : ${allowed}.`,
    en: `The setting ${key} is not accepted: ${allowed}.`,
  },
});

type Variables = Readonly<Record<string, string | undefined>>;

/** A variable that is set to nothing is a variable that is not set. */
const setOnly = (env: Variables): Variables =>
  Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );

/** Reads every setting of the process from `env`: a frozen configuration, or one problem for each failing key. */
export const loadConfig = (env: Variables): Result<Config, readonly Problem[]> => {
  const given = setOnly(env);
  const parsed = environment.safeParse(given);
  if (parsed.success) return ok(Object.freeze(configOf(parsed.data)));
  return err(
    parsed.error.issues.map(({ path, message }) => {
      const key = String(path[0]);
      return problemOf(key, message, given[key]);
    }),
  );
};

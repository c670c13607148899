import { choice, flag, optionalFlag, text, type ValuesOf, whole } from './setting.js';

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

/** Where a process that is not `serve` tells its health and its metrics. */
export type HealthConfig = { readonly host: string; readonly port: number };

export const httpSettings = {
  HOST: text('127.0.0.1'),
  PORT: whole(3000, 0, 65_535),
  BODY_LIMIT_BYTES: whole(1_048_576, 1_024, 104_857_600),
  UPLOAD_LIMIT_BYTES: whole(4_294_967_296, 1_024, 1_099_511_627_776),
  TRUST_PROXY: flag(false),
  METRICS: choice(metricsAudiences, 'operator'),
  HEALTH_HOST: text('127.0.0.1'),
  HEALTH_PORT: whole(9464, 0, 65_535),
};

export const graphqlSettings = {
  GRAPHQL_MAX_DEPTH: whole(12, 3, 100),
  GRAPHQL_MAX_ALIASES: whole(30, 0, 1_000),
  GRAPHQL_MAX_TOKENS: whole(4_000, 100, 100_000),
  GRAPHQL_MAX_COST: whole(20_000, 100, 10_000_000),
  GRAPHQL_JIT: flag(true),
  GRAPHIQL: optionalFlag,
  AT_LEAST_TIMEOUT_MS: whole(2_000, 0, 30_000),
};

export const httpOf = (values: ValuesOf<typeof httpSettings>): HttpConfig => ({
  host: values.HOST,
  port: values.PORT,
  bodyLimitBytes: values.BODY_LIMIT_BYTES,
  uploadLimitBytes: values.UPLOAD_LIMIT_BYTES,
  trustProxy: values.TRUST_PROXY,
  metrics: values.METRICS,
});

export const healthOf = (values: ValuesOf<typeof httpSettings>): HealthConfig => ({
  host: values.HEALTH_HOST,
  port: values.HEALTH_PORT,
});

export const graphqlOf = (
  values: ValuesOf<typeof graphqlSettings>,
  isProduction: boolean,
): GraphqlConfig => ({
  maxDepth: values.GRAPHQL_MAX_DEPTH,
  maxAliases: values.GRAPHQL_MAX_ALIASES,
  maxTokens: values.GRAPHQL_MAX_TOKENS,
  maxCost: values.GRAPHQL_MAX_COST,
  graphiql: values.GRAPHIQL ?? !isProduction,
  jit: values.GRAPHQL_JIT,
  atLeastTimeoutMs: values.AT_LEAST_TIMEOUT_MS,
});

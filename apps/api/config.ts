import type { GraphqlConfig, HttpConfig } from '#platform';

/** The slices of the configuration that the API reads. */
export type ApiConfig = { readonly http: HttpConfig; readonly graphql: GraphqlConfig };

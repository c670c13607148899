import { GraphQLError, type GraphQLFormattedError } from 'graphql';

import { type Fault, type FaultCode, faultOf, type Language, type RenderFault } from '#platform';

import { negotiate } from './negotiation.js';

export type ErrorContext = { readonly language: Language; readonly correlationId: string };

export type CodedError = GraphQLFormattedError & {
  readonly extensions: { readonly code: FaultCode; readonly correlationId: string };
};

/** What a resolver threw, dug out of the wrappers that carry it. */
const thrownBy = (error: GraphQLError): unknown => {
  let thrown: unknown = error;
  while (thrown instanceof GraphQLError && thrown.originalError !== undefined)
    thrown = thrown.originalError;
  return thrown;
};

const located = ({
  locations,
  path,
}: GraphQLError): Pick<GraphQLFormattedError, 'locations' | 'path'> => ({
  ...(locations !== undefined && locations.length > 0 && { locations }),
  ...(path !== undefined && { path }),
});

/** An error of the query itself: its text is GraphQL's own. */
export const queryError = (
  error: GraphQLError,
  code: 'GRAPHQL_PARSE_FAILED' | 'GRAPHQL_VALIDATION_FAILED',
  { correlationId }: ErrorContext,
): CodedError => ({
  message: error.message,
  ...located(error),
  extensions: { code, correlationId },
});

export const faultError = (
  fault: Fault,
  { language, correlationId }: ErrorContext,
): CodedError => ({
  message: fault.text[language],
  extensions: { ...fault.details, code: fault.code, correlationId },
});

/** The fault behind an error met while executing; a bare GraphQLError is a value that a scalar refused. */
export const executionFault = (error: GraphQLError): Fault | undefined => {
  const thrown = thrownBy(error);
  return thrown instanceof GraphQLError ? undefined : faultOf(thrown);
};

/** An error met while executing, as the caller reads it. */
export const executionError = (error: GraphQLError, context: ErrorContext): CodedError => {
  const fault = executionFault(error);
  return fault === undefined
    ? queryError(error, 'GRAPHQL_VALIDATION_FAILED', context)
    : { ...faultError(fault, context), ...located(error) };
};

/** A fault met before GraphQL began: an unreadable body, a bad token. */
export const graphqlFault: RenderFault = (fault, { headers, observatory }) => ({
  type: `${negotiate(headers.accept) ?? 'application/json'}; charset=utf-8`,
  body: { errors: [faultError(fault, observatory)] },
});

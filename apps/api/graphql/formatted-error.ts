import { GraphQLError, type GraphQLFormattedError } from 'graphql';

import { Fault, type FaultCode, faultOf, type Language, type RenderFault } from '#platform';

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
const queryError = (
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

const tooNested = new Fault(
  'GRAPHQL_PARSE_FAILED',
  {
    fr: 'Le document est trop imbriqué pour être lu. Posez la question en plusieurs fois.',
    en: 'The document is too deeply nested to be read. Ask the question in several parts.',
  },
  { limit: 'depth' },
);

const tooManyTokens = (allowed: number): Fault =>
  new Fault(
    'GRAPHQL_PARSE_FAILED',
    {
      fr: `Le document a plus de ${String(allowed)} mots. Passez les valeurs en variables, ou posez la question en plusieurs fois.`,
      en: `The document has more than ${String(allowed)} tokens. Give values as variables, or ask the question in several parts.`,
    },
    { limit: 'tokens', allowed },
  );

/** What the parser could not go through for its size; its stack, or the limit on tokens, was the end of it. */
const oversize = ({ name, message }: GraphQLError): Fault | undefined => {
  if (name === 'RangeError') return tooNested;
  const tokens = /contains more tha[nt] (\d+) tokens/.exec(message)?.[1];
  return tokens === undefined ? undefined : tooManyTokens(Number(tokens));
};

/** An error met before anything was executed, as the caller reads it. */
export const refusedQuery = (error: GraphQLError, context: ErrorContext): CodedError => {
  const fault = oversize(error);
  if (fault !== undefined) return faultError(fault, context);
  const isSyntax = error.message.startsWith('Syntax Error');
  return queryError(
    error,
    isSyntax ? 'GRAPHQL_PARSE_FAILED' : 'GRAPHQL_VALIDATION_FAILED',
    context,
  );
};

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

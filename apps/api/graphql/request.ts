import { Fault } from '#platform';

/** A well-formed GraphQL-over-HTTP request. */
export type GraphqlRequest = {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
};

const malformed = (fr: string, en: string): Fault => new Fault('BAD_REQUEST', { fr, en });

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapOf = (value: unknown, name: string): Readonly<Record<string, unknown>> => {
  if (value === undefined || value === null) return {};
  if (isMap(value)) return value;
  throw malformed(`« ${name} » doit être un objet JSON.`, `"${name}" must be a JSON object.`);
};

const operationNameOf = (value: unknown): string | undefined => {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string' && /^[_A-Za-z]\w{0,200}$/.test(value)) return value;
  throw malformed(
    '« operationName » doit être un nom GraphQL.',
    '"operationName" must be a GraphQL name.',
  );
};

const documentOf = (value: unknown): string => {
  if (typeof value === 'string' && value !== '') return value;
  throw malformed(
    '« query » manque : le corps attendu est {"query": "…", "variables": {…}}.',
    '"query" is missing: the expected body is {"query": "…", "variables": {…}}.',
  );
};

/** Reads the body of a POST. Throws BAD_REQUEST; an array is a batch, and batches are not taken. */
export const requestOfBody = (body: unknown): GraphqlRequest => {
  if (Array.isArray(body)) {
    throw malformed(
      'Les lots de requêtes ne sont pas pris en charge : envoyez-les une à une.',
      'Batches of requests are not taken: send them one by one.',
    );
  }
  if (!isMap(body)) {
    throw malformed('Le corps doit être un objet JSON.', 'The body must be a JSON object.');
  }
  mapOf(body['extensions'], 'extensions');
  return {
    query: documentOf(body['query']),
    operationName: operationNameOf(body['operationName']),
    variables: mapOf(body['variables'], 'variables'),
  };
};

const parsedJson = (text: unknown, name: string): unknown => {
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(`« ${name} » n’est pas du JSON.`, `"${name}" is not JSON.`);
  }
};

/** Reads the query string of a GET: `variables` and `extensions` are JSON texts there. */
export const requestOfQuery = (query: Readonly<Record<string, unknown>>): GraphqlRequest =>
  requestOfBody({
    query: query['query'],
    operationName: query['operationName'],
    variables: parsedJson(query['variables'], 'variables'),
    extensions: parsedJson(query['extensions'], 'extensions'),
  });

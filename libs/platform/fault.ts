import type { Bilingual } from '#kernel';

/** Every way a request can fail that is not a refusal of the domain, and the HTTP status that says so. */
const statuses = {
  BAD_REQUEST: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  QUERY_TOO_COSTLY: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  GONE: 410,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  REQUEST_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  OVERLOADED: 429,
  READ_MODEL_BEHIND: 409,
  READ_MODEL_STOPPED: 409,
  INTERNAL: 500,
  SERVICE_UNAVAILABLE: 503,
} as const;

export type FaultCode = keyof typeof statuses;

export const statusOf = (code: FaultCode): number => statuses[code];

export type FaultDetails = Readonly<Record<string, unknown>>;

/**
 * What stops a request: thrown where it is noticed, told to the caller at the edge, in its language.
 * Its texts are written for the caller; the cause is for the log alone.
 */
export class Fault extends Error {
  override readonly name = 'Fault';

  constructor(
    readonly code: FaultCode,
    readonly text: Bilingual,
    readonly details: FaultDetails = {},
    options?: ErrorOptions,
  ) {
    super(text.en, options);
  }
}

const unavailable: Bilingual = {
  fr: 'La base de données ne répond pas. Rien n’a été enregistré à moitié : réessayez dans un instant.',
  en: 'The database does not answer. Nothing was half-written: try again in a moment.',
};

const internal: Bilingual = {
  fr: 'L’observatoire a rencontré une panne qui n’est pas de votre fait. Signalez-la avec l’identifiant de corrélation.',
  en: 'The observatory met a fault that is not yours. Report it with the correlation identifier.',
};

const nulCharacter: Bilingual = {
  fr: 'Un des textes de la requête contient un caractère nul (U+0000), que rien ne peut porter ici. Retirez-le.',
  en: 'One of the texts of the request holds a NUL character (U+0000), which nothing can bear here. Remove it.',
};

/** Errors by which adapters say that their service cannot be reached, by name: no adapter is imported here. */
const unreachableServices: ReadonlySet<string> = new Set([
  'EventLogUnavailable',
  'DatabaseUnavailable',
]);

/** The fault that an unknown error amounts to. What is not known is ours: INTERNAL. */
export const faultOf = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  if (error instanceof Error && unreachableServices.has(error.name)) {
    return new Fault('SERVICE_UNAVAILABLE', unavailable, {}, { cause: error });
  }
  if (error instanceof Error && error.name === 'DatabaseTextRefused') {
    return new Fault('BAD_REQUEST', nulCharacter, {}, { cause: error });
  }
  return new Fault('INTERNAL', internal, {}, { cause: error });
};

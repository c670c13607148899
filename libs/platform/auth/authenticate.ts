import { createRemoteJWKSet, errors, importSPKI, type JWTPayload, jwtVerify } from 'jose';

import type { AuthConfig } from '../config/auth.config.js';
import { Fault } from '../fault.js';
import { anonymous, type Caller, callerOf } from './caller.js';
import { developmentKey } from './development-key.js';

/**
 * The caller that an `Authorization` header names; anonymous without one.
 * Throws `UNAUTHENTICATED` for a header that is there and not good: a bad token is never anonymous.
 */
export type Authenticate = (authorization: string | undefined) => Promise<Caller>;

/** Verifies the signature, the dates, the issuer and the audience of a token. */
type Verify = (token: string) => Promise<JWTPayload>;

const rejected = (reason: { readonly fr: string; readonly en: string }, cause?: unknown): Fault =>
  new Fault(
    'UNAUTHENTICATED',
    {
      fr: `Le jeton d’accès n’est pas accepté : ${reason.fr}. Demandez-en un nouveau, ou n’en envoyez pas pour ne lire que les données publiques.`,
      en: `The access token is not accepted: ${reason.en}. Ask for a new one, or send none to read public data only.`,
    },
    {},
    { cause },
  );

const reasonOf = (error: unknown): { readonly fr: string; readonly en: string } => {
  if (error instanceof errors.JWTExpired) return { fr: 'il a expiré', en: 'it has expired' };
  if (error instanceof errors.JWTClaimValidationFailed) {
    return {
      fr: `le champ « ${error.claim} » ne convient pas`,
      en: `its claim "${error.claim}" does not fit`,
    };
  }
  return {
    fr: 'il est illisible ou sa signature est fausse',
    en: 'it cannot be read or its signature is wrong',
  };
};

/** The identity provider is away: the fault is not in the token. */
const isProviderFault = (error: unknown): boolean =>
  error instanceof errors.JWKSTimeout || (error as Error).name === 'TypeError';

const providerAway = (cause: unknown): Fault =>
  new Fault(
    'SERVICE_UNAVAILABLE',
    {
      fr: 'Le fournisseur d’identité ne répond pas : le jeton n’a pas pu être vérifié. Réessayez dans un instant.',
      en: 'The identity provider does not answer: the token could not be verified. Try again in a moment.',
    },
    {},
    { cause },
  );

const verifierOf = async (config: AuthConfig): Promise<Verify> => {
  if (config.kind === 'development-key') {
    const key = await developmentKey(config.file);
    const expected = {
      issuer: 'observatoire-development',
      audience: 'observatoire',
      algorithms: ['HS256'],
    };
    return async (token) => (await jwtVerify(token, key, expected)).payload;
  }
  const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
  const expected = { issuer: config.issuer, audience: config.audience, algorithms };
  if (config.kind === 'jwks') {
    const keys = createRemoteJWKSet(new URL(config.url), { timeoutDuration: 3_000 });
    return async (token) => (await jwtVerify(token, keys, expected)).payload;
  }
  const key = await importAnySpki(config.pem, algorithms);
  return async (token) => (await jwtVerify(token, key, expected)).payload;
};

/** A PEM public key does not say its algorithm: the first that takes it is it. */
const importAnySpki = async (
  pem: string,
  algorithms: readonly string[],
): Promise<Awaited<ReturnType<typeof importSPKI>>> => {
  for (const algorithm of algorithms) {
    const key = await importSPKI(pem, algorithm).catch(() => undefined);
    if (key !== undefined) return key;
  }
  throw new Error('AUTH_PUBLIC_KEY is not an RSA, P-256 or Ed25519 public key in PEM');
};

type Known = { readonly caller: Caller; readonly untilMs: number };

const cacheSize = 2_000;
const cacheAgeMs = 60_000;
const bearer = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** Callers of tokens verified a moment ago: a signature is checked once a minute, not once a request. */
const cachedCallers = (nowMs: () => number) => {
  const known = new Map<string, Known>();
  return {
    get: (token: string): Caller | undefined => {
      const entry = known.get(token);
      return entry !== undefined && entry.untilMs > nowMs() ? entry.caller : undefined;
    },
    set: (token: string, caller: Caller, expiresAtSeconds: number | undefined): void => {
      const oldest = known.size >= cacheSize ? known.keys().next() : undefined;
      if (oldest?.done === false) known.delete(oldest.value);
      const untilMs = Math.min(nowMs() + cacheAgeMs, (expiresAtSeconds ?? 0) * 1_000);
      known.set(token, { caller, untilMs });
    },
  };
};

/** Reads keys once, then verifies tokens. Throws when the configured key cannot be read. */
export const createAuthenticate = async (
  config: AuthConfig,
  nowMs: () => number,
): Promise<Authenticate> => {
  const verify = await verifierOf(config);
  const cache = cachedCallers(nowMs);

  const verified = async (token: string): Promise<Caller> => {
    const payload = await verify(token).catch((error: unknown) => {
      throw isProviderFault(error) ? providerAway(error) : rejected(reasonOf(error), error);
    });
    const caller = callerOf(payload);
    if (!caller.ok) throw rejected({ fr: caller.error, en: caller.error });
    cache.set(token, caller.value, payload.exp);
    return caller.value;
  };

  return (authorization) => {
    if (authorization === undefined) return Promise.resolve(anonymous);
    const token = bearer.exec(authorization)?.[1];
    if (token === undefined) {
      return Promise.reject(
        rejected({
          fr: 'l’en-tête attendu est « Authorization: Bearer <jeton> »',
          en: 'the header must read "Authorization: Bearer <token>"',
        }),
      );
    }
    const known = cache.get(token);
    return known === undefined ? verified(token) : Promise.resolve(known);
  };
};
